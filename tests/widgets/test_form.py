"""The kernel's half of the form: text and controls in step, judged, sent once, kept."""

import pytest

from tests.widgets.fakes import FakeEngine, FakeMemory, card, finished, listen
from yubo_nb.api.errors import PromptRejected
from yubo_nb.widgets.form import PromptForm, form_html

GESTURE = "1" * 32


class Form(PromptForm):
    """A form with short ways to do what a browser does, and what it has sent."""

    def __init__(self, engine=None, **more):
        self.sent = []
        self.number = 0
        super().__init__(
            engine or FakeEngine(),
            lambda text, gesture, pictures: self.sent.append((text, gesture, list(pictures))),
            **{"sandbox": True, **more},
        )

    def say(self, half, kind, **content):
        self.number += 1
        half._guard(half, {"kind": kind, **content}, [])

    def type(self, text, base=None):
        base = self.field.told["version"] if base is None else base
        self.say(self.field, "typed", text=text, number=self.number, base=base)
        return self

    def move(self, name, value):
        self.say(self.parameters, "parameter", name=name, value=value, number=self.number)
        return self

    def press(self, text=None, gesture=GESTURE, agreed=1, base=None, moves=()):
        heard = listen(self.field)
        told = self.field.told
        base = told["version"] if base is None else base
        content = {"text": told["text"] if text is None else text, "gesture": gesture, "agreed": agreed}
        content["moves"] = list(moves)
        self.say(self.field, "submit", number=self.number, base=base, **content)
        return heard[-1]

    def shows(self, name):
        return self.parameters.values["shown"].get(name)

    def names(self):
        return [knob["name"] for group in self.parameters.shape for knob in group["knobs"]]

    def knob(self, name):
        return next(k for group in self.parameters.shape for k in group["knobs"] if k["name"] == name)


@pytest.fixture
def form():
    return Form()


# text and controls ------------------------------------------------------------------------------------------


def test_the_controls_follow_the_text(form):
    form.type("a fox --ar 3:2 --s 250 --seed 7 --tile --no trees --v 6.1 --turbo")
    assert [form.shows(name) for name in ("ar", "stylize", "seed", "tile", "no", "model", "speed")] == [
        "3:2", "250", "7", "", "trees", "6.1", "turbo",
    ]  # fmt: skip
    form.type("a fox")
    assert form.parameters.values["shown"] == {}


def test_the_text_follows_the_controls_and_keeps_every_other_character(form):
    form.type("a  fox,\n in snow --s 50 --new-thing 3")
    form.move("stylize", "300").move("ar", "16:9").move("raw", "")
    assert form.text == "a  fox,\n in snow --s 300 --new-thing 3 --ar 16:9 --raw"
    form.move("ar", None).move("raw", None)
    assert form.text == "a  fox,\n in snow --s 300 --new-thing 3"


def test_zero_is_a_value(form):
    assert form.type("a fox --s 50").move("stylize", "0").text == "a fox --s 0"


def test_a_model_is_a_version_or_a_niji(form):
    assert form.type("a fox --v 7").move("model", "niji 6").text == "a fox --niji 6"
    assert form.shows("model") == "niji 6"
    assert form.move("model", "8.1").text == "a fox --v 8.1" or form.text == "a fox --version 8.1"
    assert form.move("model", None).text == "a fox"


def test_a_choice_of_flags_holds_one_of_them(form):
    assert form.type("a fox --fast").move("speed", "turbo").text == "a fox --turbo"
    assert form.move("speed", "fast").text == "a fox --fast"


def test_the_version_decides_which_controls_there_are(form):
    form.type("a fox --v 7")
    assert {"oref", "ow", "draft"} <= set(form.names())
    assert not {"cref", "cw"} & set(form.names())
    form.move("model", "6.1")
    assert {"cref", "cw"} <= set(form.names())
    assert not {"oref", "draft"} & set(form.names())
    form.move("model", "niji 5")
    assert ["cute", "cute"] in form.knob("style")["options"]
    assert not {"raw", "sref"} & set(form.names())


def test_ranges_and_choices_are_those_of_the_version(form):
    assert form.type("a fox").knob("stylize")["high"] == 1000
    assert [value for value, _ in form.knob("quality")["options"]] == ["1", "2", "4"]
    form.type("a fox --v 6.1")
    assert [value for value, _ in form.knob("quality")["options"]] == ["0.5", "1", "2"]
    assert form.type("a fox --v 5.2").knob("iw")["high"] == 2


def test_what_the_version_lacks_has_a_control_as_long_as_it_is_in_the_text(form):
    form.type("a fox --v 7 --cref https://x.io/a.png")
    assert form.shows("cref") == "https://x.io/a.png"
    level, why = form.parameters.values["wrong"]["cref"]
    assert level == "warning"
    assert "version 7" in why
    assert "cref" not in form.move("cref", None).names()


def test_an_unknown_flag_passes_through_with_a_warning(form):
    form.type("a fox --future 3").move("chaos", "10")
    assert form.text == "a fox --future 3 --chaos 10"
    assert [(mark.level, mark.control) for mark in form.judged.marks] == [("warning", "future")]
    assert form.field.told["ready"]


def test_a_text_outside_the_reach_of_a_control_is_left_alone(form):
    form.type("a fox --s 5000 --seed {1, 2}")
    assert form.text == "a fox --s 5000 --seed {1, 2}"
    assert form.shows("seed") == "{1, 2}"


def test_a_control_that_cannot_be_read_does_not_touch_the_text_and_blocks(form):
    form.type("a fox").move("seed", "seven")
    assert form.text == "a fox"
    assert form.shows("seed") == "seven"  # what a person typed is not taken away
    assert "seven" in form.parameters.values["wrong"]["seed"][1]
    assert form.field.told["problems"][0]["control"] == "seed"
    assert not form.press()["ok"]
    assert form.move("seed", "7").press(gesture="2" * 32)["ok"]
    assert [text for text, *_ in form.sent] == ["a fox --seed 7"]


# both at once -----------------------------------------------------------------------------------------------


def test_letters_typed_while_a_control_moved_are_not_lost(form):
    """The control wrote its flag into the text the kernel knew, and the letters typed since were gone."""
    form.type("a fox")
    seen = form.field.told["version"]
    form.move("stylize", "300")
    form.type("a fox in the snow", base=seen)
    assert form.text == "a fox in the snow --stylize 300"


def test_a_press_with_letters_the_kernel_has_not_heard_sends_them_with_the_controls(form):
    form.type("a fox")
    seen = form.field.told["version"]
    form.move("stylize", "300")
    assert form.press("a fox!", base=seen)["ok"]
    assert [text for text, *_ in form.sent] == ["a fox! --stylize 300"]


def test_a_press_that_overtakes_a_control_waits_for_nothing_and_misses_nothing(form):
    """With two threads in the kernel, Ctrl+Enter in a control was read before what had been typed into it."""
    form.type("a fox")
    assert form.press(moves=[["chaos", "30"]])["ok"]
    form.move("chaos", "30")
    assert [text for text, *_ in form.sent] == ["a fox --chaos 30"]
    assert form.text == "a fox --chaos 30"


def test_letters_that_were_overtaken_by_a_press_change_nothing(form):
    form.number = 10
    form.type("a fox")
    form.press("a fox!")
    form.number = 10
    form.type("a fo")
    assert form.text == "a fox!"


def test_a_press_on_a_text_that_was_replaced_in_this_moment_sends_nothing(form):
    form.type("a fox")
    seen = form.field.told["version"]
    form.fill("a whale")
    answer = form.press("a fox", base=seen)
    assert not answer["ok"]
    assert form.sent == []


# what is wrong ----------------------------------------------------------------------------------------------


def test_what_is_wrong_is_said_with_its_place_before_anything_is_sent(form):
    assert form.field.told["ready"] is False
    assert form.field.told["problems"] == []
    form.type("a fox --ar 3:0")
    (problem,) = form.field.told["problems"]
    assert problem["level"] == "error"
    assert problem["control"] == "ar"
    assert form.text[problem["at"] :][: problem["length"]] == "3:0"
    assert not form.press()["ok"]
    form.type("a fox --ar 3:2")
    assert form.field.told["problems"] == []
    assert form.press(gesture="2" * 32)["ok"]
    assert len(form.sent) == 1


def test_places_are_counted_as_a_browser_counts():
    """Python counts 🦊 as one character, JavaScript as two: the mark stood one place too far left."""
    form = Form().type("🦊🦊 --ar 3:0")
    (problem,) = form.field.told["problems"]
    assert (problem["at"], problem["length"]) == (len("🦊🦊 --ar ".encode("utf-16-le")) // 2, 3)


def test_a_warning_does_not_block(form):
    form.type("a fox --s 2000")
    assert [mark.level for mark in form.judged.marks] == ["warning"]
    assert form.press()["ok"]


def test_a_banned_word_is_marked_in_the_prompt_it_was_refused_in():
    engine = FakeEngine(card("a", phase="rejected", prompt="a nude statue"))
    engine.errors["a"] = PromptRejected("no", word="nude")
    form = Form(engine)
    form.fill("a nude statue")
    (mark,) = form.judged.marks
    assert (mark.level, mark.at, mark.length) == ("warning", 2, 4)
    assert "nude" in mark.text


def test_a_word_is_marked_as_soon_as_it_is_refused():
    engine = FakeEngine()
    form = Form(engine).type("a nude statue")
    assert form.judged.marks == ()
    engine.errors["a"] = PromptRejected("no", word="nude")
    engine.hub.put(card("a", phase="rejected", prompt="a nude statue"))
    assert [(mark.at, mark.length) for mark in form.judged.marks] == [(2, 4)]


# references -------------------------------------------------------------------------------------------------


class Slots:
    """Stands for the widget that holds reference pictures."""

    def __init__(self):
        self.held = []
        self.change = None

    def pictures(self):
        return self.held

    def observe_change(self, fn):
        self.change = fn


def test_reference_pictures_are_sent_and_count_in_what_is_judged(monkeypatch):
    import ipywidgets

    slots = type(
        "Held",
        (ipywidgets.HTML, Slots),
        {"__init__": lambda self: (ipywidgets.HTML.__init__(self), Slots.__init__(self), None)[-1]},
    )()
    form = Form(references=slots)
    assert form.children == (form.field, slots, form.parameters)
    form.type("a fox --iw 2")
    assert "does nothing without a picture" in form.judged.marks[0].text
    slots.held.append(b"picture")
    slots.change()
    assert form.judged.marks == ()
    form.press()
    assert form.sent == [("a fox --iw 2", GESTURE, [b"picture"])]
    form.type("a fox --iw 9")
    assert form.text[form.judged.marks[0].at] == "9"


# several ----------------------------------------------------------------------------------------------------


def test_alternatives_show_their_number_the_first_and_the_price():
    form = Form(sandbox=False, price=0.1).type("a {red, blue} fox --chaos {0, 10} --repeat 2")
    told = form.field.told
    assert told["count"] == 8
    assert told["first"][:3] == ["a red fox --chaos 0", "a red fox --chaos 0", "a red fox --chaos 10"]
    assert len(told["first"]) == 5
    assert told["total"] == "0.80"
    assert told["price"] == "costs 8 × 0.1 = 0.80"


def test_several_go_with_one_press_that_names_their_number(form):
    form.type("a {red, blue} fox")
    answer = form.press(agreed=1)
    assert not answer["ok"]
    assert "2 prompts" in answer["text"]
    assert form.sent == []
    assert form.press(gesture="2" * 32, agreed=2)["ok"]
    form.press(gesture="2" * 32, agreed=2)
    gesture = "2" * 32
    assert form.sent == [("a red fox", f"{gesture}:0", []), ("a blue fox", f"{gesture}:1", [])]


def test_over_the_limit_is_refused_with_a_reason(form):
    form.type("a fox --chaos {0-100}")
    assert form.field.told["count"] == 101
    assert not form.field.told["ready"]
    assert "101 prompts" in form.press(agreed=101)["text"]
    assert form.sent == []


def test_a_cap_in_the_middle_stops_the_rest_and_says_which_were_sent():
    form = Form().type("a {red, blue, green} fox")
    sent = []

    def submit(text, gesture, _pictures):
        if len(sent) == 2 and not form.more:
            raise ValueError("The cap is reached.")
        sent.append((text, gesture))

    form.more = False
    form._sending._send = submit
    answer = form.press(agreed=3)
    assert not answer["ok"]
    assert answer["rest"] == 1
    assert answer["text"].splitlines() == [
        "2 of 3 were sent, 1 were not: The cap is reached.", "✓ a red fox", "✓ a blue fox", "✗ a green fox",
    ]  # fmt: skip
    form.more = True
    heard = listen(form.field)
    form.say(form.field, "rest", gesture=GESTURE)
    assert heard[-1]["ok"]
    assert [text for text, _ in sent] == ["a red fox", "a blue fox", "a green fox"]


def test_one_gesture_is_one_submit(form):
    form.type("a fox")
    form.press("a fox in the snow")
    form.press("a fox in the snow")
    assert form.sent == [("a fox in the snow", GESTURE, [])]


def test_an_error_is_shown_and_the_text_stays():
    def refuse(_text, _gesture, _pictures):
        raise ValueError("No key. Nothing was charged.")

    form = Form().type("a fox")
    form._sending._send = refuse
    answer = form.press()
    assert (answer["ok"], answer["text"]) == (False, "No key. Nothing was charged.")
    assert form.text == "a fox"


# what is remembered -----------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_comes_back():
    memory = FakeMemory()
    Form(memory=memory).type("a fox, half writ")
    again = Form(memory=memory)
    assert again.text == "a fox, half writ"
    assert again.field.told["restored"]
    again.type("a fox, half written")
    assert not again.field.told["restored"]
    assert memory.draft() == "a fox, half written"


def test_a_full_disk_is_said_and_the_form_goes_on():
    class Full(FakeMemory):
        def keep(self, text):
            raise OSError("no space left on device")

    form = Form(memory=Full())
    heard = listen(form.field)
    form.type("a fox").move("chaos", "5")
    assert {message["text"] for message in heard} == {"no space left on device"}
    assert form.text == "a fox --chaos 5"
    assert form.press()["ok"]


def test_line_ends_are_those_of_a_text_field(form):
    """Marks were counted in a text with other line ends than the browser's, and stood beside them."""
    form.fill("a fox\r\nin snow --ar 3:0")
    assert form.text == "a fox\nin snow --ar 3:0"


def test_what_stood_there_before_a_fill_can_be_put_back(form):
    form.type("my own words")
    form.fill("a whale --seed 3")
    assert form.text == "a whale --seed 3"
    assert form.field.told["before"]
    form.say(form.field, "put-back", before=True)
    assert form.text == "my own words"
    form.say(form.field, "put-back", before=True)
    assert form.text == "a whale --seed 3"


def test_letters_that_were_under_way_when_the_form_was_filled_are_put_back_too(form):
    form.type("my own")
    seen = form.field.told["version"]
    form.fill("a whale")
    form.type("my own words", base=seen)
    assert form.text == "a whale"
    form.say(form.field, "put-back", before=True)
    assert form.text == "my own words"


def test_the_past_prompts_are_told_on_demand():
    form = Form(memory=FakeMemory(past=["a whale", "a fox"]))
    heard = listen(form.field)
    form.say(form.field, "past", past=True)
    assert heard[-1]["prompts"] == ["a whale", "a fox"]


def test_a_seed_that_is_not_kept_is_a_new_known_one_after_each_task(form):
    form.type("a fox --seed 7")
    form.press()
    assert form.text == "a fox --seed 7"
    form.say(form.parameters, "keep-seed", keep=False)
    form.press(gesture="2" * 32)
    assert form.sent[-1][0] == "a fox --seed 7"  # what was seen is what is sent
    assert form.text != "a fox --seed 7"
    assert form.shows("seed").isdigit()


def test_the_usual_time_is_learnt_from_what_was_made_here():
    form = Form(FakeEngine(finished("a", action="IMAGINE"), finished("b", action="UPSCALE")))
    assert form.field.told["usual"] == 41_000
    assert Form().field.told["usual"] == 0


# and the rest -----------------------------------------------------------------------------------------------


def test_the_price_stands_beside_the_button(form):
    assert form.field.told["price"] == "sandbox · nothing is charged"
    assert Form(sandbox=False, price=0.1).field.told["price"] == "costs 0.1"
    assert Form(sandbox=False).field.told["price"] == ""


def test_the_form_speaks_chinese(monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "zh")
    form = Form().type("狐狸 --ar 3:0")
    assert form.field.words["imagine"] == "生成"
    assert form.knob("chaos")["label"] == "混沌"
    assert "3:0" in form.field.told["problems"][0]["text"]


def test_a_saved_page_shows_the_draft_and_its_problems_as_text(form):
    assert form.saved_html() == ""
    form.type("<b>a fox</b> --ar 3:0")
    saved = form.saved_html()
    assert "&lt;b&gt;a fox&lt;/b&gt; --ar 3:0" in saved
    assert "Error" in saved
    assert "<script" not in form_html("<script>", form.judged)
