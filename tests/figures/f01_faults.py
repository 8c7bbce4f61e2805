"""F1: random fault schedules against the engine, over real sockets, checked with the sandbox's own books.

python tests/figures/f01_faults.py [schedules=10000] [seed]
"""

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT),) if one not in sys.path]

from yubo_nb.api import AsyncClient, conversation, judge, protocol  # noqa: E402
from yubo_nb.api.errors import ImageRefused  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402
from yubo_nb.sandbox import Sandbox  # noqa: E402
from yubo_nb.sandbox.faults import AFTER, BEFORE, ON_POLLS  # noqa: E402

BATCH = 250
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # what a power cut would leave is not measured
DETAIL = {"slow": {"seconds": 0.05}, "trickle": {"gap": 0.0005}}
# The waits between two tries, and no longer: what is sent again and what is not stays as it is.
SHORT = dict.fromkeys(conversation._UNTOLD_WAITS, (0.002,) * 4)


@dataclass
class Result:
    schedules: int = 0
    submits: int = 0
    posts: int = 0
    charges: int = 0
    doubts: int = 0
    healed: int = 0
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


class NoPictures:
    """Painting is not what is measured."""

    async def fetch(self, url: str) -> bytes:
        raise ImageRefused("no pictures here")

    async def aclose(self) -> None: ...


def measure(schedules: int = 500, seed: int = 1) -> Result:
    """Each schedule is two submits, and for each of their tries a fault or none, drawn by the seed."""
    result = Result(schedules)
    chance = random.Random(seed)
    shortened = mock.patch.object(conversation, "_UNTOLD_WAITS", SHORT)
    with shortened, mock.patch.object(judge, "_SHORTEST_WAIT", 0.002):
        for start in range(0, schedules, BATCH):
            with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
                _batch(result, chance, min(BATCH, schedules - start), Path(folder))
    return result


def _batch(result: Result, chance: random.Random, schedules: int, folder: Path) -> None:
    sandbox = Sandbox(speed=2000, options={"credit": 1e9})
    with sandbox, History(folder / "history.sqlite3") as history:
        engine = Engine(
            lambda: AsyncClient(sandbox.base_url, sandbox.api_key),
            lambda: NoPictures(),  # type: ignore[arg-type, return-value]  # its one method is all that is used
            history,
            origin="sandbox",
            sandbox=True,
            poll=PollPolicy(first=0.05, slowest=0.2, picture_grace=0.5),
        )
        engine.start()
        answered = threading.Condition()

        def hear(_card: object) -> None:
            with answered:
                answered.notify_all()

        engine.hub.subscribe(hear)
        for number in range(schedules):
            for twin in "ab":
                _script(sandbox, chance)
                task = engine.submit(
                    protocol.imagine(f"a fox {number}{twin}"), prompt=f"a fox {number}{twin}"
                )
                with answered:
                    assert answered.wait_for(lambda: task.phase != "sending", 60), task.card  # noqa: B023
                result.submits += 1
            result.faults.update(kind for kind, _ in sandbox.faults.played)
            sandbox.faults.played.clear()
            sandbox.faults.clear()
        unsure = {one.intent_id for one in history.intents("IN_DOUBT")}
        _until(lambda: not engine._poller.live, 120)
        engine.close()
        _check(result, sandbox, history, unsure)


def _script(sandbox: Sandbox, chance: random.Random) -> None:
    for _ in range(4):  # a submit makes four tries at most
        if chance.random() < 0.6:
            kind = chance.choice((*BEFORE, *AFTER))
            detail = DETAIL.get(kind, {})
            if kind == "429" and chance.random() < 0.5:
                detail = {"retry_after": chance.choice(["0", "rubbish", "Wed, 21 Oct 2015 07:28:00 GMT"])}
            sandbox.faults.add(kind, **detail)
    if chance.random() < 0.2:
        sandbox.faults.add(chance.choice([one for one in ON_POLLS if one != "no_picture"]), on="list-by-cond")


def _check(result: Result, sandbox: Sandbox, history: History, unsure: set[str]) -> None:
    """The relay's books beside ours. An order is known by the mark that our call sent with it."""
    orders = dict(sandbox._relay.memory.tasks)
    charged = Counter(orders[charge.task_id].state for charge in sandbox.ledger)
    intents = {one.state: one for one in history.intents()}
    result.posts += sum("/submit/" in heard.path for heard in sandbox.requests)
    result.charges += sum(charged.values())
    result.doubts += len(unsure)
    for state, times in charged.items():
        if times > 1:
            result.duplicates.append(f"{state}: charged {times} times")
        intent = intents.get(state)
        if intent is None or intent.charged == "no":
            result.lost.append(f"{state}: {intent}")
    for intent in intents.values():
        if intent.intent_id in unsure and intent.status != "IN_DOUBT":
            result.healed += 1
        if intent.task_id and (intent.task_id not in orders or orders[intent.task_id].state != intent.state):
            result.wrong.append(f"{intent.intent_id} has {intent.task_id}")
        if intent.charged == "yes" and intent.state not in charged:
            result.wrong.append(f"{intent.intent_id} was not charged")


def _until(true: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]  # a callable
        if time.monotonic() > end:
            raise TimeoutError("tasks did not end")
        time.sleep(0.02)


def main() -> int:
    schedules, seed = (int(word) for word in (*sys.argv[1:], *("10000", "1")[len(sys.argv) - 1 :]))
    began = time.monotonic()
    got = measure(schedules, seed)
    print(
        f"F1: {got.schedules} fault schedules (seed {seed}), {got.submits} submits, {got.posts} POSTs, "
        f"{sum(got.faults.values())} faults of {len(got.faults)} kinds, {got.charges} charges: "
        f"{len(got.duplicates)} duplicate paid submits, {len(got.lost)} silently lost charges, "
        f"{len(got.wrong)} wrong ids; {got.doubts} in doubt, {got.healed} of them healed "
        f"({time.monotonic() - began:.0f} s)"
    )
    for line in (*got.duplicates, *got.lost, *got.wrong)[:20]:
        print("   ", line)
    return 1 if got.duplicates or got.lost or got.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
