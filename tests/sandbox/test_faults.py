"""Trouble on demand: it happens as scripted, and the ledger tells whether the order was taken."""

import time

import httpx
import pytest

from yubo_nb.sandbox.faults import AFTER, BEFORE, KINDS, ON_PICTURES, ON_POLLS

BODY = {"prompt": "a cat", "state": "s"}
CUT = {"drop_before", "drop_after", "headers_only", "cut_body"}


def order(talk) -> httpx.Response | None:
    try:
        return talk.post("/mj/submit/imagine", BODY)
    except httpx.TransportError:
        return None


@pytest.mark.parametrize("kind", [*BEFORE, *AFTER])
def test_the_ledger_tells_whether_the_order_was_taken(talk, kind: str) -> None:
    talk.box.faults.add(kind, gap=0, seconds=0.01)
    got = order(talk)
    assert (got is None) is (kind in CUT)
    assert len(talk.box.ledger) == (1 if kind in AFTER else 0)
    assert talk.box.faults.played == [(kind, "POST /mj/submit/imagine")]
    again = order(talk)
    assert again is not None
    assert again.json()["code"] == 1
    assert len(talk.box.requests) == 2


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("429", 429, "负载已饱和"),
        ("429_empty", 429, ""),
        ("429_quota", 429, "insufficient_user_quota"),
        ("code_30", 429, '"code": 30'),
        ("code_23", 200, '"code": 23'),
        ("502", 502, "502 Bad Gateway"),
        ("524", 524, "<html>"),
        ("login_page", 200, "<!doctype html>"),
        ("empty", 200, ""),
        ("null", 200, "null"),
        ("504_after", 504, "504 Gateway Time-out"),
        ("wrong_types", 200, '"code": "1"'),
        ("unknown_code", 200, "77"),
        ("openai_form", 200, '"created"'),
        ("trueai_exception", 200, '"success": false'),
    ],
)
def test_each_fault_has_its_face(talk, kind: str, status: int, words: str) -> None:
    talk.box.faults.add(kind)
    got = order(talk)
    assert got is not None
    assert got.status_code == status
    assert words in got.text
    if not words:
        assert got.text == ""


def test_retry_after_is_what_the_script_says(talk) -> None:
    talk.box.faults.add("429", retry_after="7")
    talk.box.faults.add("code_23", retry_after=9)
    talk.box.faults.add("429")
    assert order(talk).headers["retry-after"] == "7"
    assert order(talk).headers["retry-after"] == "9"
    assert "retry-after" not in order(talk).headers


def test_redirects_lead_where_the_script_says(talk) -> None:
    talk.box.faults.add("redirect", location="http://127.0.0.1:9/elsewhere", status=302)
    got = order(talk)
    assert (got.status_code, got.headers["location"]) == (302, "http://127.0.0.1:9/elsewhere")


def test_half_an_answer_is_half(talk) -> None:
    talk.box.faults.add("half_json")
    text = order(talk).text
    assert text.startswith('{"code":1')
    assert not text.endswith("}")


def test_an_id_can_come_twice(talk) -> None:
    first = order(talk).json()["result"]
    talk.box.faults.add("duplicate_id")
    assert order(talk).json()["result"] == first
    assert len(talk.box.ledger) == 2


def test_a_trickle_comes_in_drops(talk) -> None:
    talk.box.faults.add("trickle", gap=0.001)
    start = time.monotonic()
    assert order(talk).json()["code"] == 1
    assert time.monotonic() - start > 0.05


@pytest.mark.parametrize("kind", ON_POLLS)
def test_polls_suffer_too(talk, kind: str) -> None:
    task = talk.imagine("a cat")
    talk.box.faults.add(kind, on="/fetch")
    bad = talk.http.get(f"/mj/task/{task['id']}/fetch").json()
    assert bad != task
    assert talk.fetch(task["id"]) == task


def test_lists_suffer_row_by_row(talk) -> None:
    task = talk.imagine("a cat")
    talk.box.faults.add("regress", on="list-by-condition")
    rows = talk.post("/mj/task/list-by-condition", {"ids": [task["id"]]}).json()
    assert [r["status"] for r in rows] == ["SUBMITTED"]


@pytest.mark.parametrize("kind", ON_PICTURES)
def test_pictures_suffer_too(talk, kind: str) -> None:
    task = talk.imagine("a cat")
    talk.box.faults.add(kind, on="/mj/image/")
    try:
        bad = talk.http.get(task["imageUrl"])
    except httpx.TransportError:
        bad = None
    assert bad is None or not bad.content.startswith(b"\x89PNG")
    assert (bad is None) is (kind == "picture_cut")
    assert talk.http.get(task["imageUrl"]).content.startswith(b"\x89PNG")


def test_skips_and_repeats_are_counted(talk) -> None:
    talk.box.faults.add("500", times=2, skip=1)
    assert [order(talk).status_code for _ in range(4)] == [200, 500, 500, 200]


def test_a_seed_draws_the_same_trouble_every_time(open_box) -> None:
    def run() -> list[tuple[str, str]]:
        talk = open_box()
        talk.box.faults.draw(
            42, rate=0.5, kinds=[k for k in (*BEFORE, *AFTER) if k not in {"slow", "trickle"}]
        )
        for _ in range(30):
            order(talk)
        return talk.box.faults.played

    first = run()
    assert 8 < len(first) < 23
    assert run() == first


def test_a_cleared_script_is_quiet(talk) -> None:
    talk.box.faults.add("500", times=99)
    talk.box.faults.draw(1, rate=1.0)
    talk.box.faults.clear()
    assert order(talk).json()["code"] == 1


def test_no_fault_that_does_not_exist(talk) -> None:
    with pytest.raises(ValueError, match="no fault"):
        talk.box.faults.add("earthquake")
    assert len(set(KINDS)) == len(KINDS)


async def test_in_process_a_cut_is_an_exception(open_box) -> None:
    talk = open_box()
    talk.box.faults.add("drop_after")
    transport = httpx.ASGITransport(app=talk.box.app)
    headers = {"Authorization": f"Bearer {talk.box.api_key}"}
    async with httpx.AsyncClient(transport=transport, base_url=talk.box.base_url, headers=headers) as client:
        with pytest.raises(ConnectionResetError):
            await client.post("/mj/submit/imagine", json=BODY)
        assert (await client.post("/mj/submit/imagine", json=BODY)).json()["code"] == 1
    assert len(talk.box.ledger) == 2
