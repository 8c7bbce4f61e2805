"""Drafts and past prompts: small texts beside the tasks, each relay's its own."""

from tests.history.conftest import ORIGIN
from yubo_nb.api.key import seal, watch_for
from yubo_nb.live.prompts import Prompts

OTHER = "https://another.example"


def test_a_note_is_kept_replaced_and_forgotten(scene):
    history = scene.history
    assert history.noted("form") is None
    history.note("form", "a fox")
    history.note("form", "一只狐狸")
    assert scene.open_again().noted("form") == "一只狐狸"
    scene.history.note("form", None)
    assert scene.history.noted("form") is None
    scene.history.note("form", None)


def test_a_note_cannot_be_taken_for_what_the_history_itself_keeps_there(scene):
    before = scene.rows("SELECT value FROM yubo_meta WHERE name = 'version'")
    scene.history.note("version", "99")
    assert scene.rows("SELECT value FROM yubo_meta WHERE name = 'version'") == before
    assert scene.open_again().noted("version") == "99"


def test_what_no_database_stores_does_not_break_a_note(scene):
    scene.history.note("form", "a\x00b\ud800")
    assert scene.history.noted("form") == "a�b�"


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
