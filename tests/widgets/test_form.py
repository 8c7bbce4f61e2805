import pytest

from tests.widgets.fakes import FakeEngine, listen
from yubo_nb.widgets.form import PromptForm

GESTURE = "1" * 32


@pytest.fixture
def form():
    sent: list[tuple[str, str]] = []
    made = PromptForm(FakeEngine(), lambda text, gesture, images: sent.append((text, gesture)), sandbox=True)
    made.sent = sent
    return made


def press(form, text, gesture=GESTURE):
    form.bar._guard(form.bar, {"kind": "submit", "gesture": gesture, "text": text}, [])


def test_the_controls_follow_the_text(form):
    form.prompt.value = "a fox --ar 3:2 --s 250 --seed 7 --tile --no trees"
    assert form.controls["ar"].value == "3:2"
    assert form.controls["stylize"].value == 250
    assert form.controls["seed"].value == "7"
    assert form.controls["tile"].value is True
    assert form.controls["no"].value == "trees"
    form.prompt.value = "a fox"
    assert form.controls["ar"].value == ""
    assert form.controls["stylize"].value == 100
    assert form.controls["tile"].value is False


def test_the_text_follows_the_controls_and_keeps_every_other_character(form):
    form.prompt.value = "a  fox,\n in snow --s 50 --new-thing 3"
    form.controls["stylize"].value = 300
    form.controls["ar"].value = "16:9"
    form.controls["raw"].value = True
    assert form.prompt.value == "a  fox,\n in snow --s 300 --new-thing 3 --ar 16:9 --raw"
    form.controls["ar"].value = ""
    form.controls["raw"].value = False
    assert form.prompt.value == "a  fox,\n in snow --s 300 --new-thing 3"


def test_zero_is_a_value(form):
    form.prompt.value = "a fox --s 50"
    form.controls["stylize"].value = 0
    assert form.prompt.value == "a fox --s 0"


def test_a_text_outside_the_reach_of_a_control_is_left_alone(form):
    form.prompt.value = "a fox --s 5000 --seed {1, 2}"
    assert form.prompt.value == "a fox --s 5000 --seed {1, 2}"


def test_what_is_wrong_is_said_before_anything_is_sent(form):
    assert form.bar.ready is False
    assert form.bar.problems == []
    form.prompt.value = "a fox --ar 3:0"
    assert [problem["level"] for problem in form.bar.problems] == ["error"]
    assert form.bar.ready is False
    assert "yubo-bad" in form.controls["ar"]._dom_classes
    form.prompt.value = "a fox --ar 3:2"
    assert form.bar.problems == []
    assert form.bar.ready is True
    assert "yubo-bad" not in form.controls["ar"]._dom_classes


def test_a_control_that_cannot_be_read_does_not_touch_the_text(form):
    form.prompt.value = "a fox"
    form.controls["seed"].value = "seven"
    assert form.prompt.value == "a fox"
    assert "seven" in form.bar.problems[0]["text"]


def test_one_gesture_is_one_submit(form):
    form.prompt.value = "a fox"
    press(form, "a fox in the snow")
    press(form, "a fox in the snow")
    assert form.sent == [("a fox in the snow", GESTURE)]


def test_the_text_of_the_field_goes_before_the_text_the_kernel_knows(form):
    form.prompt.value = "a fox"
    press(form, None)
    press(form, "a fox!", "2" * 32)
    assert [text for text, _ in form.sent] == ["a fox", "a fox!"]


def test_an_error_is_shown_and_the_text_stays():
    def refuse(text, gesture, images):
        raise ValueError("No key. Nothing was charged.")

    form = PromptForm(FakeEngine(), refuse)
    form.prompt.value = "a fox"
    sent = listen(form.bar)
    press(form, "a fox")
    assert sent[-1]["ok"] is False
    assert sent[-1]["text"] == "No key. Nothing was charged."
    assert form.prompt.value == "a fox"


def test_the_price_stands_beside_the_button(form):
    assert form.bar.price == "sandbox · nothing is charged"
    assert PromptForm(FakeEngine(), lambda *sent: None, price=0.1).bar.price == "costs 0.1"


def test_the_form_speaks_chinese(monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "zh")
    form = PromptForm(FakeEngine(), lambda *sent: None, sandbox=True)
    assert form.prompt.description == "提示词"
    assert form.bar.words["imagine"] == "生成"
    assert form.controls["chaos"].description == "混沌"
