"""Several kernels on one history, and one kernel in odd places: threads, nested loops, forks."""

import asyncio
import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.live.scripted import Scripted
from tests.live.scripted import task as said
from yubo_nb.api import protocol
from yubo_nb.api.errors import Closed
from yubo_nb.history import History
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.turns import Turns

POLL = PollPolicy(first=0.05, slowest=0.2)


class Growing:
    """A relay whose tasks grow by a percent at each list and end when told; counts who was asked for."""

    def __init__(self) -> None:
        self.lists: list[list[str]] = []
        self.ended = threading.Event()
        self._prompts: dict[str, str] = {}
        self.server = Scripted(self._answer)

    def _answer(self, method, path, body):
        if "/submit/" in path:
            task_id = f"{len(self._prompts)}000"
            self._prompts[task_id] = body["prompt"]
            return 200, {"code": 1, "description": "ok", "result": task_id}
        self.lists.append(body["ids"])
        state = {"progress": f"{min(len(self.lists), 90)}%"}
        if self.ended.is_set():
            state = {"status": "FAILURE", "failReason": "enough"}
        return 200, [said(**state) | {"id": one, "prompt": self._prompts[one]} for one in body["ids"]]


@pytest.fixture
def growing() -> Iterator[Growing]:
    relay = Growing()
    yield relay
    relay.server.close()


def until(engine, holds):
    """Wait for the hub to show something."""
    seen = threading.Event()
    leave = engine.hub.subscribe(lambda card: holds(card) and seen.set())
    try:
        if any(holds(card) for card in engine.hub.cards()):
            return
        assert seen.wait(30)
    finally:
        leave()


def test_case_30_the_second_kernel_reads_what_the_first_hears(make_engine, tmp_path, growing):
    stores = [History(tmp_path / "shared.sqlite3") for _ in range(2)]
    first, second = (make_engine(growing.server.base_url, "sk-x", poll=POLL, store=one) for one in stores)
    ours = first.submit(protocol.imagine("ours"), prompt="ours")
    until(first, lambda card: card.percent)
    theirs = second.submit(protocol.imagine("theirs"), prompt="theirs")
    until(second, lambda card: (card.percent or 0) > 5)
    assert all(ours.id in ids for ids in growing.lists)  # it was never the second that asked
    assert [theirs.key] == [card.key for card in second.hub.cards()]
    assert [ours.key] == [card.key for card in first.hub.cards()]
    assert second.history.task("sandbox", ours.id).task.percent

    first.close()  # the turn passes on
    asked = len(growing.lists)
    until(second, lambda card: (card.percent or 0) > asked + 2)
    growing.ended.set()
    until(second, lambda card: card.phase == "failure")
    second.close()
    for store in stores:
        store.close()


def _other_kernel(path, url, hold):
    history = History(path)
    turns = Turns(history, "sandbox", PollPolicy())
    hold.send(turns.mine())
    hold.recv()


def test_case_30_the_turn_of_a_dead_kernel_is_free(tmp_path):
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    path = tmp_path / "h.sqlite3"
    with History(path) as history:
        other = context.Process(target=_other_kernel, args=(path, "", there))
        other.start()
        assert here.recv() is True
        turns = Turns(history, "sandbox", PollPolicy())
        assert not turns.mine()
        other.kill()
        other.join()
        assert turns.mine()
        assert turns.mine()
        turns.over()
        assert history.take_lease("poll:sandbox", 1)


def test_case_30_one_engine_of_a_kernel_asks(tmp_path):
    with History(tmp_path / "h.sqlite3") as one, History(tmp_path / "h.sqlite3") as other:
        turns = [Turns(history, "sandbox", PollPolicy()) for history in (one, other)]
        assert [turn.mine() for turn in turns] == [True, False]
        turns[1].over()  # not its to give away
        assert [turn.mine() for turn in turns] == [True, False]
        turns[0].over()
        assert turns[1].mine()
        turns[1].over()


def test_case_30_a_history_that_fails_leaves_each_kernel_alone(tmp_path):
    history = History(tmp_path / "h.sqlite3")
    turns = Turns(history, "sandbox", PollPolicy())
    history.close()
    assert turns.mine()
    assert turns.shared() == set()
    assert turns.heard(["1"]) == ([], False, None)
    turns.over()


def test_case_33_a_lease_of_another_time_holds_nobody_up(tmp_path, monkeypatch):
    """The clock was a day ahead when another process took it, and was set back."""
    from yubo_nb.history import leases, owner

    with History(tmp_path / "h.sqlite3") as history:
        now = leases.now_ms()
        monkeypatch.setattr(leases, "now_ms", lambda: now + 86_400_000)
        monkeypatch.setattr(owner, "me", lambda: "elsewhere|boot|1|1")
        assert history.take_lease("poll:x", 45)
        monkeypatch.undo()
        assert history.take_lease("poll:x", 45)


def test_case_35_everything_unfinished_is_followed_again(make_engine, history, growing):
    engine = make_engine(growing.server.base_url, "sk-x")
    task = engine.submit(protocol.imagine("left"), prompt="left")
    until(engine, lambda card: card.percent)
    engine.close()
    submits = growing.server.count("/submit/")
    again = make_engine(growing.server.base_url, "sk-x")
    assert [handle.key for handle in again.resume()] == [task.key]
    growing.ended.set()
    until(again, lambda card: card.phase == "failure")
    assert growing.server.count("/submit/") == submits


def test_case_37_from_any_thread_and_any_loop(engine):
    """Ten threads, half of them inside a running loop of their own, on one engine."""
    done: list[str] = []

    async def cell(number: int) -> None:
        task = engine.submit(protocol.imagine(f"loop {number}"), prompt=f"loop {number}")
        done.append((await task).phase)

    def work(number: int) -> None:
        if number % 2:
            asyncio.run(cell(number))
        else:
            task = engine.submit(protocol.imagine(f"thread {number}"), prompt=f"thread {number}")
            done.append(task.wait(60).phase)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert done == ["success"] * 10


def test_case_37_another_loop_policy(make_engine, relay):
    """What uvloop.install() does: every loop is of another class, the engine's too."""

    class Theirs(asyncio.SelectorEventLoop):
        pass

    class Policy(asyncio.DefaultEventLoopPolicy):
        _loop_factory = Theirs

    before = asyncio.get_event_loop_policy()
    asyncio.set_event_loop_policy(Policy())
    try:
        engine = make_engine(relay.base_url, relay.api_key)
        assert type(engine.call(asyncio.get_running_loop)) is Theirs
        assert engine.submit(protocol.imagine("theirs"), prompt="theirs").wait(60).phase == "success"
    finally:
        asyncio.set_event_loop_policy(before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_case_38_a_child_of_a_fork_leaves_the_parents_things_alone(engine, history, relay, tmp_path):
    task = engine.submit(protocol.imagine("before the fork"), prompt="before the fork")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # no assertion in here: whatever happens, this copy of the tests ends
        try:
            told = "alive" if engine.alive else "left"
            try:
                engine.submit(protocol.imagine("in the child"), prompt="in the child")
            except Closed:
                told += " closed"
            told += f" {len(history.tasks_of('sandbox')) >= 0}"
            history.note_event("sandbox", "1", "child", "")
            engine.close()
            history.close()
            os.write(write, told.encode())
        except BaseException as error:  # noqa: BLE001 - told to the parent, which fails
            os.write(write, repr(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    told = os.read(read, 100)  # waits for the child
    os.close(read)
    assert told == b"left closed True"
    os.waitpid(child, 0)
    assert engine.alive
    assert task.wait(60).phase == "success"
    with closing(sqlite3.connect(history.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sum("/submit/" in one.path for one in relay.requests) == 1
