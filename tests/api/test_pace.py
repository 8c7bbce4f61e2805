"""The pause that all paid calls share, and what importing costs."""

import subprocess
import sys

import pytest

from yubo_nb.api import conversation, protocol
from yubo_nb.api.answers import Answer
from yubo_nb.api.conversation import Pace, Rest, Send, converse


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(conversation.time, "monotonic", lambda: Clock.now)
    return Clock


def test_a_longer_pause_outlives_a_shorter_one(clock):
    pace = Pace()
    assert pace.left() == (0.0, "")
    pace.hold(10, "busy")
    pace.hold(3, "less busy")
    assert pace.left() == (10.0, "busy")
    clock.now += 10
    assert pace.left()[0] == 0.0


def test_case_8_one_refusal_holds_back_every_other_submit(clock):
    pace = Pace()
    busy = Answer(429, b"", {"retry-after": "7"}.get)
    first = converse(protocol.imagine("a cat"), pace)
    assert isinstance(first.send(None), Send)
    wait = first.send(busy)
    assert isinstance(wait, Rest)
    other = converse(protocol.imagine("a dog"), pace)
    held = other.send(None)
    assert isinstance(held, Rest)
    assert held.seconds == wait.seconds >= 7
    clock.now += held.seconds
    assert isinstance(other.send(None), Send)


def test_questions_are_not_held_back(clock):
    pace = Pace()
    pace.hold(60, "busy")
    assert isinstance(converse(protocol.fetch("1"), pace).send(None), Send)


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import yubo_nb.api", "httpx msgspec PIL numpy"),
        ("from yubo_nb.api.models import decode_task", "httpx PIL numpy"),
        ("from yubo_nb.api.protocol import imagine", "httpx PIL numpy"),
        ("from yubo_nb.api import Client", "PIL numpy pandas IPython"),
    ],
)
def test_importing_loads_only_what_is_needed(code, absent):
    script = f"import sys\n{code}\nprint(*(name for name in {absent.split()!r} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
