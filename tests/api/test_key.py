"""The key shows nowhere: not in what a notebook prints or saves, not in what a server echoes."""

import asyncio
import copy
import logging
import pickle
import traceback

import httpx
import pytest

from yubo_nb.api import AsyncClient, AuthError, Client, InvalidRequest, Rejected, SubmitInDoubt

KEY = "sk-verysecret0123456789ABCDEF"


def everything_reachable(thing, depth=6):
    """What vars(), slots and containers lead to, as text."""
    seen, texts, todo = set(), [], [(thing, depth)]
    while todo:
        item, left = todo.pop()
        if id(item) in seen or left < 0:
            continue
        seen.add(id(item))
        texts += [repr(item), str(item)]
        names = list(getattr(item, "__dict__", {})) + [
            name for kind in type(item).__mro__ for name in getattr(kind, "__slots__", ())
        ]
        todo += [
            (getattr(item, name, None), left - 1) for name in names if not callable(getattr(item, name, None))
        ]
        if isinstance(item, dict):
            todo += [(value, left - 1) for value in item.values()]
        if isinstance(item, list | tuple):
            todo += [(value, left - 1) for value in item]
    return "\n".join(texts)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_case_56_nothing_about_a_client_shows_the_key(kind):
    client = kind("https://relay.example", KEY)
    assert repr(client) == f"{kind.__name__}('https://relay.example')"
    assert "verysecret" not in everything_reachable(client)
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never pickled"):
            way(client)


def test_case_59_an_error_echoing_the_key_loses_it():
    def echo(request):
        told = f"bad key {KEY} or {KEY.removeprefix('sk-')}, seen as sk-ver***DEF"
        return httpx.Response(401, json={"error": {"message": told}})

    client = Client("https://relay.example", KEY, transport=httpx.MockTransport(echo))
    with pytest.raises(AuthError) as caught:
        client.imagine("a cat")
    assert "verysecret" not in str(caught.value)
    assert "sk-ver" not in str(caught.value)


def test_a_picture_answer_echoing_the_key_loses_it_in_raw():
    def echo(request):
        return httpx.Response(
            200, json={"code": 1, "result": "5", "description": KEY, "properties": {"k": KEY}}
        )

    with Client("https://relay.example", KEY, transport=httpx.MockTransport(echo)) as client:
        got = client.imagine("a cat")
    assert b"verysecret" not in got.raw
    assert "verysecret" not in repr(got)


@pytest.mark.parametrize(
    "fault", [httpx.ReadError(KEY), httpx.RemoteProtocolError("cut")], ids=["echo", "cut"]
)
def test_case_56_tracebacks_with_locals_do_not_show_it(fault, caplog):
    def fail(request):
        raise fault

    caplog.set_level(logging.DEBUG)
    client = Client("https://relay.example", KEY, transport=httpx.MockTransport(fail))
    with pytest.raises(SubmitInDoubt) as caught:
        client.imagine("a cat")
    error = caught.value
    assert error.__context__ is None
    frames = traceback.StackSummary.extract(
        traceback.walk_tb(error.__traceback__.tb_next), capture_locals=True
    )
    assert len(frames) > 2
    assert "verysecret" not in "".join(frames.format()) + str(error)
    assert "verysecret" not in caplog.text


def test_an_interrupt_passes_through_without_the_frames_that_hold_it():
    def interrupted(request):
        raise KeyboardInterrupt

    client = Client("https://relay.example", KEY, transport=httpx.MockTransport(interrupted))
    with pytest.raises(KeyboardInterrupt) as caught:
        client.imagine("a cat")
    assert "may have been accepted once" in caught.value.__notes__[0]
    files = [frame.filename for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert not any("/httpx/" in name for name in files)


@pytest.mark.parametrize("key", ["", "  ", None, "sk-ab cd", "sk-ab\ncd", "sk-键"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(InvalidRequest) as caught:
        Client("https://relay.example", key)
    assert caught.value.field == "api_key"


def test_a_pasted_bearer_is_taken_off_and_the_key_is_otherwise_sent_unaltered():
    seen = []

    def look(request):
        seen.append(dict(request.headers))
        return httpx.Response(400, json={"error": {"message": "no"}})

    async def go():
        async with AsyncClient(
            "https://relay.example", f"Bearer {KEY}", transport=httpx.MockTransport(look)
        ) as client:
            with pytest.raises(Rejected):
                await client.imagine("a cat")

    asyncio.run(go())
    assert seen[0]["authorization"] == f"Bearer {KEY}"
    assert seen[0]["mj-api-secret"] == KEY
