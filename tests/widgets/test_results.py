"""What describe and shorten found: told on demand, used in the form, imagined by a person's act only."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.widgets.fakes import FakeEngine, card, finished, listen
from yubo_nb.api.models import decode_task
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.results import result_html, result_text
from yubo_nb.widgets.twin import Twin

DESCRIBED = (
    "1️⃣ A fox in [Craigie Aitchison](https://goo.gl/search?a) colours --ar 5:4\r\n\r\n2️⃣ A <b>fox</b>, snow"
)
SHORTENED = (
    "## Important tokens\n**fox** (1.00), in the **snow** (0.79) ~~very~~ (0.01), style (0.30)\n"
    "████ fox\n## Shortened prompts\n1️⃣ fox, snow\n\n2️⃣ fox"
)


def relay_task(text: str, action: str = "DESCRIBE", buttons: int = 2):
    offered = [{"customId": f"MJ::Job::PicReader::{n}", "emoji": f"{n}️⃣"} for n in range(1, buttons + 1)]
    told = {"id": "17a", "action": action, "status": "SUCCESS", "properties": {"finalPrompt": text}}
    return decode_task({**told, "buttons": offered})


def shown(text: str = DESCRIBED, action: str = "DESCRIBE", buttons: int = 2) -> FakeEngine:
    engine = FakeEngine(finished("a", action=action, prompt="", buttons=()), finished("b"))
    engine.tasks["a"] = relay_task(text, action, buttons)
    return engine


def ask(board: Board, **message) -> dict:
    sent = listen(board)
    board._guard(board, message, [])
    return sent[-1] if sent else {}


def test_a_row_says_only_that_there_are_texts():
    board = Board(shown())
    first, second = board.as_told()["cards"]
    assert first["texts"] is True
    assert "texts" not in second
    assert "Aitchison" not in str(board.as_told())


def test_texts_are_told_when_they_are_asked_for_with_links_as_words():
    told = ask(Board(shown()), kind="texts", key="a")
    assert [one["text"] for one in told["choices"]] == [
        "A fox in Craigie Aitchison colours --ar 5:4",
        "A <b>fox</b>, snow",
    ]
    assert told["offer"] is False
    assert ask(Board(shown()), kind="texts", key="b") == {}
    assert ask(Board(shown(), ["b"]), kind="texts", key="a") == {}


def test_a_shortened_prompt_keeps_its_words_in_their_order_with_their_weights():
    told = ask(Board(shown(SHORTENED, "SHORTEN")), kind="texts", key="a")
    parts = [(one["text"], one["important"], one["weight"]) for one in told["parts"]]
    assert parts == [
        ("fox", True, 1.0),
        (", in the", None, None),
        ("snow", True, 0.79),
        ("very", False, 0.01),
        (", style", None, 0.3),
    ]


def test_imagine_is_offered_where_the_relay_has_no_button_or_refused_it():
    assert ask(Board(shown(buttons=0)), kind="texts", key="a")["offer"] is True
    engine = shown()
    board = Board(engine)
    sent = listen(board)
    engine.hub.put(card("c", parent="a", verb="pick_prompt", phase="rejected"))
    assert [one["offer"] for one in sent if one["kind"] == "texts"] == [True]


def test_a_picked_prompt_is_a_new_imagine_with_its_gesture():
    asked = []
    engine = shown(buttons=0)
    board = Board(engine, imagine=lambda *args: asked.append(args) or SimpleNamespace(key="made"))
    gesture = "a" * 32
    assert ask(board, kind="pick", gesture=gesture, key="a", n=2)["ok"]
    assert asked == [("A <b>fox</b>, snow", gesture)]
    refused = ask(board, kind="pick", gesture="b" * 32, key="a", n=4)
    assert (refused["ok"], refused["text"]) == (False, "There is no such prompt here.")
    assert ask(board, kind="pick", gesture="c" * 32, key="b", n=1)["ok"] is False
    assert len(asked) == 1


def test_the_saved_page_and_the_terminal_have_the_texts_too():
    engine = shown()
    page = Twin(engine)
    assert '<ol><li value="1">' in page.html()
    assert "A &lt;b&gt;fox&lt;/b&gt;, snow" in page.html()
    assert page.text().splitlines()[-1] == "  2. A <b>fox</b>, snow"
    other = shown(SHORTENED, "SHORTEN")
    assert "<strong>snow</strong> <small>(0.79)</small> <del>very</del>" in result_html(
        other, other.hub.get("a")
    )
    assert result_text(engine, engine.hub.get("b")) == ""


def test_a_clip_is_a_field_of_its_card_alone_and_a_sentence_in_the_saved_page():
    engine = FakeEngine(finished("a"), finished("b", clips=("clip:x",)))
    first, second = Board(engine).as_told()["cards"]
    assert "clips" not in first
    assert list(second["clips"]) == ["clip:x"]
    assert Twin(engine).html().count("task.clips") == 1
    told = ask(Board(engine), kind="picture", id="clip:x", size=2560)
    assert told["kind"] == "picture"
    assert ask(Board(engine), kind="picture", id="clip:y", size=2560)["kind"] == "picture-error"


@pytest.mark.parametrize("phase", ["running", "failure"])
def test_only_what_ended_well_has_texts(phase):
    engine = shown()
    one = replace(engine.hub.get("a"), phase=phase)
    assert one.texts is False
