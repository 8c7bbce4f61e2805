"""What needs no screen in the mask editor: strokes and their notation, and the growth of a region."""

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from yubo_nb.widgets.base import STATIC

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Browser):
    context = chromium.new_context()
    page = context.new_page()
    for name in ("maskstrokes", "maskgrow"):
        page.evaluate(
            """async ([name, source]) => {
                const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
                Object.assign(window, await import(url));
            }""",
            [name, (STATIC / f"{name}.js").read_text("utf-8")],
        )
    yield page
    context.close()


def strokes(page: Page, code: str):
    line = "(x) => ({ kind: 'line', erase: false, size: 9.4, points: [x, 2.6] })"
    return page.evaluate(f"() => {{ const strokes = new Strokes(), line = {line}; {code} }}")


def test_undo_and_redo_and_a_new_stroke_ends_what_was_undone(page: Page) -> None:
    assert strokes(
        page,
        """
        const seen = [strokes.undo(), strokes.redo()];
        strokes.add(line(1)); strokes.add(line(2));
        seen.push(strokes.undo(), strokes.done.length, strokes.redo(), strokes.done.length, strokes.undo());
        strokes.add(line(3));
        seen.push(strokes.redo(), strokes.done.map(({ points }) => points[0]).join());
        return seen;
        """,
    ) == [False, False, True, 1, True, 2, True, False, "1,3"]


def test_the_notation_is_short_and_comes_back_also_for_another_size(page: Page) -> None:
    written, same, half = strokes(
        page,
        """
        strokes.add(line(1.4)); strokes.add({ kind: "invert", erase: false, size: 0, points: [] });
        strokes.add(line(20)); strokes.undo();
        const text = strokes.write(100, 50, 8), again = new Strokes(), small = new Strokes();
        const feathers = [again.read(text, 100, 50), small.read(text, 50, 25)];
        const halved = [feathers[1], small.done[0].size, small.undone[0].points];
        return [text, [again.write(100, 50, feathers[0])], halved];
        """,
    )
    assert written == '{"size":[100,50],"feather":8,"done":[[0,0,9,1,3],[3,0,0]],"undone":[[0,0,9,20,3]]}'
    assert same == [written]
    assert half == [4, 4.5, [10, 1.5]]
    assert strokes(page, "return strokes.write(9, 9, 0)") == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"size":[1,1],"done":7}',
        '{"size":[1,1],"done":[[9,0,1],["x",0,1],[0,0],[0,0,null],7,{}]}',
        '{"size":["x"],"feather":"y"}',
    ],
)
def test_what_is_no_notation_is_nothing(page: Page, text: str) -> None:
    read = f"const feather = strokes.read({text!r}, 10, 10);"
    assert strokes(page, f"{read} return [feather, strokes.done.length, strokes.undone.length]") == [0, 0, 0]


@pytest.mark.parametrize("by", [0, 1, 4, 9, 60])
def test_a_region_grows_by_exactly_this_distance(page: Page, by: int) -> None:
    rng = np.random.default_rng(by)
    bits = (rng.random((37, 53)) < 0.01).astype(np.uint8)
    grown = page.evaluate(
        "([bits, w, h, by]) => [...grow(Uint8Array.from(bits), w, h, by)]",
        [bits.ravel().tolist(), 53, 37, by],
    )
    y, x = np.mgrid[:37, :53]
    near = [(y - b) ** 2 + (x - a) ** 2 <= by * by for b, a in np.argwhere(bits)]
    assert np.array_equal(np.array(grown).reshape(37, 53), np.any(near, axis=0))


def test_nothing_grows_to_nothing(page: Page) -> None:
    assert page.evaluate("() => grow(new Uint8Array(60), 10, 6, 5).every((bit) => bit === 0)")
