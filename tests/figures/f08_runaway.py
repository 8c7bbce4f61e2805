"""F8: a loop that ran away stops at the cap; Run All twice, many clicks and a job order nothing more.

python tests/figures/f08_runaway.py
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT),) if one not in sys.path]

import nbclient  # noqa: E402
import nbformat  # noqa: E402

import yubo_nb as yb  # noqa: E402
from tests.money.shop import KEY, Shop  # noqa: E402
from yubo_nb.api.errors import BudgetExceeded  # noqa: E402
from yubo_nb.config import read_settings  # noqa: E402
from yubo_nb.live.policy import PollPolicy  # noqa: E402
from yubo_nb.studio import Studio  # noqa: E402

CELLS = [
    "import yubo_nb as yb; studio = yb.connect(allow_paid=True)",
    "grid = studio.imagine('a fox').wait(30)\nmade = [studio.imagine('a crow') for _ in range(3)]",
    "best = grid.upscale(1).wait(30)\nfor one in made: one.wait(30)",
]


@dataclass
class Result:
    loop: int = 0
    cap: int = 0
    again: int = 0
    first_run: int = 0
    second_run: int = 0
    clicks: int = 0
    job: int = 0


@contextmanager
def _shop(folder: Path, **more: object) -> Iterator[tuple[Shop, Studio]]:
    shop = Shop()
    settings = read_settings(shop.server.base_url, KEY, history=folder / "history.sqlite3")
    try:
        with Studio(settings, poll=PollPolicy(first=0.05, slowest=0.2), **more) as studio:  # type: ignore[arg-type]
            yield shop, studio
    finally:
        shop.server.close()


def measure(loops: int = 1000, cap: int = 20, clicks: int = 50) -> Result:
    result = Result(cap=cap)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _loop(result, folder / "loop", loops, cap)
        _click(result, folder / "click", clicks)
        _run_all(result, folder / "run")
    return result


def _loop(result: Result, folder: Path, loops: int, cap: int) -> None:
    for run in range(2):  # the second is a new kernel on the same history
        with _shop(folder, budget=yb.Caps(calls_per_hour=cap)) as (shop, studio):
            studio.engine.terms.prices = {}
            # One relay in two lives: the origin is what the caps are kept under, and ports change.
            studio.engine._desk.origin = "https://relay.example"
            for n in range(loops):
                try:
                    studio.imagine(f"a fox {n}")
                except BudgetExceeded:
                    continue
            studio.engine.idle(60)
            if run:
                result.again = len(shop.orders)
            else:
                result.loop = len(shop.orders)


def _click(result: Result, folder: Path, clicks: int) -> None:
    """As the front end delivers them: one gesture, however often its message arrives."""
    with _shop(folder) as (shop, studio):
        grid = studio.imagine("a fox").wait(30)
        before = len(shop.orders)
        button = grid.buttons[0].custom_id or ""

        def press(_number: int) -> str:
            return studio.engine.act(grid.key, button, gesture="0" * 32).key

        with ThreadPoolExecutor(16) as pool:
            assert len(set(pool.map(press, range(clicks)))) == 1
        studio.engine.idle(60)
        result.clicks = len(shop.orders) - before - 1


def _run_all(result: Result, folder: Path) -> None:
    """A real kernel, restarted between the runs; then the same cells as a job would run them."""
    folder.mkdir()
    shop = Shop()
    environment = {
        "YUBO_BASE_URL": shop.server.base_url,
        "YUBO_API_KEY": KEY,
        "YUBO_HISTORY": str(folder / "history.sqlite3"),
        "PYTHONPATH": str(ROOT),
    }
    try:
        with mock.patch.dict(os.environ, environment):
            _execute(CELLS, folder)
            result.first_run = len(shop.orders)
            _execute(CELLS, folder)
            result.second_run = len(shop.orders) - result.first_run
            before = len(shop.orders)
            refused = ["import yubo_nb as yb; studio = yb.connect()", "studio.imagine('something new')"]
            said = _execute(refused, folder)
            assert "PaidCallsDisabled" in said, said
            result.job = len(shop.orders) - before
    finally:
        shop.server.close()


def _execute(cells: list[str], folder: Path) -> str:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as error:
        return str(error)
    return ""


def extra(got: Result) -> int:
    """Charges that nobody asked for."""
    return (
        abs(got.loop - got.cap) + got.again + got.second_run + abs(got.first_run - 5) + got.clicks + got.job
    )


def main() -> int:
    got = measure()
    print(
        f"F8: 1,000 submits in a loop stopped at {got.loop} of {got.cap}, after a restart {got.again} more; "
        f"Run All {got.first_run} orders, run again {got.second_run}; 50 clicks {got.clicks} extra; "
        f"a run without a person {got.job}"
    )
    return 1 if extra(got) else 0


if __name__ == "__main__":
    sys.exit(main())
