"""Raw text wins: whatever is typed, a control moved there and back gives it back, character by character.

200 examples by default, a tenth of those in `tests/prompt`: each moves every control there is.
"""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.prompt.strategies import anything, thorough
from yubo_nb.prompt import parse
from yubo_nb.widgets.form import knobs
from yubo_nb.widgets.form.judge import judge
from yubo_nb.widgets.form.layer import Layer, shown

some = settings(thorough, max_examples=max(1, thorough.max_examples // 10))
_VALUES = {
    "ar": "21:9",
    "no": "fog, red car",
    "sref": "123 456",
    "seed": "4294967295",
    "model": "niji 6",
    "motion": "high",
}


def another(knob: dict) -> str:
    """A value that this control can be moved to."""
    if knob["kind"] == "choice":
        return random.Random(knob["name"]).choice([value for value, _ in knob["options"] if value])
    if knob["kind"] in ("flag", "optional"):
        return ""
    return _VALUES.get(knob["name"], "17")


def every_knob(text: str) -> list[dict]:
    return [knob for group in knobs.groups(parse(text)) for knob in group["knobs"]]


@some
@given(anything, st.randoms(use_true_random=False))
@example("a fox --s 0250  ", random.Random(0))
@example("   ", random.Random(0))
@example("a --ar 3:2 --AR 4:3 --aspect=1:1", random.Random(0))
@example("{a, b}::2 雾中的灯塔 --no {fog, --x} https://x.io/a.png", random.Random(0))
@example("a --fast --turbo --v 7 --niji", random.Random(0))
def test_every_control_moved_and_moved_back_gives_the_same_text(text, chance):
    layer = Layer()
    layer.type(text)
    assert layer.text == text
    moved = every_knob(text)
    for knob in moved:  # one after the other
        layer.set(knob["name"], another(knob))
        layer.set(knob["name"], shown(parse(text), knob["name"]))
        assert layer.text == text
    for knob in moved:  # all, and then back in any order
        layer.set(knob["name"], another(knob))
    chance.shuffle(moved)
    for knob in moved:
        layer.set(knob["name"], shown(parse(text), knob["name"]))
    assert layer.text == text


@some
@given(anything)
def test_any_text_can_be_shown_and_judged(text):
    judged = judge(text, limit=40, pictures=1, banned=["fox", "猫"])
    knobs.values(parse(text), knobs.groups(parse(text)))
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    for mark in judged.marks:
        assert mark.at <= units
    assert not judged.ready or judged.count > 0
