"""Both clients against scripted answers: what is sent, what is believed, what is sent again."""

import asyncio
import inspect
import json
import re

import httpx
import pytest

from yubo_nb.api import (
    AsyncClient,
    AuthError,
    Client,
    Closed,
    InvalidRequest,
    NotSent,
    PromptRejected,
    QueueFull,
    QuotaError,
    RateLimited,
    Rejected,
    RelayUnavailable,
    SubmitInDoubt,
    TaskNotFound,
    UnreadableAnswer,
)

KEY = "sk-verysecret0123456789"
CUSTOM_ID = "MJ::JOB::upsample::2::3dbbd469-36af-4a0f-8f02-df6c579e7011"


class Relay:
    """Plays a script of answers, the last one for ever, and keeps what was asked."""

    def __init__(self, *script):
        self.script = list(script)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        status, body, *headers = step
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, content=content, headers=headers[0] if headers else None)

    @property
    def body(self):
        return json.loads(self.asked[-1].content)


class Talk:
    """One client, driven the same way whichever it is; pauses are noted and not slept."""

    def __init__(self, kind, relay, **options):
        self.relay, self.waits, self.notes = relay, [], []
        options = {"on_wait": lambda seconds, reason: self.notes.append((seconds, reason))} | options
        self.client = kind("https://relay.example", KEY, transport=httpx.MockTransport(relay), **options)
        self.client._pace = _NoPace(self.waits)
        if kind is AsyncClient:

            async def rest(seconds):
                self.waits.append(seconds)

            self.client._sleep = rest
        else:
            self.client._sleep = self.waits.append

    def __getattr__(self, name):
        def call(*args, **kwargs):
            result = getattr(self.client, name)(*args, **kwargs)
            return asyncio.run(result) if inspect.isawaitable(result) else result

        return call


class _NoPace:
    def __init__(self, waits):
        self.waits, self.due = waits, []

    def hold(self, seconds, reason):
        self.due.append((seconds, reason))

    def left(self):
        return self.due.pop() if self.due else (0.0, "")


@pytest.fixture(params=[Client, AsyncClient])
def talk(request):
    return lambda *script, **options: Talk(request.param, Relay(*script), **options)


def test_the_action_request_is_the_seeds(talk, example_json):
    t = talk(
        (200, {"code": 1, "description": "Submit success", "result": "1730621718151844", "properties": {}})
    )
    got = t.action("14001934816969359", CUSTOM_ID)
    asked = t.relay.asked[0]
    assert (asked.method, asked.url) == ("POST", "https://relay.example/mj/submit/action")
    assert t.relay.body == example_json("req_action_seed")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["connection"] == "close"
    assert got.accepted
    assert got.task_id == "1730621718151844"


def test_the_action_answer_in_the_form_the_seed_documents_is_pictures_without_an_id(talk, example):
    body = example("res_action_200_as_the_seed_documents_it").replace(
        b"https://...", b"https://cdn.example/1.png"
    )
    got = talk((200, body)).action("1", CUSTOM_ID)
    assert got.accepted
    assert got.task_id is None
    assert got.images == ("https://cdn.example/1.png", "https://cdn.example/1.png")
    assert not got.needs_modal


def test_a_picture_answer_whose_addresses_name_no_host_is_in_doubt(talk, example):
    """The very sample of that page was taken for two finished pictures: the card said "Finished" and offered
    to fetch what has no address, and nobody was asked whether it had been charged."""
    with pytest.raises(SubmitInDoubt, match="Not sure whether submit/action was accepted") as caught:
        talk((200, example("res_action_200_as_the_seed_documents_it"))).action("1", CUSTOM_ID)
    assert caught.value.charged == "unknown"


def test_fetch_and_list(talk, example):
    t = talk((200, example("task_imagine_success_new_api")))
    assert t.fetch("1730621826053455").phase == "success"
    assert t.relay.asked[0].url.path == "/mj/task/1730621826053455/fetch"
    t = talk((200, example("res_list_by_condition_one_missing")))
    tasks = t.list(["1730621826053455", "1730621718151844", "1730000000000000"])
    assert [task.id for task in tasks] == ["1730621718151844", "1730621826053455"]
    assert t.relay.body == {"ids": ["1730621826053455", "1730621718151844", "1730000000000000"]}


def test_long_lists_are_asked_by_the_hundred(talk):
    t = talk((200, []))
    t.list([str(n) for n in range(250)])
    assert [len(json.loads(asked.content)["ids"]) for asked in t.relay.asked] == [100, 100, 50]


DOUBT = [
    (500, {"error": {"message": "oops", "type": "new_api_panic"}}),
    (503, {"error": {"message": "无可用渠道", "type": "new_api_error"}}),
    (502, b"<html><head><title>502 Bad Gateway</title></head></html>"),
    (200, b""),
    (200, b"null"),
    (200, b'{"code": 1, "descr'),
    (200, b"<!doctype html><title>One API</title>"),
    (200, {"code": 1, "result": None}),
    (200, {"code": 1, "result": "<b>1</b>"}),
    (200, {"code": 1, "result": 1.5e16}),
    (200, {"code": "1", "result": "1730621718151844"}),
    (200, {"code": 77, "description": "?"}),
    (200, {"code": -1, "success": False, "message": "并发数已达上限"}),
    (200, {"created": 1, "data": []}),
    (200, {"created": 1, "data": [{"url": ""}]}),
    (200, {"object": "list", "data": [{"id": "gpt"}]}),
    (302, b"", {"location": "https://elsewhere.example/"}),
    (307, b""),
    (400, b"bad request"),
    (408, b""),
    (409, {"code": 1, "result": "1"}),
    (201, {"code": 1, "result": "1"}),
    (400, {"description": "unmarshal_response_body_failed ", "type": "upstream_error", "code": 5}),
    httpx.ReadTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("broken pipe"),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
]


@pytest.mark.parametrize("step", DOUBT, ids=str)
def test_case_5_7_11_12_13_what_is_no_clear_answer_is_in_doubt_and_never_sent_again(talk, step):
    t = talk(step)
    with pytest.raises(SubmitInDoubt) as caught:
        t.imagine("a cat")
    assert len(t.relay.asked) == 1
    assert caught.value.charged == "unknown"
    assert not caught.value.retryable
    assert "may have been charged once" in str(caught.value)


REFUSED = [
    (400, "err_400_mj_quota", QuotaError),
    (400, "err_400_unknown_action_on_mj", Rejected),
    (401, "err_401_bad_key", AuthError),
    (200, "res_submit_banned_24", PromptRejected),
    (400, "err_400_task_unknown_new_api", TaskNotFound),
    (200, {"code": 3, "description": "无可用的账号实例"}, Rejected),
    (404, {"code": 3, "description": "账号不可用"}, Rejected),
    (200, {"code": 4, "description": "base64格式错误"}, Rejected),
    (200, {"code": 9, "description": "提交失败，系统异常"}, Rejected),
    (400, {"description": "do_request_failed ", "type": "upstream_error", "code": 5}, Rejected),
    (401, b"", AuthError),
    (402, b"", QuotaError),
    (403, {"error": {"message": "Insufficient balance"}}, QuotaError),
    (403, {"error": {"message": "用户已被封禁"}}, AuthError),
    (403, b"<html><title>Attention Required! | Cloudflare</title>", Rejected),
    (413, b"<html><title>413 Request Entity Too Large</title>", Rejected),
    (401, {"error": {"message": "该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]"}}, QuotaError),
    (
        429,
        {"error": {"message": "饱和", "type": "insufficient_quota", "code": "insufficient_user_quota"}},
        QuotaError,
    ),
]


@pytest.mark.parametrize(("status", "body", "kind"), REFUSED, ids=str)
def test_case_10_refusals_are_final_and_free(talk, example, status, body, kind):
    t = talk((status, example(body) if isinstance(body, str) else body))
    with pytest.raises(Rejected) as caught:
        t.imagine("a cat")
    assert type(caught.value) is kind
    assert caught.value.charged == "no"
    assert len(t.relay.asked) == 1
    assert "sk-" not in str(caught.value)


def test_case_10_a_banned_word_is_named(talk, example):
    with pytest.raises(PromptRejected) as caught:
        talk((200, example("res_submit_banned_24"))).imagine("naked")
    assert caught.value.word == "nude"
    assert caught.value.prompt_en == "nude body"
    assert "“nude”" in str(caught.value)


OK = (200, {"code": 1, "description": "提交成功", "result": 1320098173412546, "properties": None})


def test_case_1_no_connection_is_tried_three_times_and_nothing_was_sent(talk):
    t = talk(httpx.ConnectError("refused"))
    with pytest.raises(NotSent) as caught:
        t.imagine("a cat")
    assert len(t.relay.asked) == 3
    assert caught.value.charged == "no"
    assert len(t.waits) == 2
    t = talk(httpx.ConnectTimeout("slow"), OK)
    assert t.imagine("a cat").task_id == "1320098173412546"


@pytest.mark.parametrize("fault", [httpx.ConnectTimeout("timed out"), httpx.ReadTimeout("")], ids=repr)
def test_why_nothing_came_is_said_in_the_readers_language(talk, fault, monkeypatch):
    """In a Chinese sentence the reason stood in English, or was a class name and nothing else."""
    monkeypatch.setenv("YUBO_LANG", "zh")
    t = talk(fault)
    with pytest.raises((NotSent, SubmitInDoubt)) as caught:
        t.imagine("a cat")
    reason = re.search("（(.*?)[，）]", caught.value.message).group(1)
    assert reason == f"{type(fault).__name__}: 超时"


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("7", 7, 7.7),
        ("0", 1, 1.1),
        ("99999", 120, 132),
        ("soon", 4, 4.4),
        ("nan", 4, 4.4),
        (None, 4, 4.4),
        ("-3", 1, 1.1),
    ],
)
def test_case_8_too_many_requests_are_sent_again_after_the_wait_they_name(talk, header, low, high):
    t = talk((429, b"", {"retry-after": header} if header else {}), OK)
    assert t.imagine("a cat").accepted
    assert low <= t.notes[0][0] <= high


def test_case_8_retry_after_as_a_date(talk):
    t = talk((429, b"", {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}), OK)
    assert t.imagine("a cat").accepted
    assert 1 <= t.notes[0][0] <= 1.1


def test_case_9_a_full_queue_is_tried_three_more_times_and_its_id_is_dead(talk, example):
    t = talk((200, example("res_submit_queue_full_23_with_a_dead_id")))
    with pytest.raises(QueueFull) as caught:
        t.imagine("a cat")
    assert len(t.relay.asked) == 4
    assert caught.value.task_id is None
    assert [round(seconds / 10) for seconds, _ in t.notes] == [1, 2, 4]


def test_case_8_a_saturated_group(talk):
    t = talk((429, {"description": "当前分组负载已饱和 ", "type": "upstream_error", "code": 30}))
    with pytest.raises(RateLimited):
        t.imagine("a cat")
    assert len(t.relay.asked) == 4


@pytest.mark.parametrize(
    ("name", "dialog", "existing", "queued"),
    [
        ("res_submit_ok", False, False, None),
        ("res_submit_queued_22", False, False, 1),
        ("res_submit_exists_21", False, True, None),
        ("res_action_dialog_21_plus", True, False, None),
        ("res_action_dialog_21_trueai_custom_zoom", True, False, None),
    ],
)
def test_accepted_answers(talk, example, name, dialog, existing, queued):
    got = talk((200, example(name), {"content-type": "text/plain"})).action("1", CUSTOM_ID)
    assert (got.needs_modal, got.existing, got.queued) == (dialog, existing, queued)
    assert got.task_id


def test_a_dialog_rewritten_to_code_1_is_still_a_dialog(talk):
    got = talk((200, {"code": 1, "description": "Waiting for window confirm", "result": "1"})).action(
        "1", CUSTOM_ID
    )
    assert got.needs_modal


def test_the_modal_sends_what_the_examples_send(talk, example_json):
    t = talk(OK)
    wanted = example_json("req_modal_inpaint")
    t.modal(wanted["taskId"], wanted["prompt"], wanted["maskBase64"], size=(64, 64), dialog="vary_region")
    sent = t.relay.body
    assert (sent["taskId"], sent["prompt"]) == (wanted["taskId"], wanted["prompt"])
    assert not sent["maskBase64"].startswith("data:")
    wanted = example_json("req_modal_custom_zoom")
    t.modal(wanted["taskId"], wanted["prompt"], dialog="custom_zoom")
    assert wanted.items() <= t.relay.body.items()


@pytest.mark.parametrize(
    "step",
    [
        (200, b""),
        (204, b""),
        (200, b"null"),
        (404, b""),
        (404, {"code": 3}),
        (400, "err_400_task_unknown_new_api"),
    ],
    ids=str,
)
def test_unknown_tasks(talk, example, step):
    status, body = step
    with pytest.raises(TaskNotFound) as caught:
        talk((status, example(body) if isinstance(body, str) else body)).fetch("1730000000000000")
    assert caught.value.task_id == "1730000000000000"


def test_a_question_is_asked_again_until_it_is_answered(talk, example):
    task = (200, example("task_first_seconds_new_api"))
    t = talk(httpx.ReadTimeout(""), (502, b"<html>"), (429, b""), task)
    assert t.fetch("1730621718151844").status == "NOT_START"
    t = talk((504, b"<html><title>504 Gateway Time-out</title>"))
    with pytest.raises(RelayUnavailable, match="504 Gateway Time-out"):
        t.fetch("1")
    assert len(t.relay.asked) == 4
    with pytest.raises(RelayUnavailable):
        talk(httpx.ConnectError("refused")).list(["1"])


def test_a_web_page_instead_of_json_says_that_the_address_is_wrong(talk):
    with pytest.raises(UnreadableAnswer, match=r"“New API”.*base URL"):
        talk((200, b"<!doctype html><html><head><title>New API</title></head></html>")).fetch("1")
    with pytest.raises(Rejected, match="限制"):
        talk((200, {"success": False, "code": -1, "message": "限制"})).fetch("1")


def test_a_seed_in_both_documented_forms(talk, example):
    assert talk((200, example("res_image_seed_ok"))).image_seed("1") == "636646138"
    assert talk((200, {"code": 1, "result": 636646138})).image_seed("1") == "636646138"
    assert talk((200, {"id": "1", "status": "SUCCESS", "seed": "7"})).image_seed("1") == "7"
    with pytest.raises(Rejected):
        talk((200, {"code": 0, "description": "", "properties": None, "result": ""})).image_seed("1")
    with pytest.raises(UnreadableAnswer):
        talk((200, {"id": "1", "status": "SUCCESS"})).image_seed("1")


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda t: t.imagine("  "), "prompt"),
        (lambda t: t.imagine(5), "prompt"),
        (lambda t: t.imagine("a", bot_type="DALLE"), "bot_type"),
        (lambda t: t.imagine("a", notify_hook="ftp://x"), "notify_hook"),
        (lambda t: t.imagine("a", state="s" * 256), "state"),
        (lambda t: t.action(14001934816969359, CUSTOM_ID), "task_id"),
        (lambda t: t.action("../../x", CUSTOM_ID), "task_id"),
        (lambda t: t.action("1", ""), "custom_id"),
        (lambda t: t.action("1", CUSTOM_ID, choose_same_channel="true"), "choose_same_channel"),
        (lambda t: t.fetch(""), "task_id"),
        (lambda t: t.list("123"), "ids"),
        (lambda t: t.blend([b"x"]), "images"),
        (lambda t: t.modal("1", "a", dialog="custom_zoom"), "prompt"),
        (lambda t: t.modal("1", "a --zoom 3", dialog="custom_zoom"), "prompt"),
        (lambda t: t.modal("1", "a", dialog="vary_region"), "mask"),
    ],
)
def test_what_cannot_succeed_is_refused_unsent(talk, call, field):
    t = talk(OK)
    with pytest.raises(InvalidRequest) as caught:
        call(t)
    assert caught.value.field == field
    assert isinstance(caught.value, ValueError)
    assert t.relay.asked == []


def test_a_closed_client_says_so(talk):
    t = talk(OK)
    t.aclose() if isinstance(t.client, AsyncClient) else t.close()
    with pytest.raises(Closed):
        t.fetch("1")
