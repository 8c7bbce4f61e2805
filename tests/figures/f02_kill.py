"""F2: a process that submits is killed at random moments; what the next opening of its history makes of it.

    python tests/figures/f02_kill.py [--trials 200] [--seed 2] [--kernel]

With --kernel the process is a real ipykernel, in which a cell submits through a studio.

The relay counts every paid call by the mark it carries. After each kill the history is opened anew: every
call must have an honest outcome, the relay must have heard none that is said not to be sent and none twice,
opening again must change nothing, and neither recovery nor following may send anything paid.
"""

import argparse
import itertools
import multiprocessing
import multiprocessing.context
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.live.scripted import Scripted  # noqa: E402 - found by the line above
from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402

QUICK = PollPolicy(first=0.02, slowest=0.05)
HONEST = {"NOT_SENT", "IN_DOUBT", "ACCEPTED", "RUNNING"}


class Ledger:
    """A relay that takes its time, and knows which marks it has charged."""

    def __init__(self, seed: int) -> None:
        self.charged: Counter[str] = Counter()
        self.ids: dict[str, str] = {}
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self.server = Scripted(self._answer)
        self.server._server.handle_error = lambda *_who: None  # the other end was killed: as intended

    def _answer(self, _method, path, body):
        with self._lock:
            before, after = self._chance.uniform(0, 0.02), self._chance.uniform(0, 0.02)
        if "/submit/" not in path:
            return 200, [self._task(one) for one in body["ids"]]
        time.sleep(before)
        with self._lock:
            self.charged[body["state"]] += 1
            task_id = str(10_000 + len(self.ids))
            self.ids[task_id] = body["state"]
        time.sleep(after)
        return 200, {"code": 1, "description": "ok", "result": task_id}

    def _task(self, task_id):
        return {
            "id": task_id,
            "action": "IMAGINE",
            "status": "IN_PROGRESS",
            "progress": "5%",
            "prompt": "p",
            "state": self.ids[task_id],
        }


def engine_on(base: str, history: History) -> Engine:
    engine = Engine(
        lambda: AsyncClient(base, "sk-figure"),
        lambda: PictureClient(base),
        history,
        origin=base,
        poll=QUICK,
    )
    engine.start()
    return engine


def submit_for_ever(base: str, path: str, ready) -> None:
    """The process that is killed, some time after its first call went well."""
    engine = engine_on(base, History(path))
    for number in itertools.count():
        if number == 1:
            ready.send(True)
        accepted = threading.Event()
        leave = engine.hub.subscribe(
            lambda card, accepted=accepted: card.phase != "sending" and accepted.set()
        )
        engine.submit(protocol.imagine("p"), prompt="p")
        accepted.wait(10)
        leave()


def process(context: multiprocessing.context.ForkServerContext, base: str, path: str) -> Iterator[None]:
    """A process that submits; it is killed when this goes on."""
    here, there = context.Pipe()
    child = context.Process(target=submit_for_ever, args=(base, path, there))
    child.start()
    here.recv()
    yield
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL


CONNECT = """
import itertools, threading
import yubo_nb as yb
studio = yb.connect({base!r}, "sk-figure-key-1234567890", budget=False)
def sent(number):
    over = threading.Event()
    leave = studio.engine.hub.subscribe(lambda card: card.phase != "sending" and over.set())
    studio.imagine(f"p {trial} {{number}}")
    over.wait(10)
    leave()
sent("first")
"""
SUBMIT = """
print("submitting", flush=True)
for number in itertools.count():
    sent(number)
"""


def kernel(trial: int, base: str, path: str) -> Iterator[None]:
    """A kernel whose cell submits; it is killed when this goes on."""
    from jupyter_client.manager import start_new_kernel

    folder = str(Path(path).parent)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "YUBO_HISTORY": path, "IPYTHONDIR": folder}
    manager, client = start_new_kernel(
        startup_timeout=120, kernel_name="python3", env=env, stderr=subprocess.DEVNULL
    )
    try:
        reply = client.execute_interactive(
            CONNECT.format(base=base, trial=trial), timeout=120, output_hook=lambda _message: None
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        client.execute(SUBMIT)
        while "submitting" not in (said := client.get_iopub_msg(timeout=60)["content"]).get("text", ""):
            assert "ename" not in said, said
        yield
        manager.signal_kernel(signal.SIGKILL)
        while manager.is_alive():
            time.sleep(0.005)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def sends(path: str) -> int:
    """Every send is written down before it is made."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT coalesce(sum(attempts), 0) FROM intents").fetchone()[0]


def faults_after(path: str, relay: Ledger, known: set[str]) -> list[str]:
    """What is wrong with the history after a kill."""
    before = sends(path)
    with History(path) as history:
        rows = {row.state: row for row in history.intents()}
    with History(path) as again:
        found = [f"recovered twice: {row.status}" for row in again.recovered]
    time.sleep(0.05)  # an answer under way when the process died is still counted
    found += [f"{row.status} is no outcome" for row in rows.values() if row.status not in HONEST]
    for mark, times in relay.charged.items():
        row = rows.get(mark)
        if times > 1:
            found.append("charged twice")
        if row is None:
            found.append("a charge without a row")
        elif row.status == "NOT_SENT":
            found.append("a charge that is said not to be sent")
        elif row.task_id is not None and relay.ids.get(row.task_id) != mark:
            found.append("a wrong id")
    if known - rows.keys():
        found.append("a row is gone")
    known |= rows.keys()
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            found.append("the file is damaged")
    if sends(path) != before:
        found.append("recovery sent something")
    return found


def follow_all(path: str, relay: Ledger) -> int:
    """Follow everything unfinished as the next kernel does; how many paid calls that made."""
    before = relay.charged.total()
    with History(path) as history:
        engine = engine_on(relay.server.base_url, history)
        moved = threading.Event()
        engine.hub.subscribe(lambda card: card.phase == "running" and moved.set())
        if engine.resume():
            moved.wait(20)
        engine.close()
    return relay.charged.total() - before


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--kernel", action="store_true")
    given = parser.parse_args()
    chance, relay = random.Random(given.seed), Ledger(given.seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["yubo_nb.api.client", "yubo_nb.history", "yubo_nb.live.engine"])
    faults: Counter[str] = Counter()
    known: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        path = f"{folder}/h.sqlite3"
        History(path).close()
        for trial in range(given.trials):
            base = relay.server.base_url
            victim = kernel(trial, base, path) if given.kernel else process(context, base, path)
            next(victim)
            time.sleep(chance.uniform(0, 0.12))
            next(victim, None)
            faults.update(faults_after(path, relay, known))
        followed = follow_all(path, relay)
        with History(path) as history:
            states = Counter(row.status for row in history.intents())
    relay.server.close()
    good = not faults and followed == 0
    outcomes = ", ".join(f"{name} {number}" for name, number in sorted(states.items()))
    print(
        f"F2 kill -9 {'of a real kernel ' * given.kernel}at random moments of a submit: "
        f"{given.trials} kills, {relay.charged.total()} charges,"
        f" outcomes {outcomes}; faults {dict(faults) or 0}, paid calls by recovery and following {followed}:"
        f" {'reached' if good else 'MISSED'}"
    )
    sys.exit(not good)


if __name__ == "__main__":
    main()
