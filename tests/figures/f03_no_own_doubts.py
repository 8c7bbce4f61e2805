"""F3: clean submits with interrupts, cancelled awaits, idle connections and slow answers make no doubt.

python tests/figures/f03_no_own_doubts.py [submits=1000] [slowest answer in seconds=60]
"""

import _thread
import asyncio
import random
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT),) if one not in sys.path]

from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402
from yubo_nb.api.errors import TaskNotFound, TaskTimeout  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.handle import TaskHandle  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402
from yubo_nb.sandbox import Sandbox  # noqa: E402

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass
class Result:
    submits: int = 0
    slow: int = 0
    interrupts: int = 0
    cancels: int = 0
    restarts: int = 0
    doubts: int = 0
    accepted: int = 0
    charges: int = 0
    posts: int = 0


def measure(submits: int = 1000, slowest: float = 60.0, seed: int = 1) -> Result:
    """On the main thread, because only that one can be interrupted. The relay itself does nothing wrong."""
    result = Result(submits)
    chance = random.Random(seed)
    # Nothing is polled: the first question would come long after the end.
    quiet = PollPolicy(first=3600, slowest=3600)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, History(Path(folder) / "h.sqlite3") as history:
        with Sandbox(speed=2000, api_key="sk-sandbox-of-figure-three", options={"credit": 1e9}) as sandbox:
            engine = Engine(
                lambda: AsyncClient(sandbox.base_url, sandbox.api_key),
                lambda: PictureClient(sandbox.base_url),
                history,
                origin="sandbox",
                sandbox=True,
                poll=quiet,
            )
            engine.start()
            made: list[TaskHandle] = []
            slow = max(2, submits // 100)
            # The slow answers run beside the others from the beginning; a relay may take 60 s for one.
            for number in range(slow):
                seconds = slowest * (number + 1) / slow
                sandbox.faults.add("slow", seconds=seconds)
                made.append(_submit(engine, number))
                result.slow += 1
                _heard(sandbox, len(made))
            for number in range(slow, submits):
                if number % 10 == 0:
                    sandbox.faults.add("slow", seconds=0.05)  # something to interrupt
                task = _submit(engine, number)
                made.append(task)
                match chance.randrange(4):
                    case 0:
                        result.interrupts += _interrupted(task, chance.random() * 0.01)
                    case 1:
                        result.cancels += _cancelled(task, chance.random() * 0.01)
                    case 2 if number % 7 == 0:
                        result.restarts += _idle_connection(engine)
                    case _:
                        pass
            with ThreadPoolExecutor(1) as pool:
                pool.submit(_settled, engine, made, slowest + 60).result()
            engine.close()
            result.charges = len(sandbox.ledger)
            result.posts = sum("/submit/" in heard.path for heard in sandbox.requests)
        result.doubts = len(history.intents("IN_DOUBT"))
        result.accepted = sum(bool(one.task_id) for one in history.intents())
    return result


def _submit(engine: Engine, number: int) -> TaskHandle:
    return engine.submit(protocol.imagine(f"a fox {number}"), prompt=f"a fox {number}")


def _heard(sandbox: Sandbox, number: int) -> None:
    end = time.monotonic() + 30
    while sum("/submit/" in heard.path for heard in tuple(sandbox.requests)) < number:
        if time.monotonic() > end:
            raise TimeoutError("a submit never arrived")
        time.sleep(0.005)


def _interrupted(task: TaskHandle, after: float) -> int:
    timer = threading.Timer(after, _thread.interrupt_main)
    try:
        timer.start()
        with suppress(TaskTimeout):
            task.wait(0.005)
        timer.join()
        for _ in range(100):  # the signal is delivered between two steps of this thread
            time.sleep(0.001)
    except KeyboardInterrupt:
        return 1
    finally:
        timer.join()
    return 0


def _cancelled(task: TaskHandle, after: float) -> int:
    async def await_it() -> int:
        try:
            async with asyncio.timeout(after):
                await task
        except TimeoutError:
            return 1
        return 0

    return asyncio.run(await_it())


def _idle_connection(engine: Engine) -> int:
    """A question leaves a kept connection behind, which the relay may close at any moment after."""
    with suppress(TaskNotFound):  # there is no such task; only its connection is wanted
        engine.peek("1")
    return 1


def _settled(engine: Engine, made: list[TaskHandle], seconds: float) -> None:
    end = time.monotonic() + seconds
    while any(engine.card(task.key).phase == "sending" for task in made):
        if time.monotonic() > end:
            raise TimeoutError("a submit never ended")
        time.sleep(0.02)


def main() -> int:
    given = sys.argv[1:]
    submits = int(given[0]) if given else 1000
    slowest = float(given[1]) if len(given) > 1 else 60.0
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background was told to ignore it
    began = time.monotonic()
    got = measure(submits, slowest)
    print(
        f"F3: {got.submits} clean submits, {got.slow} with slow answers (up to {slowest:g} s), "
        f"{got.interrupts} interrupts, {got.cancels} cancelled awaits, {got.restarts} idle connections: "
        f"{got.doubts} doubts; {got.accepted} accepted, {got.posts} POSTs, {got.charges} charges "
        f"({time.monotonic() - began:.0f} s)"
    )
    whole = (got.doubts, got.accepted, got.posts, got.charges) == (0, *[got.submits] * 3)
    return 0 if whole and got.interrupts and got.cancels else 1


if __name__ == "__main__":
    sys.exit(main())
