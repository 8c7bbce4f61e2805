"""What can go wrong on the way: each fault ends on the card and in Python, in words, money settled."""

import os
import queue
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.live.conftest import QUICK
from tests.live.scripted import SUBMITTED, Reply, Scripted, task
from yubo_nb.api import protocol
from yubo_nb.api.errors import (
    AuthError,
    Closed,
    HistoryError,
    NotSent,
    PictureUnavailable,
    QuotaError,
    SubmitInDoubt,
    TaskFailed,
    TaskNotFound,
    TaskTimeout,
    UnknownButton,
)
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.reasons import reason
from yubo_nb.sandbox import Sandbox

IMAGINE = protocol.imagine("a fox")


@pytest.fixture
def script() -> Iterator[Callable[..., Scripted]]:
    made: list[Scripted] = []

    def make(answer: Callable[..., Reply]) -> Scripted:
        made.append(Scripted(answer))
        return made[-1]

    yield make
    for one in made:
        one.close()


def listing(*answers: list[dict]) -> Callable[..., Reply]:
    """Accepts the submit, then lists these one after the other, the last again and again."""
    left = list(answers)

    def answer(_method, path, _body):
        if "/submit/" in path:
            return SUBMITTED
        return 200, (left.pop(0) if len(left) > 1 else left[0])

    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_case_10_a_wrong_key(make_engine, relay):
    engine = make_engine(relay.base_url, "sk-sandbox-wrong-key-of-nobody")
    task = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(AuthError, match="Nothing was charged"):
        task.wait(30)
    assert (task.phase, task.card.charged, task.failed) == ("rejected", "no", True)
    assert task.card.message == task.error.message
    assert relay.ledger == []


def test_case_1_no_connection(make_engine, history):
    engine = make_engine(f"http://127.0.0.1:{free_port()}", "sk-nobody-listens-here")
    task = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(NotSent, match="Nothing was charged"):
        task.wait(60)
    assert task.phase == "not_sent"
    assert history.intent(task.key).status == "NOT_SENT"
    assert "sk-nobody" not in task.card.message


def test_case_3_a_connection_that_breaks_after_the_post(make_engine, script, history):
    relay = script(lambda *_: None)
    engine = make_engine(relay.base_url, "sk-test-key-12345678")
    task = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(SubmitInDoubt, match="may have cost play money of the sandbox") as caught:
        task.wait(30)
    assert caught.value.intent_id == task.key
    assert (task.phase, task.card.charged) == ("in_doubt", "unknown")
    assert relay.count("/submit/") == 1
    assert history.intent(task.key).status == "IN_DOUBT"


def test_case_14_the_id_of_another_task(make_engine, script):
    engine = make_engine(script(listing([task()])).base_url, "sk-test-key-12345678")
    accepted = threading.Event()
    engine.hub.subscribe(lambda card: card.task_id and accepted.set())
    first = engine.submit(IMAGINE, prompt="a fox")
    assert accepted.wait(30)
    second = engine.submit(protocol.imagine("a crow"), prompt="a crow")
    with pytest.raises(SubmitInDoubt, match="1001"):
        second.wait(30)
    assert first.id == "1001"


def test_case_25_the_relay_goes_away_and_comes_back(make_engine, tmp_path):
    state, port = tmp_path / "state.sqlite3", free_port()
    with Sandbox(speed=15, state_file=state, port=port, api_key="sk-sandbox-the-same-key") as relay:
        engine = make_engine(relay.base_url, relay.api_key)
        gone, back = threading.Event(), threading.Event()
        engine.hub.listen(lambda notice: (gone if notice.text else back).set())
        running = threading.Event()
        engine.hub.subscribe(lambda card: card.phase == "running" and running.set())
        task = engine.submit(IMAGINE, prompt="a fox")
        assert running.wait(30)
    assert gone.wait(30)
    assert engine.online
    with pytest.raises(TaskTimeout, match="No connection since"):  # it said "still running at the relay"
        task.wait(0.01)
    assert not task.done
    with Sandbox(speed=15, state_file=state, port=port, api_key="sk-sandbox-the-same-key") as relay:
        assert back.wait(30)
        assert engine.online == ""
        assert task.wait(60).phase == "success"
        assert len(relay.ledger) == 1


def test_case_55_what_the_sandbox_takes_is_called_play_money(engine, relay, monkeypatch):
    # The card said that nothing is charged, and the error beside it "It was charged."
    task = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(TaskTimeout) as caught:
        task.wait(0.001)
    assert "It cost play money of the sandbox." in str(caught.value)
    assert "It was charged" not in str(caught.value)
    monkeypatch.setenv("YUBO_LANG", "zh")
    assert "只扣除了沙盒的虚拟金额。" in str(caught.value)


def test_case_25_a_relay_that_hangs_is_told_with_the_moment_it_was_last_seen(make_engine, script):
    wake = threading.Event()

    def answer(method, path, body):
        if "list-by-condition" in path:
            wake.wait(30)
            return 200, [task("FAILURE", "100%")]
        return SUBMITTED

    began = time.time() * 1000
    relay = script(answer)
    engine = make_engine(relay.base_url, "sk-x", poll=replace(QUICK, patience=0.3))
    told: queue.Queue = queue.Queue()
    engine.hub.listen(told.put)
    engine.submit(IMAGINE, prompt="a fox")
    notice = told.get(timeout=30)
    assert "No answer within 0.3 s" in notice.text
    assert began <= notice.since_ms == engine.last_seen_ms <= time.time() * 1000
    wake.set()
    assert told.get(timeout=30).text == ""
    assert engine.last_seen_ms is None


def test_a_restart_follows_what_was_running(make_engine, relay, history):
    grid = make_engine(relay.base_url, relay.api_key).submit(IMAGINE, prompt="a fox")
    first = grid._engine
    with pytest.raises(TimeoutError):
        grid.wait(0)
    first.close()
    paid = sum("/submit/" in heard.path for heard in relay.requests)

    second = make_engine(relay.base_url, relay.api_key)
    (resumed,) = second.resume()
    assert resumed.key == grid.key
    assert resumed.prompt == "a fox"
    assert resumed.wait(30).image is not None
    resumed.upscale(1).wait(30)
    second.close()
    assert sum("/submit/" in heard.path for heard in relay.requests) == paid + 1

    third = make_engine(relay.base_url, relay.api_key)
    assert third.resume() == []
    found = third.follow(history.tasks_of("sandbox")[0].task_id)
    assert found.card.via == "U1"
    assert found.parent.key == grid.key
    assert [child.key for child in found.parent.children] == [found.key]
    assert found.wait(5).image is not None


def test_case_27_percent_never_falls_and_an_end_stays(make_engine, script):
    relay = script(
        listing(
            [task(progress="60%")],
            [task(progress="20%")],
            [task("PAUSED_FOR_TEA", "30%")],
            [task("SUCCESS", "100%"), task("IN_PROGRESS", "70%")],
            [task("IN_PROGRESS", "10%")],
        )
    )
    engine = make_engine(
        relay.base_url, "sk-test-key-12345678", poll=PollPolicy(0.02, 0.05, picture_grace=0.2)
    )
    cards = []
    engine.hub.subscribe(cards.append)
    handle = engine.submit(IMAGINE, prompt="x")
    handle.wait(30)
    percents = [card.percent for card in cards if card.percent is not None]
    assert percents == sorted(percents)
    assert "PAUSED_FOR_TEA" in [card.status for card in cards]
    phases = [card.phase for card in cards]
    assert set(phases[phases.index("success") :]) == {"success"}


def test_case_29_a_success_without_a_picture(make_engine, script):
    relay = script(listing([task("SUCCESS", "100%", imageUrl="")]))
    engine = make_engine(
        relay.base_url, "sk-test-key-12345678", poll=PollPolicy(0.02, 0.05, picture_grace=0.2)
    )
    handle = engine.submit(IMAGINE, prompt="x").wait(30)
    assert handle.phase == "success"
    assert "no picture" in handle.card.picture_error
    engine.idle()
    asked = relay.count("list-by-condition")
    handle.look_again()
    engine.idle()
    assert relay.count("list-by-condition") > asked


def test_a_failure_says_why(make_engine, script):
    relay = script(listing([task("FAILURE", "100%", failReason="<b>banned</b> word")]))
    handle = make_engine(relay.base_url, "sk-test-key-12345678").submit(IMAGINE, prompt="x")
    with pytest.raises(TaskFailed, match="banned") as caught:
        handle.wait(30)
    assert caught.value.task.id == "1001"
    assert handle.progress != 100


def test_case_26_a_task_the_relay_forgot(make_engine, script, history):
    there = [[], [task("SUCCESS", "100%", imageUrl="")]]
    relay = script(lambda _m, path, _b: SUBMITTED if "/submit/" in path else (200, there[0]))
    poll = PollPolicy(0.02, 0.05, lost_after=0.3, picture_grace=0.1)
    engine = make_engine(relay.base_url, "sk-test-key-12345678", poll=poll)
    handle = engine.submit(IMAGINE, prompt="x")
    with pytest.raises(TaskNotFound, match="look again"):
        handle.wait(30)
    assert handle.id == "1001"
    assert history.intent(handle.key).status == "LOST_SIGHT"
    there.pop(0)
    handle.look_again()
    assert handle.wait(30).phase == "success"


def test_a_relay_without_the_list(make_engine, script):
    def answer(_method, path, _body):
        if "/submit/" in path:
            return SUBMITTED
        if "list-by-condition" in path:
            return 200, b"<!doctype html><title>Relay</title>"
        return 200, task("FAILURE", "100%", failReason="enough")

    relay = script(answer)
    handle = make_engine(relay.base_url, "sk-test-key-12345678").submit(IMAGINE, prompt="x")
    with pytest.raises(TaskFailed):
        handle.wait(30)
    assert relay.count("list-by-condition") == 1
    assert relay.count("/fetch") >= 1


def test_a_picture_that_comes_late(make_engine, script, png):
    tries = []

    def answer(_method, path, _body):
        if "/submit/" in path:
            return SUBMITTED
        if path == "/a.png":
            tries.append(path)
            return (500, b"later") if len(tries) == 1 else (200, png)
        return 200, [task("SUCCESS", "100%", imageUrl=f"{relay.base_url}/a.png")]

    relay = script(answer)
    handle = make_engine(relay.base_url, "sk-test-key-12345678").submit(IMAGINE, prompt="x").wait(30)
    assert handle.image.size == (40, 30)
    assert len(tries) == 2


def test_case_44_a_picture_that_is_gone(make_engine, script, history):
    def answer(_method, path, _body):
        if "/submit/" in path:
            return SUBMITTED
        if path == "/gone.png":
            return 403, b"expired"
        return 200, [task("SUCCESS", "100%", imageUrl=f"{relay.base_url}/gone.png")]

    relay = script(answer)
    handle = make_engine(relay.base_url, "sk-test-key-12345678").submit(IMAGINE, prompt="x").wait(30)
    assert handle.phase == "success"
    assert "gone" in handle.card.picture_error
    with pytest.raises(PictureUnavailable):
        _ = handle.image
    assert history.task("sandbox", "1001").picture_state == "GONE"


def test_case_22_a_full_disk_before_the_submit(make_engine, relay, history, monkeypatch):
    engine = make_engine(relay.base_url, relay.api_key)

    def full(**_: object) -> None:
        raise HistoryError("no space left")

    monkeypatch.setattr(history, "prepare", full)
    with pytest.raises(HistoryError, match="no space"):
        engine.submit(IMAGINE, prompt="a fox")
    assert engine.hub.cards() == ()
    assert relay.requests == []


def test_case_22_a_full_disk_before_the_first_byte(make_engine, relay, history, monkeypatch):
    engine = make_engine(relay.base_url, relay.api_key)

    def full(_intent_id: str) -> None:
        raise HistoryError("no space left")

    monkeypatch.setattr(history, "sending", full)
    with pytest.raises(NotSent, match="no space"):
        engine.submit(IMAGINE, prompt="a fox").wait(30)
    assert relay.requests == []


def test_case_23_a_full_disk_after_the_submit(make_engine, relay, history, monkeypatch):
    engine = make_engine(relay.base_url, relay.api_key)

    def full(*_: object, **__: object) -> None:
        raise HistoryError("no space left")

    monkeypatch.setattr(history, "settle", full)
    handle = engine.submit(IMAGINE, prompt="a fox")
    handle.wait(30)
    assert handle.id
    assert any(handle.id in notice.text for notice in engine.hub.notices)


def test_case_34_an_interrupt_ends_the_wait_and_nothing_else(engine, relay):
    handle = engine.submit(IMAGINE, prompt="a fox")
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        handle.wait(30)
    assert handle.wait(30).phase == "success"
    assert len(relay.ledger) == 1


def test_case_38_a_fork_is_told(engine):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            engine.submit(IMAGINE, prompt="a fox")
        except Closed as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        assert b"forked" in pipe.read()
    assert engine.alive


def test_case_36_one_broken_view_does_not_stop_the_others(engine, seen, caplog):
    def broken(_card: object) -> None:
        raise ValueError("this view broke")

    engine.hub.subscribe(broken)
    assert engine.submit(IMAGINE, prompt="a fox").wait(30).phase == "success"
    assert seen
    assert "a watcher of the hub failed" in caplog.text


def test_a_view_cannot_wait_on_the_engines_thread(engine):
    handle = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(RuntimeError, match="itself"):
        engine.call(handle.wait)
    assert handle.wait(30).phase == "success"


def test_finished_pictures_instead_of_a_task(make_engine, script, png, history):
    """The sample answer of the action's page: pictures, and no id to follow."""

    def answer(_method, path, _body):
        if "/submit/" in path:
            urls = [{"url": f"{relay.base_url}/{name}.png"} for name in ("one", "two")]
            return 200, {"created": 1730621826, "data": urls}
        return 200, png

    relay = script(answer)
    engine = make_engine(relay.base_url, "sk-test-key-12345678")
    handle = engine.submit(IMAGINE, prompt="a fox").wait(30)
    engine.idle()
    assert (handle.id, handle.phase, handle.card.charged) == (None, "success", "yes")
    assert "no follow-up actions" in handle.card.message
    assert handle.image.size == (40, 30)
    with pytest.raises(UnknownButton):
        handle.upscale(1)
    intent = history.intent(handle.key)
    assert (intent.status, len(intent.images)) == ("DONE", 2)
    assert relay.count("list-by-condition") == 0


def test_pictures_that_came_without_a_task_are_fetched_again(make_engine, script, png):
    """The card offered "Fetch the picture again", and a press took the reason away and asked for nothing."""
    there = threading.Event()

    def answer(_method, path, _body):
        if "/submit/" in path:
            return 200, {"created": 1730621826, "data": [{"url": f"{relay.base_url}/one.png"}]}
        return (200, png) if there.is_set() else (404, {})

    relay = script(answer)
    engine = make_engine(relay.base_url, "sk-test-key-12345678")
    task = engine.submit(IMAGINE, prompt="a fox").wait(30)
    engine.idle()
    assert "gone from 127.0.0.1" in task.card.picture_error
    assert task.card.picture_from == f"{relay.base_url}/one.png"
    there.set()
    task.look_again()
    engine.idle()
    assert (task.card.picture_error, task.card.picture_from) == ("", "")
    assert task.image.size == (40, 30)
    assert relay.count("/submit/") == 1


def test_the_words_on_a_card_end_where_the_cards_own_begin(make_engine, relay):
    """Money and advice stood twice on a refused card: its own, and those of the error it was quoted from."""
    relay.faults.add("429_quota")
    engine = make_engine(relay.base_url, relay.api_key)
    task = engine.submit(IMAGINE, prompt="a fox")
    with pytest.raises(QuotaError, match="Top up the key"):
        task.wait(30)
    assert "charged" not in task.card.message
    assert "Top up" not in task.card.message
    # The gateway's text alone says that it is busy.
    assert reason(task.phase, task.card.message).kind == "credit"
