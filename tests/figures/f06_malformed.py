"""F6: malformed and hostile answers, through the client, the engine and the history.

    python tests/figures/f06_malformed.py [--examples 2000] [--batch 5000] [--workers 1] [--seed 6]

An example is one submit whose answer, course and picture are all made up by hypothesis. The readers alone are
tried by f06_readers.py. Batches are processes of their own, so that what hypothesis remembers of its examples
is not taken for ours; how much that is, a control shows: the same examples again and again without it.
"""

import argparse
import asyncio
import base64
import json
import multiprocessing
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT), str(ROOT / "tools")) if one not in sys.path]

import httpx  # noqa: E402
from hypothesis import HealthCheck, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from hypothesis.errors import HypothesisDeprecationWarning  # noqa: E402

from tests.api.test_fuzz import _Instant, bodies, button_lists, headers, statuses, submits, tasks, values  # noqa: E402
from yubo_nb.api import AsyncClient, PictureClient, protocol  # noqa: E402
from yubo_nb.api.errors import YuboError  # noqa: E402
from yubo_nb.history import History  # noqa: E402
from yubo_nb.live import fetcher, submitter  # noqa: E402
from yubo_nb.live.engine import Engine  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402

BASE = "https://relay.test"
LIMIT = 5.0  # seconds after which an example hangs
RENEWED = 500  # examples; the cards of a studio are kept as long as it lives
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
URL = st.sampled_from(
    [
        "",
        "https://cdn.test/a.png",
        "http://127.0.0.1/a",
        "data:image/png;base64,####",
        "https://",
        "\x00",
        "//x",
        BASE,
    ]
)
BROKEN = st.sampled_from([httpx.ReadError, httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])

Raw = tuple[int, bytes, dict[str, str]]
raw = st.tuples(statuses, bodies, headers)
accepted = st.builds(
    lambda more: {**more, "code": 1},
    st.dictionaries(st.sampled_from(["description", "properties", "x"]), values, max_size=3),
)
first = st.one_of(
    accepted, accepted, raw, BROKEN, submits.map(lambda body: (200, json.dumps(body).encode(), {}))
)
words = st.sampled_from(["SUCCESS", "FAILURE", "IN_PROGRESS", "MODAL", "CANCEL", "NOT_START", "", "?"])
rows = st.builds(
    lambda body, buttons, status, url: {**body, "buttons": buttons, "status": status, "imageUrl": url},
    tasks,
    button_lists,
    words | values,
    URL | values,
)
later = st.lists(st.lists(rows, min_size=1, max_size=3) | raw | BROKEN, max_size=3)
picture = st.sampled_from(
    [PNG, b"", PNG[:40], b"<svg onload=hit()>", b"GIF89a" + bytes(20), b"\xff\xd8\xff"]
) | (st.binary(max_size=60))


@dataclass
class Result:
    examples: int = 0
    foreign: list[str] = field(default_factory=list)
    hangs: int = 0
    grown: int = 0
    seconds: float = 0.0
    phases: dict[str, int] = field(default_factory=dict)


class Relay:
    """Says the scripted things, then that every task it is asked for has failed, so that an example ends."""

    def __init__(self) -> None:
        self.first: Any = None
        self.later: list[Any] = []
        self.picture = PNG
        self._ids = 10**15

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if "/submit/" in path:
            return self._say(self.first, [], request)
        ids = (
            json.loads(request.content)["ids"]
            if path.endswith("list-by-condition")
            else [path.split("/")[-2]]
        )
        if self.later:
            return self._say(self.later.pop(), ids, request)
        ended = [{"id": one, "status": "FAILURE", "progress": "100%", "failReason": "enough"} for one in ids]
        body = ended if path.endswith("list-by-condition") else ended[0]
        return httpx.Response(200, content=json.dumps(body).encode())

    def draw(self, _request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=self.picture)

    def _say(self, script: Any, ids: list[str], request: httpx.Request) -> httpx.Response:
        if isinstance(script, type):
            raise script("scripted", request=request)
        if isinstance(script, dict):
            self._ids += 1
            return httpx.Response(200, content=json.dumps({**script, "result": str(self._ids)}).encode())
        if isinstance(script, list):
            found = [{**row, "id": ids[n % len(ids)]} for n, row in enumerate(script)]
            return httpx.Response(200, content=json.dumps(found).encode())
        status, body, told = script
        if ids:  # a Retry-After is kept to the second when a relay is asked; that wait is no hang
            told = {name: value for name, value in told.items() if name != "retry-after"}
        return httpx.Response(status, content=body, headers=told)


@contextmanager
def studio(relay: Relay, result: Result) -> Iterator[Engine]:
    """An engine on that relay, impatient, and what it would show of errors that are not ours."""
    policy = PollPolicy(
        first=0.0, slowest=0.001, jitter=0, lost_after=1e9, picture_grace=0, service_limit=1e9
    )
    ours = submitter.of_error

    def of_error(error: Exception, **more: Any) -> Any:
        if not isinstance(error, YuboError):
            result.foreign.append(repr(error))
        return ours(error, **more)

    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        History(Path(folder) / "history.sqlite3") as history,
        mock.patch.object(fetcher, "_RETRY_AFTER", (0.0,) * 5),
        mock.patch.object(submitter, "of_error", of_error),
    ):
        engine = Engine(
            lambda: hasty(AsyncClient(BASE, "sk-test", transport=httpx.MockTransport(relay.answer))),
            lambda: PictureClient(BASE, transport=httpx.MockTransport(relay.draw)),
            history,
            origin="sandbox",
            sandbox=True,
            poll=policy,
        )
        shown = engine._thread.on_error

        def on_error(error: BaseException) -> None:
            if not isinstance(error, YuboError):
                result.foreign.append(repr(error))
            shown(error)

        engine._thread.on_error = on_error
        engine.start()
        try:
            yield engine
        finally:
            engine.close()


def hasty(client: AsyncClient) -> AsyncClient:
    """The client with pauses that are over when they begin."""
    client._sleep = lambda _seconds: asyncio.sleep(0)
    client._pace = _Instant()
    return client


def resident() -> int:
    """MiB of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


Example = tuple[Any, list[Any], bytes]


def one(engine: Engine, relay: Relay, result: Result, example: Example) -> None:
    """A submit with its own odd answers."""
    said, course, drawn = example
    relay.first, relay.later, relay.picture = said, list(course), drawn
    result.examples += 1
    handle = engine.submit(protocol.imagine("a fox"), prompt="a fox")
    try:
        engine.idle(LIMIT)
    except TimeoutError:
        result.hangs += 1
    error = handle.error
    if error is not None and not isinstance(error, YuboError):
        result.foreign.append(repr(error))
    result.phases[handle.phase] = result.phases.get(handle.phase, 0) + 1
    repr(handle)


def drawn(number: int, seed_: int, use: Callable[[Example], None]) -> None:
    """Have hypothesis make up so many examples."""

    @seed(seed_)
    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(first, later, picture)
    def draw(said: Any, course: list[Any], picture: bytes) -> None:
        use((said, course, picture))

    with warnings.catch_warnings():
        # The engine's thread draws its jitter while an example is made; no example depends on it.
        warnings.simplefilter("ignore", HypothesisDeprecationWarning)
        draw()


def measure(examples: int, seed_: int = 6) -> Result:
    """So many submits, each with its own odd answers."""
    result, relay = Result(), Relay()
    began = time.monotonic()
    before = 0
    while result.examples < examples:
        size = min(RENEWED, max(examples - result.examples, 10))
        with studio(relay, result) as engine:
            drawn(size, seed_ + result.examples, lambda each, e=engine: one(e, relay, result, each))
        before = before or resident()  # libraries and caches are warm now
    result.grown = max(0, resident() - before)
    result.seconds = time.monotonic() - began
    return result


def control(rounds: int = 10) -> tuple[int, int]:
    """How many MiB this process grows by when the same examples come again and again without hypothesis."""
    examples: list[Example] = []
    drawn(RENEWED, 6, examples.append)
    result, relay = Result(), Relay()
    before = 0
    for number in range(rounds + 4):
        with studio(relay, result) as engine:
            for each in examples:
                one(engine, relay, result, each)
        if number == 3:
            before, tried = resident(), result.examples
    return resident() - before, result.examples - tried


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=6)
    wanted = parser.parse_args()
    sizes = [wanted.batch] * (wanted.examples // wanted.batch)
    sizes += [wanted.examples % wanted.batch] * bool(wanted.examples % wanted.batch)
    began = time.monotonic()
    context = multiprocessing.get_context("spawn")
    with context.Pool(wanted.workers, maxtasksperchild=1) as pool:
        seeds = [wanted.seed * 10**9 + number * 10**6 for number in range(len(sizes))]
        parts = pool.starmap(measure, zip(sizes, seeds, strict=True), chunksize=1)
        grown, tried = pool.apply(control)
    foreign = [error for part in parts for error in part.foreign]
    hangs, most = sum(part.hangs for part in parts), max(part.grown for part in parts)
    phases = sum((Counter(part.phases) for part in parts), Counter[str]())
    good = not foreign and not hangs and most < 150 and grown < 20
    print(
        f"F6 through the engine: {sum(part.examples for part in parts):,} examples, {len(foreign)} foreign "
        f"exceptions, {hangs} hangs over {LIMIT:g} s, memory +{most} MiB at most in {max(sizes):,} examples, "
        f"+{grown} MiB in {tried:,} of the control without hypothesis ({time.monotonic() - began:.0f} s, "
        f"{dict(phases)}): {'reached' if good else 'MISSED'}"
    )
    for error in foreign[:5]:
        print(f"    {error}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
