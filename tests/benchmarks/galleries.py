"""Galleries of n thumbnails, each made by one line of a cell: what bench_gallery.py compares."""

import base64
import io
from functools import cache

import anywidget
import ipywidgets as w
import numpy as np
import traitlets as t
from IPython.display import HTML, display
from PIL import Image

from tests.widgets.fakes import FakeEngine, finished
from yubo_nb.widgets import panel
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.scope import Scope
from yubo_nb.widgets.twin import Twin

SIDE, BYTES, KINDS = 256, 16_700, 64
COLUMNS = 7  # as many as the output of a cell shows: what is cut off is never asked for


@cache
def thumbnail(number: int, side: int = SIDE) -> bytes:
    """A JPEG; of the full size all have the same length, so that a message's own bytes can be told apart."""
    chance = np.random.default_rng(number)
    coarse = chance.integers(0, 255, (24, 24, 3), dtype=np.uint8)
    picture = Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    noisy = np.asarray(picture, np.int16) + chance.integers(-14, 14, (SIDE, SIDE, 1))
    picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).resize((side, side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=62)
    data = out.getvalue()
    return data[:BYTES] + bytes(max(0, BYTES - len(data))) if side == SIDE else data


def pictures(n: int) -> list[bytes]:
    return [thumbnail(number % KINDS) for number in range(n)]


class Engine(FakeEngine):
    """Its cards are finished; its pictures are the thumbnails."""

    def picture(self, picture_id: str, size: int | None) -> tuple[bytes, str]:
        side = SIDE if size is None else min(size, SIDE)
        return thumbnail(int(picture_id.partition(":")[2]) % KINDS, side), "image/jpeg"


def ours(n: int) -> None:
    """The board, and the saved page below it."""
    engine = Engine(*(finished(str(number), prompt=f"a lighthouse, number {number}") for number in range(n)))
    scope = Scope(engine)
    twin = Twin(engine, scope)
    panel.display(Board(engine, scope, twin=twin.id), twin)


def gridbox(n: int) -> None:
    """What ipywidgets offers: a box of Image widgets."""
    tiles = [w.Image(value=data, format="jpeg", layout=w.Layout(width="150px")) for data in pictures(n)]
    display(w.GridBox(tiles, layout=w.Layout(grid_template_columns=f"repeat({COLUMNS}, 150px)")))


def html(n: int) -> None:
    """One page of data URIs."""
    sources = (f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" for data in pictures(n))
    tiles = "".join(f'<img class="tile" width="150" height="150" src="{source}">' for source in sources)
    display(HTML(f'<div style="display:grid;grid-template-columns:repeat({COLUMNS},150px)">{tiles}</div>'))


class Bare(anywidget.AnyWidget):
    """The least that is lazy: tiles that ask for their bytes when they come near."""

    _esm = """
    function render({ model, el }) {
      const grid = document.createElement("div"); // the host rules the display of `el` itself
      grid.style.cssText = `display:grid;grid-template-columns:repeat(${model.get("columns")},150px)`;
      const tiles = Array.from({ length: model.get("n") }, (_, n) => {
        const tile = document.createElement("img");
        tile.className = "tile"; tile.dataset.n = n;
        tile.style.cssText = "display:block;width:150px;height:150px";
        return tile;
      });
      const near = new IntersectionObserver((seen) => {
        for (const { target, isIntersecting } of seen) if (isIntersecting) {
          near.unobserve(target);
          model.send({ n: Number(target.dataset.n) });
        }
      }, { scrollMargin: "200px" });
      model.on("msg:custom", ({ n }, [bytes]) => {
        tiles[n].src = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
      });
      grid.append(...tiles);
      el.append(grid);
      for (const tile of tiles) near.observe(tile);
    }
    export default { render };
    """
    n = t.Int().tag(sync=True)
    columns = t.Int(COLUMNS).tag(sync=True)


def bare(n: int) -> None:
    """The limit: nothing but pictures."""
    gallery = Bare(n=n)
    gallery.on_msg(lambda _w, want, _b: gallery.send({"n": want["n"]}, [thumbnail(want["n"] % KINDS)]))
    display(gallery)
