"""What only some relays have: it works, or it is said clearly that this relay lacks it."""

import asyncio
import inspect
import json

import httpx
import pytest

from yubo_nb.api import (
    AsyncClient,
    Client,
    InvalidRequest,
    NotOffered,
    PictureGone,
    Rejected,
    SubmitInDoubt,
    TaskNotFound,
)

KEY = "sk-verysecret0123456789"
PAGE = b"<!doctype html><html><head><title>New API</title></head></html>"
PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.fixture(params=[Client, AsyncClient], ids=["sync", "async"])
def ask(request):
    """Call a method against one answer (or answers by path); returns the result and what was asked."""

    def go(name, *args, status=200, body=b"", **kwargs):
        asked = []

        def answer(request_):
            asked.append(request_)
            found = body[request_.url.path] if isinstance(body, dict) and request_.url.path in body else body
            return httpx.Response(
                status, content=found if isinstance(found, bytes) else json.dumps(found).encode()
            )

        client = request.param("https://relay.example/mj-fast", KEY, transport=httpx.MockTransport(answer))
        result = getattr(client, name)(*args, **kwargs)
        return (asyncio.run(result) if inspect.isawaitable(result) else result), asked

    return go


def test_quota_in_the_owners_unit(ask, example):
    billing = "/v1/dashboard/billing/"
    pages = {
        billing + "subscription": example("billing_subscription"),
        billing + "usage": example("billing_usage"),
    }
    quota, asked = ask("quota", body=pages)
    assert (quota.limit, quota.used) == (50, 12.345678)
    assert quota.left == pytest.approx(37.654322)
    assert quota.until is None
    assert {"start_date", "end_date"} == set(asked[1].url.params)


def test_an_unlimited_key_has_no_limit(ask):
    pages = {"/v1/dashboard/billing/subscription": {"hard_limit_usd": 100000000, "access_until": 1800000000}}
    quota, _ = ask("quota", body=pages | {"/v1/dashboard/billing/usage": {"total_usage": 5}})
    assert (quota.limit, quota.left, quota.until.year) == (None, None, 2027)


def test_models_in_both_forms(ask, example):
    assert ask("models", body=example("models_new_api"))[0] == ["mj_imagine", "gpt-4o"]
    found, asked = ask("models", body={"object": "list", "data": [{"id": "mj_imagine"}, 5, {}]})
    assert found == ["mj_imagine"]
    assert asked[0].url.path == "/v1/models"  # not below the speed prefix


def test_errors_hidden_behind_200(ask):
    with pytest.raises(Rejected, match="该令牌已过期"):
        ask("quota", body={"error": {"message": "该令牌已过期", "type": "new_api_error"}})


@pytest.mark.parametrize(("status", "body"), [(404, b""), (200, PAGE), (501, b"{}"), (405, b"")])
@pytest.mark.parametrize("name", ["quota", "models", "cancel"])
def test_a_question_this_relay_lacks_says_so(ask, name, status, body):
    with pytest.raises(NotOffered, match="does not offer"):
        ask(name, *(["17"] if name == "cancel" else []), status=status, body=body)


LACKS = [
    (404, b""),
    (405, b""),
    (404, PAGE),
    (404, b"{}"),
    (404, b"404 page not found"),
    (404, {"timestamp": "2026-01-01", "status": 404, "error": "Not Found", "path": "/mj/submit/action"}),
    (404, {"error": {"message": "Invalid URL (POST /mj/submit/x)", "type": "invalid_request_error"}}),
    (405, {"detail": "Method Not Allowed"}),
]


@pytest.mark.parametrize(("status", "body"), LACKS, ids=str)
@pytest.mark.parametrize(
    ("name", "args"),
    [("action", ("1", "MJ::JOB::reroll::0::x")), ("shorten", ("a cat",)), ("image_seed", ("1",))],
)
def test_one_of_the_ten_that_an_old_relay_lacks(ask, name, args, status, body):
    """novicezk's action, shorten, swap and modal: an empty 404 used to be a refusal that said nothing."""
    with pytest.raises(NotOffered, match=r"does not offer.*Nothing was charged.*another relay") as caught:
        ask(name, *args, status=status, body=body)
    assert caught.value.charged == "no"
    assert caught.value.http_status == status


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, {"code": 3, "description": "账号不可用"}, Rejected),
        (404, {"code": 3, "description": "关联任务不存在或已失效"}, TaskNotFound),
        (404, "任务不存在".encode(), TaskNotFound),
        (404, {"error": {"message": "model not found"}}, Rejected),
        (501, b"", SubmitInDoubt),
    ],
    ids=str,
)
def test_what_speaks_of_the_order_does_not_say_that_the_endpoint_is_missing(ask, status, body, kind):
    with pytest.raises(kind) as caught:
        ask("action", "1", "MJ::JOB::reroll::0::x", status=status, body=body)
    assert type(caught.value) is kind


def test_a_missing_imagine_is_a_wrong_address(ask):
    for status in (404, 200):
        with pytest.raises((NotOffered, SubmitInDoubt), match=r"base URL.*https://relay\.example/mj-fast/mj"):
            ask("imagine", "a cat", status=status, body=PAGE)


@pytest.mark.parametrize("name", ["edits", "video", "upload_discord_images"])
def test_a_submit_this_relay_lacks(ask, name, example_json):
    picture = example_json("req_describe")["base64"]
    call = {
        "edits": (("a hat", picture), {}),
        "video": ((), {"image": picture}),
        "upload_discord_images": (([picture],), {}),
    }
    args, kwargs = call[name]
    with pytest.raises(NotOffered):
        ask(name, *args, status=404, body=PAGE, **kwargs)
    with pytest.raises(
        SubmitInDoubt, match="lacks this endpoint"
    ):  # a page with 200 proves nothing about money
        ask(name, *args, body=PAGE, **kwargs)


def test_uploads_come_back_as_addresses(ask, example, example_json):
    picture = example_json("req_describe")["base64"]
    got, asked = ask("upload_discord_images", [picture], body=example("res_upload_discord_images_ok"))
    assert got.accepted
    assert [url.partition("?")[0].rpartition(".")[2] for url in got.images] == ["jpg", "jpg"]
    assert json.loads(asked[0].content) == {"base64Array": [picture]}


def test_cancel_in_the_forms_of_plus_and_trueai(ask):
    assert ask("cancel", "17", body={"code": 1, "description": "成功"})[0] is True
    assert ask("cancel", "17", body=b"")[0] is True
    assert ask("cancel", "17", body={"code": 4, "description": "任务状态错误"})[0] is False


def test_the_image_proxy(ask, example):
    assert ask("image", "17", body=PNG)[0] == PNG
    with pytest.raises(TaskNotFound):
        ask("image", "17", status=400, body=example("err_image_proxy_string"))
    with pytest.raises(PictureGone):
        ask("image", "17", status=404, body=b"<html>")
    for status, body in ((200, PAGE), (404, b"")):
        with pytest.raises(NotOffered):
            ask("image", "17", status=status, body=body)


OK = {"code": 1, "result": "5"}


def test_video_bodies(ask, example_json):
    picture = example_json("req_describe")["base64"]
    _, asked = ask("video", "run", image="https://a.example/x.png", end_image=picture, motion="HIGH", body=OK)
    sent = json.loads(asked[0].content)
    assert (sent["image"], sent["endImage"], sent["motion"]) == ("https://a.example/x.png", picture, "high")
    _, asked = ask("video", extend=("17", 0), body=OK)
    sent = json.loads(asked[0].content)
    assert (sent["action"], sent["taskId"], sent["index"]) == ("extend", "17", 0)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({}, "image"),
        ({"image": "https://a.example/x", "extend": ("1", 0)}, "image"),
        ({"image": "https://a.example/x", "motion": "fast"}, "motion"),
        ({"image": "https://a.example/x", "batch_size": 3}, "batch_size"),
        ({"image": "https://a.example/x", "video_type": "4k"}, "video_type"),
        ({"extend": ("1", 4)}, "extend"),
    ],
)
def test_videos_that_cannot_be_made(ask, options, field):
    with pytest.raises(InvalidRequest) as caught:
        ask("video", body=OK, **options)
    assert caught.value.field == field


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_methods_tell_what_they_take(kind):
    signature = inspect.signature(kind.imagine)
    assert list(signature.parameters)[:3] == ["self", "prompt", "images"]
    assert "POST /mj/submit/imagine" in kind.imagine.__doc__


def test_both_clients_have_the_same_methods():
    public = [{name for name in dir(kind) if not name.startswith("_")} for kind in (Client, AsyncClient)]
    assert public[0] ^ public[1] == {"close", "aclose"}
