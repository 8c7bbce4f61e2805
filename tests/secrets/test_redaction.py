"""Case 59: whatever a server echoes, wherever it echoes it, the key is in no error, answer, or log."""

import base64
import html
import json
import logging
import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

import yubo_nb
from yubo_nb.api import Client, Rejected, YuboError
from yubo_nb.api.key import Sealed, redact, watch_for
from yubo_nb.api.logs import LOGGERS, keep_logs_clean

KEY = "sk-odd/key+with=signs&more<x>~4711-verysecret"
CORE = KEY.removeprefix("sk-")
DISGUISES = {
    "plain": KEY,
    "without sk-": CORE,
    "bearer": f"Bearer {KEY}",
    "url": quote(KEY, safe=""),
    "url in small letters": re.sub("%..", lambda code: code[0].lower(), quote(KEY, safe="")),
    "url in a path": quote(KEY),
    "url twice": quote(quote(KEY, safe=""), safe=""),
    "html": html.escape(KEY),
    "html by number": "".join(c if c.isalnum() else f"&#{ord(c)};" for c in KEY),
    "repr in a log": repr(KEY.encode()),
    "json of Go": json.dumps(KEY).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
    "json of PHP": json.dumps(KEY).replace("/", "\\/"),
    **{
        f"base64 after {before!r}": base64.b64encode((before + KEY).encode()).decode()
        for before in ("", "x", "xy", "user:", "Bearer ")
    },
    "base64 for URLs": base64.urlsafe_b64encode(KEY.encode()).decode(),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_case_59_every_disguise_goes(disguise):
    eraser = watch_for(Sealed(KEY))
    for cleaned in (
        eraser.clean(f"before {disguise} behind".encode()).decode(),
        eraser.clean_text(f"before {disguise} behind"),
        redact(f"before {disguise} behind"),
    ):
        assert "[key]" in cleaned
        assert cleaned.startswith("before ")
        assert cleaned.endswith(" behind")
        assert len(cleaned) < len("before [key] behind") + 20  # what base64 has before and behind it
        assert "verysecret" not in cleaned


def test_the_rest_stays():
    eraser = watch_for(Sealed(KEY))
    text = json.dumps(
        {"description": "a lighthouse in fog", "b64": base64.b64encode(bytes(range(256))).decode()}
    )
    assert eraser.clean(text.encode()) == text.encode()
    assert eraser.clean_text(text) == text


def test_a_tiny_key_takes_no_other_words_along():
    assert watch_for(Sealed("sk-cat")).clean(b"a cat") == b"a cat"


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_case_59_an_error_of_the_relay(disguise):
    def echo(request):
        body = f'{{"error": {{"message": {json.dumps(disguise)}, "type": {json.dumps(disguise)}}}}}'
        return httpx.Response(400, content=body, headers={"x-oneapi-request-id": disguise})

    with (
        Client("https://relay.example", KEY, transport=httpx.MockTransport(echo)) as client,
        pytest.raises(Rejected) as caught,
    ):
        client.imagine("a cat")
    shown = f"{caught.value} {vars(caught.value)}"
    assert "verysecret" not in shown
    assert base64.b64encode(KEY.encode()).decode()[8:24] not in shown


@pytest.mark.parametrize("body", [f"<title>{KEY}</title>", f"<html>{html.escape(KEY)}", KEY, ""])
def test_case_59_a_page_that_echoes_it(body):
    client = Client(
        "https://relay.example", KEY, transport=httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    )
    with pytest.raises(YuboError) as caught:
        client.imagine("a cat")
    assert "verysecret" not in f"{caught.value} {vars(caught.value)}"


def test_case_59_a_task_that_echoes_it():
    task = {"id": "1", "status": "FAILURE", "failReason": KEY, "prompt": KEY, "properties": {KEY: quote(KEY)}}
    client = Client(
        "https://relay.example", KEY, transport=httpx.MockTransport(lambda _: httpx.Response(200, json=task))
    )
    got = client.fetch("1")
    assert b"verysecret" not in got.raw
    assert "verysecret" not in f"{got!r} {got.fail_reason} {got.prompt} {got.properties}"


@pytest.mark.parametrize("name", LOGGERS)
def test_case_59_a_log_that_holds_it(name, caplog):
    Client("https://relay.example", KEY).close()
    caplog.set_level(logging.DEBUG, name)
    log = logging.getLogger(name)
    log.debug("receive_response_headers.complete return_value=%r", (b"HTTP/1.1", [(b"x", KEY.encode())]))
    log.info("HTTP Request: GET %s", f"https://relay.example/?key={quote(KEY)}")
    try:
        int(KEY)
    except ValueError:
        log.exception("a watcher failed with %s", KEY)
    log.info("nothing %s", "special")
    assert len(caplog.records) == 4
    formatter = logging.Formatter()
    written = "\n".join(formatter.format(record) for record in caplog.records)
    assert "verysecret" not in written
    assert written.count("[key]") == 4
    assert "Traceback" in written
    assert caplog.records[3].args == ("special",)


def test_every_logger_of_ours_is_named():
    house = Path(yubo_nb.__file__).parent
    ours = {
        ".".join(["yubo_nb", *path.relative_to(house).with_suffix("").parts])
        for path in house.rglob("*.py")
        if "getLogger(__name__)" in path.read_text(encoding="utf-8")
    }
    assert ours == {name for name in LOGGERS if name.startswith("yubo_nb")}


def test_installed_twice_it_is_there_once():
    keep_logs_clean()
    before = [len(logging.getLogger(name).filters) for name in LOGGERS]
    keep_logs_clean()
    assert [len(logging.getLogger(name).filters) for name in LOGGERS] == before


def test_a_header_that_holds_it():
    route = Client("https://relay.example", KEY)._route
    answer = route.answer(httpx.Response(200, headers={"Retry-After": "7", "X-Told": f"for {KEY}"}), b"")
    assert answer.header("x-told") == "for [key]"
    assert answer.header("retry-after") == "7"
    assert answer.header("x-nothing") is None
