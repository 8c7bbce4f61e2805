"""F11: how soon an interrupt reaches the person, whatever the program does, and whether it harms anything.

    python tests/figures/f11_interrupts.py [--trials 200] [--seed 11]

A process works with an engine and a sandbox in a loop; another sends it SIGINT at random moments and reads
how long the KeyboardInterrupt took to come out of the call. Afterwards the next call must work; at the end
no call may be in doubt and the history must be whole.
"""

import argparse
import asyncio
import queue
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402 - found by the line above
from yubo_nb.api.errors import TaskTimeout  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.sandbox import Sandbox  # noqa: E402

SOON = 1.0
NEVER = 20.0


def work(folder: str, trials: int) -> None:
    """The process that is interrupted: a thing to do per line it reads, and what came of it per line."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Sandbox(speed=0.2) as relay, History(f"{folder}/h.sqlite3") as history:
        engine = Engine(
            lambda: AsyncClient(relay.base_url, relay.api_key),
            lambda: PictureClient(relay.base_url),
            history,
            origin="sandbox",
            sandbox=True,
        )
        engine.start()
        slow = engine.submit(protocol.imagine("slow"), prompt="slow")

        def patient() -> None:
            with suppress(TaskTimeout):
                slow.wait(0.01)

        async def awaited() -> None:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(engine.completion(slow.key))), 30)

        things = {
            "wait": slow.wait,
            "wait a little": patient,
            "await": lambda: asyncio.run(awaited()),
            "call": lambda: engine.call(time.sleep, 0.005),
            "look": lambda: (slow.card, slow.progress, repr(slow)),
            "history": lambda: (history.tasks_of("sandbox"), history.intents()),
            "mark": lambda: history.mark("sandbox", "1", rating=3),
            "submit": lambda: engine.submit(protocol.imagine("more"), prompt="more").wait(0.2),
        }
        print("ready", flush=True)
        for _ in range(trials):
            thing = things[sys.stdin.readline().strip()]
            try:
                print("doing", flush=True)
                while True:
                    try:
                        thing()
                    except TaskTimeout:
                        continue
            except KeyboardInterrupt:
                came = time.monotonic()
            works = engine.call(lambda: 7) == 7 and slow.card.key == slow.key and engine.alive
            print(came, int(works), flush=True)
        sys.stdin.readline()
        deadline = time.monotonic() + 30
        while history.intents("SENDING") and time.monotonic() < deadline:
            engine.call(lambda: None)
            time.sleep(0.05)
        doubts = len(history.intents("IN_DOUBT")) + len(history.intents("SENDING"))
        engine.close()
    with closing(sqlite3.connect(f"{folder}/h.sqlite3")) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    print(doubts, int(whole), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--work")
    given = parser.parse_args()
    if given.work:
        work(given.work, given.trials)
        return
    chance = random.Random(given.seed)
    things = ["wait", "wait a little", "await", "call", "look", "history", "mark", "submit"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--work", folder, "--trials", str(given.trials)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
        assert lines.get(timeout=60) == "ready\n"
        took, broken = [], 0
        for trial in range(given.trials):
            process.stdin.write(f"{things[trial % len(things)]}\n")
            process.stdin.flush()
            assert lines.get(timeout=NEVER) == "doing\n"
            time.sleep(chance.uniform(0, 0.1))
            sent = time.monotonic()
            process.send_signal(signal.SIGINT)
            try:
                came, works = lines.get(timeout=NEVER).split()
            except queue.Empty:
                process.kill()
                sys.exit(
                    f"F11 trial {trial} ({things[trial % len(things)]}): the interrupt was eaten: MISSED"
                )
            took.append(float(came) - sent)
            broken += works != "1"
        process.stdin.write("end\n")
        process.stdin.flush()
        doubts, whole = lines.get(timeout=60).split()
        process.wait(30)
    soon = sum(seconds <= SOON for seconds in took)
    good = soon == given.trials and not broken and doubts == "0" and whole == "1"
    print(
        f"F11 interrupts at random moments: {soon} of {given.trials} came out within {SOON:g} s"
        f" (slowest {max(took) * 1000:.0f} ms), next call failed {broken} times, calls in doubt {doubts},"
        f" history {'whole' if whole == '1' else 'BROKEN'}: {'reached' if good else 'MISSED'}"
    )
    sys.exit(not good)


if __name__ == "__main__":
    main()
