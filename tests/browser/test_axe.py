"""Every view, in both languages and every kind of colours, breaks no rule of axe-core."""

import axe
import pytest

from tests.browser.conftest import Stage
from tests.browser.views import VIEWS

pytestmark = pytest.mark.browser
# The page around the view is the notebook's: dark where the reader wants it dark.
AROUND = (
    ":root { color-scheme: light dark } @media (prefers-color-scheme: dark) { body { background: #15181c } }"
)
# The view hears of new colours with the next frame, and its buttons fade into them.
SETTLED = """async () => {
    for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);
    const finite = document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((one) => one.finished));
}"""
LOST = """() => {
    const probe = (name) => {
        const element = document.body.appendChild(document.createElement("i"));
        element.style.cssText = `forced-color-adjust: none; color: ${name}`;
        const { color } = getComputedStyle(element);
        element.remove();
        return color;
    };
    const names = "Canvas CanvasText Highlight HighlightText GrayText ButtonFace ButtonText transparent";
    const system = new Set(names.split(" ").map(probe));
    const framed = (e) => {
        const { borderStyle, borderWidth } = getComputedStyle(e);
        return borderStyle !== "none" && borderWidth !== "0px";
    };
    const seen = (e) => e.checkVisibility({ visibilityProperty: true });
    return [...document.querySelectorAll("#here *")].filter(seen).flatMap((e) => {
        const { forcedColorAdjust, color, backgroundColor, textDecorationLine } = getComputedStyle(e);
        const own = forcedColorAdjust === "none" && !(system.has(color) && system.has(backgroundColor));
        const field = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select";
        const bare = !framed(e) && !framed(e.parentElement) && textDecorationLine === "none";
        const flat = bare && e.matches(`button:not([role^=menuitem]), ${field}`);
        return [
            ...(own ? [`keeps its own colours: ${e.outerHTML.slice(0, 200)}`] : []),
            ...(flat ? [`looks like text: ${e.outerHTML.slice(0, 200)}`] : []),
        ];
    });
}"""


def test_a_broken_rule_is_found(stage: Stage) -> None:
    stage.page.goto(stage.url)
    stage.page.evaluate("document.querySelector('#here').innerHTML = '<button><i></i></button>'")
    assert axe.violations(stage.page, "#here")[0].startswith("button-name: <button>")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_rule_is_broken(stage: Stage, monkeypatch: pytest.MonkeyPatch, view: str, language: str) -> None:
    monkeypatch.setenv("YUBO_LANG", language)
    VIEWS[view](stage)
    stage.page.add_style_tag(content=AROUND)
    for colours in ("light", "dark"):
        stage.page.emulate_media(color_scheme=colours)
        stage.page.evaluate(SETTLED)
        broken = axe.violations(stage.page, "#here", only=("color-contrast",) if colours == "dark" else ())
        assert not broken, "\n".join([colours, *broken])


@pytest.mark.parametrize("view", VIEWS)
def test_the_colours_a_reader_forces_are_taken(stage: Stage, view: str) -> None:
    """The system's own pairs of colours have contrast, so a view must only not stand in their way.

    axe-core measures with `-webkit-text-fill-color`, which forcing leaves alone, and so sees another page.
    A button whose background is taken away needs a border or a line below it to be seen as one; what is in a
    menu is known by the menu.
    """
    stage.page.emulate_media(forced_colors="active")
    VIEWS[view](stage)
    lost = stage.page.evaluate(LOST)
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_moves_for_a_reader_who_wants_no_motion(stage: Stage, view: str) -> None:
    stage.page.emulate_media(reduced_motion="reduce")
    VIEWS[view](stage)
    moving = stage.page.evaluate(
        """() => document.getAnimations().map(({ effect: { target, pseudoElement } }) =>
            `${target.outerHTML.slice(0, 200)} ${pseudoElement ?? ""}`)"""
    )
    assert not moving, "\n".join(moving)
