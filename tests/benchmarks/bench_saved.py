"""How large a saved notebook is, with pictures as the sandbox paints them at 1024 x 1024.

Run from the root: python tests/benchmarks/bench_saved.py
"""

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import nbformat
import numpy as np
from PIL import Image

from tests.benchmarks.bench_painter import PROMPTS
from tests.widgets.fakes import FakeEngine, finished
from yubo_nb.history.pictures import shrink
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.painter.recipe import imagined
from yubo_nb.widgets import lineage
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.twin import Twin

LIMIT = 3_000_000


def painted() -> list[np.ndarray]:
    easel = Easel(lambda _name: b"")
    return [np.asarray(easel.picture(imagined(prompt, 7))) for prompt in PROMPTS]


class Painted(FakeEngine):
    """Each card has a picture of its own: one of the painted ones, moved to the side."""

    def __init__(self, pictures: list[np.ndarray], tasks: int, *, family: bool) -> None:
        super().__init__(
            *(
                finished(
                    f"{n}",
                    prompt=f"{PROMPTS[n % len(PROMPTS)]}, number {n} --ar 1:1 --stylize 250 --seed {n}",
                    picture=f"full:{n}",
                    parent=str(n - n % 5) if family and n % 5 else "",
                    via=f"U{n % 5}" if family and n % 5 else "",
                )
                for n in range(tasks)
            )
        )
        self.painted = pictures

    def picture(self, picture_id: str, size: int | None) -> tuple[bytes, str]:
        n = int(picture_id.partition(":")[2])
        out = io.BytesIO()
        moved = np.roll(self.painted[n % len(self.painted)], n * 8, axis=1)
        Image.fromarray(moved).save(out, "PNG", compress_level=1)
        return shrink(out.getvalue(), size or 1024), "image/webp"


def notebook(twin: Twin) -> tuple[int, int]:
    """Bytes of the file, and the pictures in it."""
    page = twin.html()
    output = nbformat.v4.new_output("display_data", {"text/html": page, "text/plain": twin.text()})
    cell = nbformat.v4.new_code_cell("studio", outputs=[output])
    return len(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()), page.count("<img")


def main() -> int:
    pictures = painted()
    print(f"painted at {pictures[0].shape[1]} x {pictures[0].shape[0]}")
    worst = 0
    for tasks in (7, 60, 61, 500, 1000):
        for family in (False, True):
            engine = Painted(pictures, tasks, family=family)
            size, drawn = notebook(Twin(engine))
            worst = max(worst, size)
            shape = "families of five" if family else "tasks alone"
            print(f"{tasks:>5} {shape:<17} {size / 1e6:5.2f} MB  {drawn:>3} pictures", flush=True)
    engine = Painted(pictures, 60, family=True)
    tree = Twin(engine, kin_of(engine, "0"), page=lineage.page)
    print(f"    5 a tree           {notebook(tree)[0] / 1e6:5.2f} MB")
    return 0 if worst < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
