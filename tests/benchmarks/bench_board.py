"""A board of 1,000 cards against the same cards as ipywidgets, in one process and one run.

Every message is built, serialised and signed as a kernel does it, and counted. Prints G1, G2, G4, G6 and G7:
    python tests/benchmarks/bench_board.py [--runs N]
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import anywidget
import comm
import ipywidgets as w
import traitlets as t
from comm.base_comm import BaseComm
from jupyter_client.session import Session

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from yubo_nb.live.hub import Card, CardButton, Hub
from yubo_nb.widgets.board import Board

CARDS = 1000
FILE = bytes(16_700)  # a picture
Figures = dict[str, tuple[float, int, int]]  # CPU milliseconds, messages, bytes


class Wire:
    """Where messages end: serialised, signed, counted."""

    def __init__(self) -> None:
        self.session = Session(key=b"a key", signature_scheme="hmac-sha256")
        self.messages = self.bytes = 0

    def send(self, kind: str, content: dict[str, Any], buffers: Any, metadata: Any) -> None:
        parts = self.session.serialize(self.session.msg(kind, content=content, metadata=metadata))
        self.messages += 1
        self.bytes += sum(len(part) for part in parts) + sum(len(memoryview(b)) for b in buffers or [])


WIRE = Wire()


class CountingComm(BaseComm):
    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        WIRE.send(msg_type, {"data": data or {}, "comm_id": self.comm_id, **keys}, buffers, metadata)


comm.create_comm = lambda *args, **keys: CountingComm(*args, **keys)


class Engine:
    """A hub and nothing else."""

    def __init__(self, made: list[Card]) -> None:
        self.hub = Hub()
        self.prices: dict[str, float] = {}
        self.online = ""
        for card in made:
            self.hub.put(card)

    def call(self, fn: Callable[..., Any], *args: Any) -> Any:
        return fn(*args)

    def post(self, fn: Callable[..., Any], *args: Any) -> None:
        fn(*args)

    def act(self, *_args: Any, **_keys: Any) -> Any:
        raise AssertionError("nobody presses here")

    def usual(self) -> dict[str, int]:
        return {}

    def picture(self, *_args: Any) -> tuple[bytes, str]:
        return FILE, "image/jpeg"


class Bare(anywidget.AnyWidget):
    """The least a board can be that knows as much: one list trait, and patches as messages."""

    _esm = "export default { render() {} }"
    rows = t.List().tag(sync=True)


def buttons(uuid: str) -> tuple[CardButton, ...]:
    """Eleven, as the relay sends them."""
    made = [CardButton(f"MJ::JOB::upsample::{n}::{uuid}", f"U{n}", "", 2, "upscale") for n in range(1, 5)]
    made.append(CardButton(f"MJ::JOB::reroll::0::{uuid}::SOLO", "", "🔄", 2, "reroll"))
    made += [CardButton(f"MJ::JOB::variation::{n}::{uuid}", f"V{n}", "", 2, "vary") for n in range(1, 5)]
    made += [CardButton(f"MJ::JOB::extra{n}::1::{uuid}", f"Extra {n}", "", 2, "unknown") for n in range(2)]
    return tuple(made)


def cards() -> list[Card]:
    return [
        Card(
            key=str(uuid4()),
            origin="https://relay.example",
            task_id=str(1730621826053455 + n),
            prompt=f"a lighthouse in fog, number {n} --ar 3:2 --stylize 250 --seed {n}",
            phase="running",
            status="IN_PROGRESS",
            percent=n % 50,
            charged="yes",
            price=0.1,
            submit_ms=1730621826053,
            start_ms=1730621827053,
            buttons=buttons(str(uuid4())),
        )
        for n in range(CARDS)
    ]


def timed(fn: Callable[[], Any]) -> tuple[tuple[float, int, int], Any]:
    WIRE.messages = WIRE.bytes = 0
    gc.collect()
    begin = time.process_time()
    result = fn()
    return ((time.process_time() - begin) * 1000, WIRE.messages, WIRE.bytes), result


def board_run() -> Figures:
    made = cards()
    engine = Engine(made)
    build, board = timed(lambda: Board(engine))
    one, _ = timed(lambda: engine.hub.put(replace(made[0], percent=99)))
    board._pace.touch = lambda **_kept: None  # as in one poll: every card, then one message
    for card in made:
        engine.hub.put(replace(card, percent=(card.percent or 0) + 1))
    every, _ = timed(board._flush)
    picture, _ = timed(lambda: board._send_picture(f"full:{uuid4().hex}", 320))
    board.close()
    return {"build": build, "one": one, "all": every, "picture": picture}


def bare_run() -> Figures:
    made = cards()

    def row(c: Card) -> dict[str, Any]:
        return {
            "id": c.key,
            "title": c.prompt,
            "bar": c.percent,
            "b": [[b.custom_id, b.label] for b in c.buttons],
        }

    build, board = timed(lambda: Bare(rows=[row(card) for card in made]))
    one, _ = timed(lambda: board.send({"kind": "patch", "at": [0], "percent": [99]}))
    at, values = list(range(CARDS)), [n % 50 for n in range(CARDS)]
    every, _ = timed(lambda: board.send({"kind": "patch", "at": at, "percent": values}))
    board.close()
    return {"build": build, "one": one, "all": every}


def composition_run() -> Figures:
    made = cards()

    def build_all() -> list[w.IntProgress]:
        bars = []
        for card in made:
            bars.append(w.IntProgress(value=card.percent or 0, max=100))
            labels = [w.Button(description=b.label or b.emoji) for b in card.buttons]
            w.VBox([w.Label(card.prompt), bars[-1], w.Image(), w.HBox(labels)])
        return bars

    def move(bar: w.IntProgress) -> None:
        bar.value = (bar.value + 1) % 100

    build, bars = timed(build_all)
    one, _ = timed(lambda: move(bars[0]))
    every, _ = timed(lambda: [move(bar) for bar in bars])
    w.Widget.close_all()
    return {"build": build, "one": one, "all": every}


def median(runs: list[Figures], what: str) -> tuple[float, int, int]:
    return statistics.median(run[what][0] for run in runs), runs[0][what][1], runs[0][what][2]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    board_run()  # warm
    columns: dict[str, list[Figures]] = {"board": [], "bare model": [], "ipywidgets": []}
    for n in range(runs):
        columns["board"].append(board_run())
        columns["bare model"].append(bare_run())
        if n < 2:
            columns["ipywidgets"].append(composition_run())
    print(f"{CARDS} cards with 11 buttons; CPU ms, median of {runs} in turn (ipywidgets: of 2)\n")
    print(f"{'':26}" + "".join(f"{name:>14}" for name in columns))
    for what, name in (("build", "create"), ("one", "one card moves"), ("all", "all cards move")):
        figures = [median(runs, what) for runs in columns.values()]
        for i, unit in enumerate(("ms", "messages", "bytes")):
            numbers = (f"{row[i]:14.2f}" if i == 0 else f"{row[i]:14d}" for row in figures)
            print(f"{name + ', ' + unit:26}" + "".join(numbers))
    ours, bare, theirs = (
        {what: median(runs, what) for what in ("build", "one", "all")} for runs in columns.values()
    )
    build, one, every = ours["build"], ours["one"], ours["all"]
    pairs = list(zip(columns["board"], columns["bare model"], strict=True))

    def kept(what: str, most: float) -> str:
        times = [(own[what][0], its[what][0]) for own, its in pairs]
        return f"in {sum(own <= most * its for own, its in times)} of {runs} runs"

    print(f"\nG1  {build[1]} messages (goal ≤ 4), {build[2] / CARDS:.0f} B a card (goal ≤ 1000)")
    print(f"G2  one card: {one[1]} message of {one[2]} B (goal: 1, ≤ 500)")
    print(f"    all cards: {every[1]} message, {every[2] / CARDS:.1f} B a card (goal: 1, ≤ 20)")
    picture = columns["board"][0]["picture"]
    print(f"G4  {picture[2] - len(FILE)} B a message beside the picture's own (goal ≤ 500)")
    print(f"G6  create: {theirs['build'][0] / build[0]:.0f}x faster than ipywidgets (goal ≥ 100),")
    print(f"    {build[0] / bare['build'][0]:.2f}x the bare model (goal ≤ 2), {kept('build', 2)}")
    print(f"G7  tick: {theirs['all'][0] / every[0]:.1f}x less CPU than ipywidgets (goal ≥ 15),")
    print(f"    {every[0] / bare['all'][0]:.2f}x the bare patch (goal ≤ 3), {kept('all', 3)}")


if __name__ == "__main__":
    main()
