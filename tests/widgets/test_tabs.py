"""The tabs: what one press asks of the studio, and what it is refused for."""

import pytest

from tests.widgets.fakes import FakeEngine, FakeStudio, listen, picture
from tests.widgets.test_slots import name, upload
from yubo_nb.widgets.tabs import Tabs

FOX, OWL, HEN = picture("orange"), picture("brown"), picture("white")


@pytest.fixture
def studio() -> FakeStudio:
    return FakeStudio()


@pytest.fixture
def acts(studio) -> Tabs:
    return Tabs(FakeEngine(), studio, prices={"describe": 0.05}, sandbox=True)


def fill(acts: Tabs, tray: str, *pictures: bytes) -> list[str]:
    for n, data in enumerate(pictures):
        upload(acts, data, n, tray=tray)
    return [name(n) for n in range(len(pictures))]


def order(acts: Tabs, act: str, pictures=(), *, gesture: str = "a" * 32, **more) -> dict:
    """Press the button of an act; what it is answered."""
    sent = listen(acts)
    message = {"kind": "order", "gesture": gesture, "act": act, "pictures": list(pictures), "text": ""}
    rest = {"dimensions": "SQUARE", "motion": "low", "loop": False, "consent": False}
    acts._guard(acts, {**message, **rest, **more}, [])
    return sent[-1]


def test_each_act_is_one_call_with_what_is_in_its_slots(acts, studio):
    gesture = {"gesture": "a" * 32}
    assert order(acts, "describe", fill(acts, "describe", FOX))["ok"]
    assert studio.asked.pop() == ("describe", (FOX,), gesture)
    order(acts, "shorten", text="a very long prompt", gesture="b" * 32)
    assert studio.asked.pop() == ("shorten", ("a very long prompt",), {"gesture": "b" * 32})
    ids = fill(acts, "blend", FOX, OWL, HEN)
    order(acts, "blend", ids[::-1], dimensions="PORTRAIT", gesture="c" * 32)
    asked = studio.asked.pop()
    assert asked == ("blend", ([HEN, OWL, FOX],), {"dimensions": "PORTRAIT", "gesture": "c" * 32})
    order(acts, "swap_face", fill(acts, "swap_face", FOX, OWL), consent=True, gesture="d" * 32)
    assert studio.asked.pop() == ("swap_face", (FOX, OWL), {"gesture": "d" * 32})
    ids = fill(acts, "video", FOX, OWL)
    order(acts, "video", ids, text="it drifts", motion="high", loop=True, gesture="e" * 32)
    moving = {"end": OWL, "motion": "high", "loop": True, "gesture": "e" * 32}
    assert studio.asked.pop() == ("video", (FOX, "it drifts"), moving)
    order(acts, "video", ids[:1], gesture="f" * 32)
    assert studio.asked.pop()[2]["end"] is None


def test_one_gesture_is_one_call_and_is_answered_again(acts, studio):
    ids = fill(acts, "describe", FOX)
    first = order(acts, "describe", ids)
    assert order(acts, "describe", ids) == first
    assert len(studio.asked) == 1


def test_a_face_is_not_swapped_without_a_word_for_this_one(acts, studio):
    answer = order(acts, "swap_face", fill(acts, "swap_face", FOX, OWL))
    assert answer["ok"] is False
    assert "you may use this face; nothing was sent" in answer["text"]
    assert studio.asked == []


@pytest.mark.parametrize(
    ("act", "held", "sent"),
    [("describe", 0, 0), ("blend", 1, 1), ("swap_face", 1, 1), ("describe", 1, 2), ("blend", 2, 3)],
)
def test_what_is_not_here_is_not_sent(acts, studio, act, held, sent):
    fill(acts, act, *[FOX, OWL, HEN][:held])
    answer = order(acts, act, [name(n) for n in range(sent)], consent=True)
    assert answer["ok"] is False
    assert "othing was sent" in answer["text"]
    assert studio.asked == []


def test_a_refusal_of_the_studio_is_the_answer(acts, studio):
    studio.refusal = ValueError("This call does not fit into the budget; it was not sent.")
    assert "budget" in order(acts, "describe", fill(acts, "describe", FOX))["text"]


@pytest.mark.parametrize(
    "bad",
    [
        {"act": "imagine"},
        {"act": "close"},
        {"pictures": ["/etc/passwd"]},
        {"pictures": ["https://example.com/a.png"]},
        {"consent": 1},
        {"dimensions": "square"},
        {"motion": "wild"},
        {"price": 0},
    ],
)
def test_nothing_but_these_fields(acts, studio, bad):
    answer = order(acts, **{"act": "describe", "pictures": fill(acts, "describe", FOX), **bad})
    assert answer["kind"] == "notice"
    assert studio.asked == []


def test_the_tab_is_remembered_and_a_filled_form_is_shown(acts):
    acts._guard(acts, {"kind": "tab", "name": "blend"}, [])
    assert acts.tab == "blend"
    sent = listen(acts)
    acts.show_form()
    assert acts.tab == "imagine"
    assert {"kind": "tab", "name": "imagine", "buffers": []} in sent
    acts._guard(acts, {"kind": "tab", "name": "elsewhere"}, [])
    assert acts.tab == "imagine"
