import asyncio
import threading

import pytest

from tests.widgets.fakes import GRID_BUTTONS, FakeEngine, card, finished, listen
from yubo_nb.widgets import messages
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.pace import INTERVAL, Pace

GESTURE = "0" * 32
U2 = GRID_BUTTONS[1].custom_id


def press(board, gesture=GESTURE, key="a", custom_id=U2, **more):
    board._guard(board, {"kind": "act", "gesture": gesture, "key": key, "custom_id": custom_id, **more}, [])


def kinds(sent):
    return [message["kind"] for message in sent]


def test_a_new_view_gets_everything_from_the_state():
    engine = FakeEngine(finished("a"), card("b", phase="queued"))
    board = Board(engine)
    engine.hub.put(card("b", phase="running", percent=5))
    whole = board.get_state()["whole"]
    assert whole["version"] == 1
    assert [row["key"] for row in whole["cards"]] == ["a", "b"]
    assert whole["cards"][1]["percent"] == 5


def test_a_press_reaches_the_engine_once_however_often_its_message_arrives():
    # clicks made while the kernel is stalled arrive together, and a page that reconnects may repeat them
    engine = FakeEngine(finished("a"))
    board = Board(engine)
    sent = listen(board)
    press(board)
    press(board)
    assert engine.acts == [("a", U2, GESTURE)]
    assert [(m["gesture"], m["ok"]) for m in sent if m["kind"] == "reply"] == [(GESTURE, True)] * 2


@pytest.mark.parametrize(("key", "custom_id"), [("a", "MJ::JOB::upsample::9::x"), ("b", U2), ("nobody", U2)])
def test_only_buttons_of_the_own_cards_are_pressed(key, custom_id):
    engine = FakeEngine(finished("a"), finished("b"))
    board = Board(engine, ["a"])
    sent = listen(board)
    press(board, key=key, custom_id=custom_id)
    assert engine.acts == []
    assert [m["ok"] for m in sent if m["kind"] == "reply"] == [False]


def test_what_the_engine_refuses_is_said_at_the_card():
    engine = FakeEngine(finished("a"))
    engine.refusal = ValueError("The cap is reached. Nothing was charged.")
    board = Board(engine)
    sent = listen(board)
    press(board)
    assert sent[-1]["text"] == "The cap is reached. Nothing was charged."


@pytest.mark.parametrize(
    "message",
    [
        None,
        "act",
        {"kind": "act"},
        {"kind": "act", "gesture": GESTURE, "key": "a", "custom_id": U2, "url": "file:///etc/passwd"},
        {"kind": "act", "gesture": "x", "key": "a", "custom_id": U2},
        {"kind": "picture", "id": "full:a", "size": 99_999},
        {"kind": "picture", "id": "x" * 1000, "size": 320},
        {"kind": "call", "method": "close"},
        {"kind": "whole", "have": "all"},
        {"kind": "look", "gesture": GESTURE, "key": "a", "task_id": "1"},
        {"kind": "settle", "gesture": GESTURE, "key": "a", "choice": "refund", "task_id": None},
        {"kind": "settle", "gesture": GESTURE, "key": "a", "choice": "adopt", "task_id": "../../1"},
        {"kind": "confirm", "gesture": GESTURE, "key": "a", "prompt": "x", "mask": "x"},
        {"kind": "reopen", "gesture": GESTURE, "key": "a", "custom_id": U2},
        {"kind": "draft", "key": "a", "text": "x", "strokes": "x" * 400_001},
        {"kind": "confirm", "gesture": GESTURE, "key": "a", "prompt": 7},
    ],
)
def test_a_forged_message_does_nothing_but_a_notice(message):
    engine = FakeEngine(finished("a"))
    board = Board(engine)
    sent = listen(board)
    board._guard(board, message, [])
    assert engine.acts == engine.done == []
    assert kinds(sent) == ["notice"]


def confirm(board, gesture=GESTURE, key="m"):
    message = {"kind": "confirm", "gesture": gesture, "key": key, "prompt": "a fox"}
    board._guard(board, message, [])


def settle(board, choice, *, key="d", task_id=None):
    message = {"kind": "settle", "gesture": GESTURE, "key": key, "choice": choice, "task_id": task_id}
    board._guard(board, message, [])


def test_a_dialog_is_answered_once_and_only_while_it_waits():
    engine = FakeEngine(card("m", phase="modal"))
    board = Board(engine)
    sent = listen(board)
    confirm(board)
    confirm(board)
    engine.hub.put(card("m", phase="sending"))
    confirm(board, "1" * 32)
    assert engine.done == [("confirm", "m", "a fox", None)]
    assert [m["ok"] for m in sent if m["kind"] == "reply"] == [True, True, False]


@pytest.mark.parametrize("choice", ["find", "compare", "adopt", "again", "leave"])
def test_only_what_is_in_doubt_is_settled(choice):
    engine = FakeEngine(finished("d", intent_id="i"))
    board = Board(engine)
    sent = listen(board)
    settle(board, choice, task_id="1")
    settle(board, choice, key="nobody", task_id="1")
    assert engine.done == []
    assert {m["ok"] for m in sent if m["kind"] == "reply"} == {False}


def test_what_asks_the_relay_leaves_the_thread_of_the_engine_alone():
    engine = FakeEngine(card("d", phase="in_doubt", intent_id="i"))
    threads: list[threading.Thread] = []
    engine.look_for = lambda _intent, **_: threads.append(threading.current_thread())
    board = Board(engine)
    listen(board)

    async def press_twice():
        settle(board, "find")
        settle(board, "find")
        await asyncio.get_running_loop().shutdown_default_executor()

    asyncio.run(press_twice())
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_the_browser_cannot_set_state():
    board = Board(FakeEngine(finished("a")))
    before = board.get_state()
    board._handle_msg(
        {"content": {"data": {"method": "update", "state": {"twin": "x", "words": {}, "face": "card"}}}}
    )
    after = board.get_state()
    assert {**after, "whole": 0} == {**before, "whole": 0}


def test_only_pictures_on_the_board_are_sent():
    engine = FakeEngine(finished("a"), finished("b"))
    board = Board(engine, ["a"])
    sent = listen(board)
    for name in ("full:a", "full:b", "../../etc/passwd"):
        board._guard(board, {"kind": "picture", "id": name, "size": 320}, [])
    assert kinds(sent) == ["picture", "picture-error", "picture-error"]
    assert sent[0]["buffers"][0][:4] == b"RIFF"


def test_a_view_that_missed_a_patch_gets_the_whole():
    engine = FakeEngine(card("a", phase="queued"))
    board = Board(engine)
    sent = listen(board)
    engine.hub.put(card("a", phase="running"))
    sent.clear()
    board._guard(board, {"kind": "whole", "have": 0}, [])
    board._guard(board, {"kind": "whole", "have": 1}, [])
    assert kinds(sent) == ["whole", "patch"]
    assert sent[0]["version"] == sent[1]["version"] == sent[1]["base"] == 1


def test_a_card_view_takes_in_what_its_buttons_make():
    engine = FakeEngine(finished("a"), finished("other"))
    board = Board(engine, ["a"], face="card")
    press(board)
    engine.hub.put(card("child of a", via="U2", parent="a"))
    engine.hub.put(card("made by Python", via="U2", parent="a"))
    assert [row["key"] for row in board.as_told()["cards"]] == ["a", "child of a"]


def test_pictures_that_change_travel_unasked():
    engine = FakeEngine(card("a", phase="running"))
    board = Board(engine)
    sent = listen(board)
    engine.hub.put(card("a", phase="running", picture="preview:a:1"))
    assert kinds(sent) == ["patch", "picture"]
    assert sent[0]["coming"] == [0]


def test_many_pictures_at_once_are_left_to_be_asked_for():
    engine = FakeEngine(*(card(f"{n}", phase="running") for n in range(100)))
    board = Board(engine)
    sent = listen(board)

    async def tick():
        for n in range(100):
            engine.hub.put(card(f"{n}", phase="running", picture=f"preview:{n}:1"))
        await asyncio.sleep(INTERVAL)

    asyncio.run(tick())
    assert kinds(sent) == ["patch"]


def test_a_lost_connection_is_said_and_taken_back():
    engine = FakeEngine(card("a", phase="running"))
    board = Board(engine)
    sent = listen(board)
    engine.online = "No answer within 3 s."
    engine.hub.notice("online", engine.online)
    board._guard(board, {"kind": "whole", "have": 0}, [])
    engine.online = ""
    engine.hub.notice("online", "")
    board._guard(board, {"kind": "whole", "have": 0}, [])
    assert [m["text"] for m in sent if m["kind"] == "online"] == ["No answer within 3 s."] * 2 + [""]


def test_a_closed_board_hears_nothing_more():
    engine = FakeEngine(card("a"))
    board = Board(engine)
    sent = listen(board)
    board.close()
    engine.hub.put(card("a", phase="running"))
    assert sent == []


def test_unknown_arguments_are_refused_with_what_is_known():
    with pytest.raises(TypeError, match=r"Board has no colour\. It knows: .*theme"):
        super(Board, Board(FakeEngine())).__init__(colour="red")


def test_the_text_of_a_view_is_the_same_at_every_run():
    assert repr(Board(FakeEngine())) == repr(Board(FakeEngine(finished("a"))))


class Clock:
    """A loop that is only a clock: timers run when the time is set."""

    def __init__(self, monkeypatch):
        self.now = 100.0
        self.timers: list[tuple[float, object, tuple]] = []
        monkeypatch.setattr(asyncio, "get_running_loop", lambda: self)

    def time(self):
        return self.now

    def call_at(self, when, fn, *args):
        timer = (when, fn, args)
        self.timers.append(timer)
        handle = type("Handle", (), {})()
        handle.when = lambda: when
        handle.cancel = lambda: self.timers.remove(timer)
        return handle

    def go(self, seconds):
        end = self.now + seconds
        while due := sorted((t for t in self.timers if t[0] <= end), key=lambda t: t[0]):
            self.timers.remove(due[0])
            self.now = max(self.now, due[0][0])
            due[0][1](*due[0][2])
        self.now = end


def test_at_most_ten_messages_a_second(monkeypatch):
    clock = Clock(monkeypatch)
    flushes: list[float] = []
    pace = Pace(lambda: flushes.append(clock.now))
    for _ in range(1000):
        pace.touch()
        clock.go(0.001)
    clock.go(1)
    assert 8 <= len(flushes) <= 12


def test_the_end_of_a_task_is_told_at_once(monkeypatch):
    clock = Clock(monkeypatch)
    flushes: list[float] = []
    pace = Pace(lambda: flushes.append(clock.now))
    pace.touch()
    clock.go(INTERVAL)
    pace.touch()
    pace.touch(at_once=True)
    clock.go(0)
    assert flushes[-1] == pytest.approx(clock.now)
    assert len(flushes) == 2


def test_state_can_be_read_while_the_engine_changes_it():
    engine = FakeEngine(*(card(f"{n}") for n in range(50)))
    board = Board(engine)
    listen(board)
    done = threading.Event()
    torn: list[object] = []

    def read():
        while not done.is_set():
            whole = board.as_told()
            percents = {row.get("percent", 0) for row in whole["cards"][:1]}
            if percents != {whole["version"]}:
                torn.append(whole)

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(1, 300):
        engine.hub.put(card("0", phase="running", percent=n))
    done.set()
    reader.join()
    assert torn == []


def test_a_message_for_a_form_is_no_message_for_a_board():
    assert isinstance(messages.read({"kind": "rest", "gesture": GESTURE}), messages.Rest)
    board = Board(FakeEngine())
    sent = listen(board)
    board._guard(board, {"kind": "submit", "gesture": GESTURE, "text": "x"}, [])
    assert kinds(sent) == ["notice"]
