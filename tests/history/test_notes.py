"""Drafts and past prompts: small texts beside the tasks, each relay's its own."""

from tests.history.conftest import ORIGIN
from yubo_nb.api.key import seal, watch_for
from yubo_nb.live.prompts import Prompts

OTHER = "https://another.example"


def test_a_note_is_kept_changed_and_found_again(scene):
    assert scene.history.note("draft") == ""
    scene.history.keep_note("draft", "雾中的灯塔")
    scene.history.keep_note("draft", "a fox")
    assert scene.open_again().note("draft") == "a fox"


def test_a_note_never_touches_what_the_history_itself_remembers(scene):
    scene.history.keep_note("version", "999")
    assert scene.open_again().note("version") == "999"  # opened: its own version is untouched


def test_what_no_database_stores_does_no_harm(scene):
    scene.history.keep_note("draft", "a\x00b\ud800")
    assert scene.history.note("draft") == "a\ufffdb\ufffd"


def test_the_draft_of_each_relay_is_its_own(scene):
    Prompts(scene.history, ORIGIN).keep("here")
    Prompts(scene.history, OTHER).keep("there")
    assert Prompts(scene.history, ORIGIN).draft() == "here"
    assert Prompts(scene.history, OTHER).draft() == "there"


def test_a_key_typed_into_the_prompt_is_not_kept(scene):
    watch_for(seal("sk-needle-in-the-draft-0123456789"))
    Prompts(scene.history, ORIGIN).keep("a fox sk-needle-in-the-draft-0123456789")
    assert "needle" not in Prompts(scene.history, ORIGIN).draft()
    assert "needle" not in repr(scene.rows("SELECT * FROM yubo_meta"))


def test_past_prompts_are_the_last_different_ones_of_this_relay(scene):
    for prompt in ("a fox", "a whale", "a fox", ""):
        scene.prepare(prompt, again=True)
    scene.prepare("elsewhere", origin=OTHER)
    scene.prepare("no prompt of a person", endpoint="submit/shorten", action="shorten")
    assert scene.history.prompts(ORIGIN, 10) == ["a fox", "a whale"]
    assert scene.history.prompts(ORIGIN, 1) == ["a fox"]
