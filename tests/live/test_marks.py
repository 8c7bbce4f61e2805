"""What a person makes of a task: marks that stay, another try, no more watching; and how long it takes."""

import pytest

from yubo_nb.api import protocol
from yubo_nb.api.errors import InvalidRequest, Rejected, TaskNotFound
from yubo_nb.data import frame
from yubo_nb.history import Mark
from yubo_nb.sandbox import Sandbox


def imagine(engine, prompt: str, gesture: str | None = None):
    return engine.submit(protocol.imagine(prompt), prompt=prompt, gesture=gesture)


def test_marks_are_kept_shown_and_found_again(make_engine, relay, history):
    engine = make_engine(relay.base_url, relay.api_key)
    fox, owl = imagine(engine, "a fox").wait(30), imagine(engine, "an owl").wait(30)
    assert fox.marks == Mark()
    assert fox.mark(star=True, rating=4) == Mark(4, starred=True)
    fox.mark(note="more mist", tags=["cover"])
    owl.mark(rating=-1)
    assert fox.marks == fox.card.mark == Mark(4, starred=True, note="more mist", tags=("cover",))
    with pytest.raises(InvalidRequest, match="1 to 5"):
        fox.mark(rating=6)
    engine.close()

    later = make_engine(relay.base_url, relay.api_key)
    assert later.follow(fox.id).marks.starred
    table = frame.tasks(history)
    assert table[["rating", "starred", "note"]].values.tolist()[0] == [4, True, "more mist"]
    assert table["rating"].tolist() == [4, -1]


def test_a_refused_call_is_made_anew_by_one_gesture(engine, relay):
    task = imagine(engine, "a field of gore")
    with pytest.raises(Rejected):
        task.wait(30)
    task.mark(rating=-1)  # also what never got an id
    again = engine.retry(task.key, gesture="a" * 32)
    assert engine.retry(task.key, gesture="a" * 32) == again
    assert again != task
    with pytest.raises(Rejected):
        again.wait(30)
    assert [intent.status for intent in engine.history.intents()] == ["REJECTED"] * 2
    assert engine.history.intent(again.key).again_of == task.key


def test_only_what_went_wrong_can_be_made_anew(engine):
    fox = imagine(engine, "a fox").wait(30)
    with pytest.raises(InvalidRequest, match="went wrong"):
        engine.retry(fox.key)
    assert len(engine.history.intents()) == 1


def test_nobody_asks_about_a_task_that_is_not_watched_until_it_is_looked_for(make_engine):
    with Sandbox(speed=2) as relay:
        engine = make_engine(relay.base_url, relay.api_key)
        fox = imagine(engine, "a fox")
        with pytest.raises(InvalidRequest):
            engine.stop_watching("nobody")
        while fox.id is None:
            engine.call(lambda: None)
        engine.stop_watching(fox.key)
        assert fox.phase == "lost"
        with pytest.raises(TaskNotFound, match="stopped watching"):
            fox.wait(10)
        fox.look_again()
        assert fox.wait(60).phase == "success"


def test_how_long_it_takes_is_learnt_from_the_history(engine, history):
    assert engine.usual() == {}
    fox = imagine(engine, "a fox").wait(30)
    fox.upscale(1).wait(30)
    usual = engine.usual()
    assert set(usual) == {"", "upscale"}
    card = fox.card
    assert usual[""] == card.finish_ms - card.submit_ms
