"""Whatever a process was doing when it died: the next one finds an honest state, and pays for nothing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from yubo_nb.api.errors import HistoryError
from yubo_nb.history import History, owner

FULL_STATEMENTS = 40


def submit(scene, relay: Path) -> None:
    """A submit as the engine makes it: written down, sent, the outcome written down, the task looked at."""
    intent, _ = scene.prepare()
    scene.history.sending(intent.intent_id)
    with relay.open("ab") as file:  # the relay charges
        file.write(intent.intent_id.encode() + b"\n")
    scene.history.settle(intent.intent_id, "ACCEPTED", task_id=f"T{intent.intent_id}", code=1)
    scene.history.record(scene.origin, scene.task(id=f"T{intent.intent_id}"))


def killed_at(scene, relay: Path, statement: int) -> bool:
    """Run a submit in a child that dies by SIGKILL before its n-th statement; whether it did."""
    child = os.fork()
    if not child:
        seen = 0

        def count(_sql: str) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            scene.history = History(scene.path)
            scene.history._db._connection(1).set_trace_callback(count)
            submit(scene, relay)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def check(scene, relay: Path) -> set[str]:
    """Every charge of the relay is in the history, and nothing it did not charge is called charged."""
    charged = set(relay.read_text().split()) if relay.exists() else set()
    intents = {intent.intent_id: intent for intent in scene.history.intents()}
    assert charged <= set(intents)
    for intent in intents.values():
        assert intent.status in ("NOT_SENT", "IN_DOUBT", "ACCEPTED", "RUNNING"), intent
        if intent.intent_id in charged:
            assert intent.charged in ("yes", "unknown")
        if intent.charged == "yes":
            assert intent.intent_id in charged
    held = sum(amount for (amount,) in scene.rows("SELECT amount FROM ledger"))
    doubts_and_charges = sum(intent.charged in ("yes", "unknown") for intent in intents.values())
    assert held == pytest.approx(0.1 * doubts_and_charges)
    assert scene.rows("PRAGMA integrity_check") == [("ok",)]
    return {intent.status for intent in intents.values()}


def test_case_21_killed_before_every_statement_of_a_submit(scene, tmp_path) -> None:
    relay = tmp_path / "relay"
    scene.history.close()
    statement = 1
    while killed_at(scene, relay, statement):
        scene.history = History(scene.path)
        check(scene, relay)
        assert scene.history.recover() == []
        scene.history.close()
        statement += 1
    assert 15 < statement < 60
    scene.history = History(scene.path)
    assert check(scene, relay) == {"NOT_SENT", "IN_DOUBT", "ACCEPTED", "RUNNING"}


def test_case_21_killed_at_random_moments(scene, tmp_path) -> None:
    relay = tmp_path / "relay"
    rng = random.Random(7)
    for _ in range(20):
        scene.history.close()
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            try:
                scene.history = History(scene.path)
                for _ in range(100):
                    os.write(writer, b".")
                    submit(scene, relay)
            finally:
                os._exit(0)
        os.close(writer)
        for _ in range(rng.randrange(1, 12)):
            os.read(reader, 1)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
        scene.history = History(scene.path)
        check(scene, relay)


def test_case_21_a_living_process_is_left_alone(scene) -> None:
    prepared, _ = scene.prepare("one")
    sent, _ = scene.prepare("two")
    scene.history.sending(sent.intent_id)
    with History(scene.path) as second:
        assert second.recovered == []
        assert second.intent(prepared.intent_id).status == "PREPARED"
    scene.history.settle(sent.intent_id, "ACCEPTED", task_id="17")


def test_owners_are_told_apart_by_their_start() -> None:
    me = owner.me()
    host, boot, pid, start = me.split("|")
    assert owner.life(me) == "alive"
    assert owner.life(f"{host}|{boot}|{pid}|{int(start) + 1}") == "dead"
    assert owner.life(f"{host}|{boot}|999999999|{start}") == "dead"
    assert owner.life(f"{host}|another boot|{pid}|{start}") == "dead"
    assert owner.life(f"another host|{boot}|{pid}|{start}") == "unknown"
    assert owner.life("rubbish") == "unknown"
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    theirs = f"{host}|{boot}|{child.pid}|{owner._start(child.pid)}"
    assert owner.life(theirs) == "alive"
    child.communicate(b"\n")
    assert owner.life(theirs) == "dead"


def test_case_21_of_another_machine_only_age_tells(scene) -> None:
    intent, _ = scene.prepare()
    scene.history.sending(intent.intent_id)
    with scene.history._db.writing() as transaction:
        transaction.text("UPDATE intents SET owner = 'other|b|1|1'")
    assert scene.history.recover() == []
    with scene.history._db.writing() as transaction:
        transaction.text("UPDATE intents SET sent_ms = sent_ms - 3600000")
    assert [each.status for each in scene.history.recover()] == ["IN_DOUBT"]


def test_case_30_one_lease_for_all_kernels(scene) -> None:
    assert scene.history.take_lease("poll", 15)
    assert scene.history.take_lease("poll", 15)  # renewed
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            took = [scene.history.take_lease(name, 15) for name in ("poll", "other")]
            os.write(writer, repr(took).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 99) == b"[False, True]"
    assert scene.history.take_lease("other", 15)  # its holder is dead
    scene.history.drop_lease("poll")
    assert scene.rows("SELECT name FROM leases") == [("other",)]


def test_case_30_a_lease_ends_by_itself_and_survives_no_clock_set_back(scene) -> None:
    assert scene.history.take_lease("poll", 15)
    with scene.history._db.writing() as transaction:
        transaction.text("UPDATE leases SET holder = 'other|b|1|1'")
    assert not scene.history.take_lease("poll", 15)
    with scene.history._db.writing() as transaction:
        transaction.text("UPDATE leases SET until_ms = until_ms + 86400000")
    assert scene.history.take_lease("poll", 15)
    with scene.history._db.writing() as transaction:
        transaction.text("UPDATE leases SET holder = 'other|b|1|1', until_ms = until_ms - 30000")
    assert scene.history.take_lease("poll", 15)


def test_case_23_an_outcome_that_the_disk_refused_is_taken_over_later(scene, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    intent, _ = scene.prepare()
    scene.history.sending(intent.intent_id)
    with scene.history._db.writing() as transaction:
        transaction.text("PRAGMA query_only = ON")
    with pytest.raises(HistoryError, match="17306") as caught:
        scene.history.settle(intent.intent_id, "ACCEPTED", task_id="17306", code=1)
    error = caught.value
    assert (error.charged, error.task_id, error.intent_id) == ("yes", "17306", intent.intent_id)
    assert "jsonl" in str(error)
    assert isinstance(error.__cause__.__cause__, sqlite3.Error)
    history = scene.open_again()
    assert [each.task_id for each in history.recovered] == ["17306"]
    assert history.intent(intent.intent_id).status == "ACCEPTED"
    assert scene.open_again().recovered == []


def test_case_23_a_cut_or_foreign_line_is_passed_over(scene, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    from yubo_nb.history.fallback import Outcome, keep, kept, places

    place = str(scene.path)
    path = keep(place, Outcome("nobody", "ACCEPTED", "1", 1))
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open("ab") as file:
        file.write(b'{"intent_id": 3}\n[1]\n{"intent_id": "x", "status": "ACC')
    assert kept(place) == [(path, [Outcome("nobody", "ACCEPTED", "1", 1)])]
    assert scene.open_again().recovered == []
    assert not path.exists()
    assert len(places("postgresql://server/db")) == 2
