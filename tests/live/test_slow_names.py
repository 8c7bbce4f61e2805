"""S9, slow DNS: what never left is sent again, what left is not, and a person reads why."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from yubo_nb.api import NotSent, conversation, protocol
from yubo_nb.live.reasons import reason

NAME = "localhost"
IMAGINE = protocol.imagine("a fox")


class Names:
    """Looks up the relay's name as the test says; everything else is the machine's own affair."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Callable[[int], None] = lambda _asked: None
        self._real = socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **more: Any) -> Any:
        if host not in {NAME, NAME.encode()}:
            return self._real(host, port, *args, **more)
        self.asked += 1
        self.answer(self.asked)
        return self._real("127.0.0.1", port, *args, **more)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    names = Names()
    monkeypatch.setattr(socket, "getaddrinfo", names)
    monkeypatch.setitem(conversation._UNTOLD_WAITS, "unsent", (0.01, 0.01, 0.01))
    return names


@pytest.fixture
def engine(make_engine, relay, names):
    return make_engine(relay.base_url.replace("127.0.0.1", NAME), relay.api_key)


def submits(relay) -> int:
    return sum("/submit/" in one.path for one in relay.requests)


def test_a_slow_look_up_is_waited_for_and_the_order_goes_out_once(engine, names, relay):
    asked, answered = threading.Event(), threading.Event()

    def slowly(_asked: int) -> None:
        asked.set()
        answered.wait(30)

    names.answer = slowly
    task = engine.submit(IMAGINE, prompt="a fox")
    assert asked.wait(30)
    assert (task.phase, task.card.charged, submits(relay)) == ("sending", "no", 0)
    answered.set()
    assert task.wait(60).phase == "success"
    assert (submits(relay), len(relay.ledger)) == (1, 1)


def test_a_look_up_that_fails_at_first_is_tried_again_for_nothing_has_left(engine, names, relay):
    def at_first(asked: int) -> None:
        if asked <= 2:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    names.answer = at_first
    assert engine.submit(IMAGINE, prompt="a fox").wait(60).phase == "success"
    assert names.asked > 2
    assert (submits(relay), len(relay.ledger)) == (1, 1)


def test_a_name_that_nobody_knows_ends_as_not_sent(engine, names, relay, history):
    def never(_asked: int) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    names.answer = never
    task = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(NotSent, match="Nothing was charged"):
        task.wait(60)
    assert (task.phase, task.card.charged, relay.requests) == ("not_sent", "no", [])
    assert reason(task.phase, task.card.message).kind == "connection"
    assert history.intent(task.key).status == "NOT_SENT"


def test_a_connection_that_timed_out_is_no_task_that_took_too_long():
    """A name that was looked up too slowly was told as "It took too long and was given up.", with the advice
    that large changes and relaxed speed take longest."""
    said = "submit/imagine was not sent: no connection to the relay (ConnectTimeout: timed out)."
    assert reason("not_sent", said).kind == "connection"
