"""What a person does to several cards at once, and what leaves the notebook: archives, originals, copies."""

import io
import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, FakeEngine, card, finished, listen, picture
from yubo_nb.api.models import decode_task
from yubo_nb.api.protocol import imagine
from yubo_nb.history import History
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.copying import as_text
from yubo_nb.widgets.originals import original

GESTURE = "0123456789abcdef" * 2


def said(engine: FakeEngine, message: dict) -> list[dict]:
    """What the board answers to a message of a browser."""
    board = Board(engine)
    sent = listen(board)
    board._guard(board, {"gesture": GESTURE, **message}, [])
    return [one for one in sent if one["kind"] in {"reply", "copy", "file", "notice"}]


def each(keys: list[str], act: str = "upscale", part: int = 2) -> dict:
    return {"kind": "each", "keys": keys, "act": act, "part": part}


def test_marks_reach_every_card_and_null_leaves_what_was_said():
    engine = FakeEngine(finished("a"), finished("b"))
    said(engine, {"kind": "mark", "keys": ["a", "b"], "starred": True, "rating": None, "note": None})
    said(engine, {"kind": "mark", "keys": ["a"], "starred": None, "rating": 3, "note": "mist"})
    marks = [(m.starred, m.rating, m.note) for m in (engine.hub.get(key).mark for key in "ab")]
    assert marks == [(True, 3, "mist"), (True, None, None)]


def test_a_mark_travels_as_a_patch():
    engine = FakeEngine(finished("a"))
    board = Board(engine)
    sent = listen(board)
    engine.mark("a", starred=True, rating=4, note=None)
    (patch,) = [message for message in sent if message["kind"] == "patch"]
    assert patch["moves"][0]["each"] == {"starred": [True], "rating": [4], "note": [None]}


def test_each_card_is_one_gesture_and_the_same_press_again_is_the_same_acts():
    engine = FakeEngine(finished("a"), finished("b"), finished("u", buttons=SINGLE_BUTTONS))
    board = Board(engine)
    for _ in range(2):
        board._guard(board, {"gesture": GESTURE, **each(["a", "b", "u", "nobody"])}, [])
    assert [act[:2] for act in engine.acts] == [(key, GRID_BUTTONS[1].custom_id) for key in "ab"]
    gestures = {gesture for *_, gesture in engine.acts}
    assert len(gestures) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", gesture) for gesture in gestures)


def test_at_the_cap_it_stops_and_says_how_far_it_came():
    engine = FakeEngine(*(finished(key) for key in "abc"))
    act = engine.act

    def capped(key: str, custom_id: str, *, gesture: str | None = None) -> object:
        if len(engine.acts) == 2:
            raise ValueError("The cap is reached. Nothing was charged.")
        return act(key, custom_id, gesture=gesture)

    engine.act = capped  # type: ignore[method-assign]
    (reply,) = said(engine, each(["a", "b", "c"]))
    assert (reply["ok"], reply["text"]) == (
        False,
        "2 of 3 sent, then it stopped: The cap is reached. Nothing was charged.",
    )


def test_only_what_went_wrong_is_tried_again():
    engine = FakeEngine(finished("a"), card("b", phase="failure", intent_id="b"), card("c", phase="failure"))
    (reply,) = said(engine, each(["a", "b", "c"], act="retry", part=0))
    assert reply["ok"]
    assert engine.done == [("retry", "b")]


def test_where_nothing_offers_it_nothing_is_sent():
    (reply,) = said(FakeEngine(card("a", phase="running")), each(["a"]))
    assert (reply["ok"], "Nothing was sent" in reply["text"]) == (False, True)


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "each", "keys": ["a"], "act": "bookmark", "part": 0},
        {"kind": "each", "keys": ["a"], "act": "upscale", "part": 5},
        {"kind": "mark", "keys": ["a"], "starred": 1, "rating": None, "note": None},
        {"kind": "mark", "keys": ["a"], "starred": None, "rating": 9, "note": None},
        {"kind": "mark", "keys": "a", "starred": None, "rating": None, "note": None},
        {"kind": "copy", "key": "a", "language": "bash"},
        {"kind": "save", "key": "a", "part": -1},
        {"kind": "save", "key": "a", "part": 0, "path": "/etc/passwd"},
    ],
)
def test_any_other_wish_is_refused(message: dict):
    engine = FakeEngine(finished("a"))
    (notice,) = said(engine, message)
    assert notice["kind"] == "notice"
    assert (engine.acts, engine.done) == ([], [])


def test_the_selection_holds_only_what_is_here():
    engine = FakeEngine(finished("a"), finished("b"))
    board = Board(engine, ["a"])
    board._guard(board, {"kind": "select", "keys": ["b", "a", "nobody"]}, [])
    assert board.ticked == ("a",)
    assert board.as_told()["selected"] == ["a"]


def test_a_quarter_is_cut_out_of_the_original():
    engine = FakeEngine(finished("a"))
    engine.pictures["full:a"] = picture(size=(640, 480), kind="PNG")
    file = original(engine, engine.hub.get("a"), 4)
    assert file.name == "yubo-17a-4.png"
    with (
        Image.open(io.BytesIO(file.data)) as quarter,
        Image.open(io.BytesIO(picture(size=(640, 480)))) as whole,
    ):
        assert quarter.size == (320, 240)
        near = zip(quarter.getpixel((160, 120)), whole.getpixel((480, 360)), strict=True)
        assert all(abs(ours - theirs) < 12 for ours, theirs in near)


def test_a_task_without_a_picture_says_so():
    (reply,) = said(FakeEngine(card("a")), {"kind": "save", "key": "a", "part": 0})
    assert "no picture" in reply["text"]


@pytest.fixture
def recorded(tmp_path: Path) -> FakeEngine:
    """A fox that was sent from here, and U2 of it, in a real history; and a task made elsewhere."""
    history = History(tmp_path / "history.sqlite3")
    origin = "https://relay.example"
    prompt = "it's a fox, 水墨 --ar 3:2 --seed 7"
    sent = imagine(prompt)
    fox, _ = history.prepare(
        endpoint=sent.endpoint, action="imagine", body=sent.body, prompt=prompt, origin=origin
    )
    up, _ = history.prepare(
        endpoint="submit/action",
        action="upscale",
        body={"taskId": "1", "customId": GRID_BUTTONS[1].custom_id},
        prompt=prompt,
        origin=origin,
        parent_task_id="1",
        custom_id=GRID_BUTTONS[1].custom_id,
        label="U2",
    )
    for number, intent in enumerate((fox, up), 1):
        history.settle(intent.intent_id, "SENDING")
        history.settle(intent.intent_id, "ACCEPTED", task_id=str(number))
        task = decode_task({"id": str(number), "status": "SUCCESS", "prompt": prompt, "action": "IMAGINE"})
        history.record(origin, task, intent_id=intent.intent_id)
    more = {"origin": origin, "sandbox": False, "phase": "success", "prompt": prompt}
    engine = FakeEngine(
        card(fox.intent_id, intent_id=fox.intent_id, task_id="1", **more),
        card(up.intent_id, intent_id=up.intent_id, task_id="2", **more),
        card("task:9", task_id="9", **more),
    )
    engine.history = history
    return engine


def test_as_python_it_is_what_a_person_would_write(recorded: FakeEngine):
    fox, up, foreign = recorded.hub.cards()
    assert as_text(recorded, fox, "python") == 'task = studio.imagine("it\'s a fox, 水墨", ar="3:2", seed=7)'
    assert as_text(recorded, up, "python") == "task = studio.task('1').upscale(2)"
    assert as_text(recorded, foreign, "python") == "task = studio.task('9')"


def test_as_curl_it_is_the_call_without_the_key(recorded: FakeEngine):
    fox, _, foreign = recorded.hub.cards()
    text = as_text(recorded, fox, "curl")
    words = shlex.split(text.replace("\\\n", ""))
    assert words[:4] == ["curl", "-X", "POST", "${YUBO_BASE_URL:-https://relay.example}/mj/submit/imagine"]
    assert "Authorization: Bearer $YUBO_API_KEY" in words
    body = json.loads(words[-1])
    assert body["prompt"] == "it's a fox, 水墨 --ar 3:2 --seed 7"
    assert "state" not in body
    with pytest.raises(ValueError, match="not sent from here"):
        as_text(recorded, foreign, "curl")


def test_an_archive_holds_these_tasks_alone(recorded: FakeEngine):
    (_, up, _) = recorded.hub.cards()
    told = said(recorded, {"kind": "export", "keys": [up.key]})
    file, reply = told
    assert (file["name"], file["mime"], reply["ok"]) == ("yubo-1-tasks.zip", "application/zip", True)
    with zipfile.ZipFile(io.BytesIO(file["buffers"][0])) as archive:
        assert [row["id"] for row in json.loads(archive.read("tasks.json"))] == ["2"]
