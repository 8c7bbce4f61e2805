"""F7: how often 100 live tasks are asked for in ten minutes, by one kernel and by two on one history.

    python tests/figures/f07_calls.py [--factor 60]

Kernels are processes, time runs `factor` times faster (all seconds of the policy are divided by it), calls
are counted at the relay. 60 is ten seconds a run; `--factor 1` is real time.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.live.scripted import Scripted  # noqa: E402 - found by the line above
from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402

TASKS = 100
SPAN = 600.0
SECONDS = ("first", "slowest", "lost_after", "picture_grace", "service_limit")
assert set(SECONDS) < {field.name for field in fields(PollPolicy)}


class Counting:
    """A relay that keeps every task running. `hold` makes it say 429 once, with Retry-After in seconds."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.moved: set[str] = set()
        self._sent = 0
        self._lock = threading.Lock()
        self.server = Scripted(self._answer)

    def _answer(self, _method, path, body):
        with self._lock:
            if "/submit/" in path:
                self._sent += 1
                return 200, {"code": 1, "description": "ok", "result": str(10_000 + self._sent)}
            self.asked.append(time.monotonic())
            self.moved |= set(body["ids"])
            percent = f"{min(len(self.asked), 99)}%"
            return 200, [
                {"id": one, "action": "IMAGINE", "status": "IN_PROGRESS", "progress": percent, "prompt": "p"}
                for one in body["ids"]
            ]

    def most(self, span: float) -> int:
        """The most calls in any such span."""
        return max((sum(a <= b < a + span for b in self.asked) for a in self.asked), default=0)


def kernel(base: str, path: str, factor: float, tasks: int) -> None:
    """One kernel: submits, says so, follows until its input ends; then how many of its cards moved."""
    policy = PollPolicy()
    policy = replace(policy, **{name: getattr(policy, name) / factor for name in SECONDS})
    with History(path) as history:
        engine = Engine(
            lambda: AsyncClient(base, "sk-figure"),
            lambda: PictureClient(base),
            history,
            origin="figure",
            poll=policy,
        )
        engine.start()
        engine.hub.subscribe(lambda _card: None)  # somebody looks
        handles = [engine.submit(protocol.imagine("p"), prompt="p") for _ in range(tasks)]
        print("sent", flush=True)
        sys.stdin.read()
        print(sum((handle.progress or 0) > 0 for handle in handles), flush=True)
        engine.close()


def run(kernels: int, factor: float) -> tuple[int, int]:
    """Calls in ten minutes' worth of time, and cards that moved."""
    relay = Counting()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--kernel", relay.server.base_url, f"{folder}/h.sqlite3"]
        command += ["--factor", str(factor), "--tasks", str(TASKS // kernels)]
        running = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(kernels)
        ]
        for process in running:
            assert process.stdout.readline() == "sent\n"
        time.sleep(SPAN / factor)
        moved = sum(int(process.communicate(timeout=60)[0]) for process in running)
    relay.server.close()
    return relay.most(SPAN / factor), moved


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--factor", type=float, default=60)
    parser.add_argument("--kernel", nargs=2)
    parser.add_argument("--tasks", type=int, default=TASKS)
    given = parser.parse_args()
    if given.kernel:
        kernel(*given.kernel, given.factor, given.tasks)
        return
    one, moved_one = run(1, given.factor)
    two, moved_two = run(2, given.factor)
    good = one <= 60 and two <= 75 and moved_one == moved_two == TASKS
    print(
        f"F7 {TASKS} live tasks, 10 min ({given.factor:g} × real time): one kernel {one} calls (goal 60),"
        f" two kernels on one history {two} (goal 75); cards that moved {moved_one} and {moved_two}"
        f" of {TASKS}: {'reached' if good else 'MISSED'}"
    )
    sys.exit(not good)


if __name__ == "__main__":
    main()
