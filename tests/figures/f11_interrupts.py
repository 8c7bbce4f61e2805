"""F11: how soon an interrupt reaches the person, whatever the program does, and whether it harms anything.

    python tests/figures/f11_interrupts.py [--trials 200] [--seed 11] [--kernel]

A process works with an engine and a sandbox in a loop; another sends it SIGINT at random moments and reads
how long the KeyboardInterrupt took to come out of the call. Afterwards the next call must work; at the end
no call may be in doubt and the history must be whole. With --kernel the process is a real ipykernel, what it
does are cells, and the interrupt is the one of the notebook's stop button. Counted is when the
interrupt comes out of what is ours; how long IPython takes to draw its traceback is told beside it.
"""

import argparse
import asyncio
import os
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
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402 - found by the line above
from yubo_nb.api.errors import TaskTimeout  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.sandbox import Sandbox  # noqa: E402

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
    print(doubts, int(is_whole(f"{folder}/h.sqlite3")), flush=True)


CONNECT = """
import sys, time
from contextlib import suppress
import yubo_nb as yb
from yubo_nb.api.errors import TaskTimeout
studio = yb.connect(sandbox=True, speed=0.01)
slow = studio.imagine("slow")
store = studio.history.store
"""
CELLS = {
    "wait": "slow.wait()",
    "wait a little": "while True:\n    with suppress(TaskTimeout):\n        slow.wait(0.01)",
    "await": "await slow",
    "call": "while True: studio.engine.call(time.sleep, 0.005)",
    "look": "while True: slow.card, slow.progress, repr(slow)",
    "history": "while True: store.tasks_of('sandbox'), store.intents()",
    "mark": "while True: store.mark('sandbox', '1', rating=3)",
    "submit": (
        "while True:\n    with suppress(TaskTimeout):\n        studio.imagine('more', again=True).wait(0.2)"
    ),
}
DOING = "print('doing\\n', end='', flush=True)"  # in one piece, which a line end of its own is not
WORKS = "assert studio.engine.call(lambda: 7) == 7 and studio.engine.alive and slow.card.key == slow.key"
END = """
deadline = time.monotonic() + 30
while store.intents("SENDING") and time.monotonic() < deadline:
    time.sleep(0.05)
doubts = len(store.intents("IN_DOUBT")) + len(store.intents("SENDING"))
studio.close()
print(doubts, flush=True)
"""


def timed(cell: str) -> str:
    """The cell, with a note of when something came out of it."""
    inside = indent(cell, "    ")
    return (
        f"{DOING}\ncame = None\ntry:\n{inside}\nexcept BaseException:\n    came = time.monotonic()\n    raise"
    )


@dataclass
class Result:
    took: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    doubts: int = 0
    whole: bool = False


def is_whole(path: str) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def in_kernel(trials: int, chance: random.Random) -> Result:
    """Cells of a kernel, each stopped while it runs."""
    from jupyter_client.manager import start_new_kernel

    result, names = Result(), list(CELLS)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/h.sqlite3"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "YUBO_HISTORY": path, "IPYTHONDIR": folder}
        manager, client = start_new_kernel(
            startup_timeout=120, kernel_name="python3", env=env, stderr=subprocess.DEVNULL
        )

        def said() -> str:
            while True:
                content = client.get_iopub_msg(timeout=60)["content"]
                if content.get("name") == "stdout":
                    return content["text"]

        def run(code: str, **wanted: str) -> dict[str, Any]:
            return reply_to(client.execute(code, user_expressions=wanted), 120)

        def reply_to(message: str, patience: float) -> dict[str, Any]:
            while True:
                reply = client.get_shell_msg(timeout=patience)
                if reply["parent_header"].get("msg_id") == message:
                    return reply["content"]

        try:
            assert run(CONNECT)["status"] == "ok"
            said()
            for trial in range(trials):
                name = names[trial % len(names)]
                # A cell that fails would otherwise take those behind it away.
                message = client.execute(timed(CELLS[name]), stop_on_error=False)
                while said() != "doing\n":
                    pass
                time.sleep(chance.uniform(0, 0.1))
                sent = time.monotonic()
                manager.interrupt_kernel()
                try:
                    reply = reply_to(message, NEVER)
                except queue.Empty:
                    sys.exit(f"F11 trial {trial} ({name}): the interrupt was eaten: MISSED")
                result.drawn.append(time.monotonic() - sent)
                if reply.get("ename") not in {"KeyboardInterrupt", "CancelledError"}:
                    result.broken.append(f"{name}: {reply.get('ename', 'ended')} {reply.get('evalue', '')}")
                if (after := run(WORKS, came="came"))["status"] != "ok":
                    result.broken.append(f"after {name}: {after.get('ename')} {after.get('evalue')}")
                    continue
                came = after["user_expressions"]["came"]["data"]["text/plain"]
                result.took.append(result.drawn[-1] if came == "None" else float(came) - sent)
            client.execute(END)
            while not (last := said()).strip().isdecimal():
                pass
            result.doubts = int(last)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        result.whole = is_whole(path)
    return result


def in_process(trials: int, chance: random.Random) -> Result:
    """A program that is sent SIGINT."""
    result = Result()
    things = ["wait", "wait a little", "await", "call", "look", "history", "mark", "submit"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--work", folder, "--trials", str(trials)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
        assert lines.get(timeout=60) == "ready\n"
        for trial in range(trials):
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
            result.took.append(float(came) - sent)
            result.broken += [things[trial % len(things)]] * (works != "1")
        process.stdin.write("end\n")
        process.stdin.flush()
        doubts, whole = lines.get(timeout=60).split()
        result.doubts, result.whole = int(doubts), whole == "1"
        process.wait(30)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--kernel", action="store_true")
    parser.add_argument("--soon", type=float, default=1.0, help="what is soon enough, in seconds")
    parser.add_argument("--work")
    given = parser.parse_args()
    if given.work:
        work(given.work, given.trials)
        return
    got = (in_kernel if given.kernel else in_process)(given.trials, random.Random(given.seed))
    soon = sum(seconds <= given.soon for seconds in got.took)
    good = soon == given.trials and not got.broken and not got.doubts and got.whole
    drawn = f", drawn after {max(got.drawn) * 1000:.0f} ms at most" if got.drawn else ""
    print(
        f"F11 interrupts at random moments{' in a real kernel' * given.kernel}: {soon} of {given.trials}"
        f" came out within {given.soon:g} s (slowest {max(got.took) * 1000:.0f} ms{drawn}), other ends"
        f" or failures {len(got.broken)}, calls in doubt {got.doubts},"
        f" history {'whole' if got.whole else 'BROKEN'}:"
        f" {'reached' if good else 'MISSED'}"
    )
    for one in got.broken:
        print(f"    {one}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
