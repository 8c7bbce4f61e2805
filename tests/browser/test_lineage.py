"""The tree of a family in a real browser: reading it, walking it, what is folded, the dialog at a card."""

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.test_saved_pages import violations
from tests.widgets.fakes import FakeEngine, card, finished
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.lineage import Tree
from yubo_nb.widgets.scope import Scope

pytestmark = pytest.mark.browser
FAMILY = (
    finished("root", prompt="a blue door --ar 3:2"),
    finished("v2", prompt="a blue door --ar 3:2", via="V2", parent="root"),
    finished("remix", prompt="a red door --ar 3:2", via="Remix", parent="v2"),
    finished("u1", prompt="a red door --ar 3:2", via="U1", parent="remix"),
    finished("u3", prompt="a blue door --ar 3:2", via="U3", parent="root"),
)


def show(stage: Stage, *cards, here: str) -> Stage:
    engine = FakeEngine(*cards)
    return stage.show(Tree(engine, kin_of(engine, here), here=here)).pump()


def item(stage: Stage, name: str):
    return stage.page.get_by_role("treeitem", name=name)


def chosen(stage: Stage) -> str:
    return stage.page.locator("[role=treeitem][aria-selected=true]").inner_text().split("\n")[0]


def test_root_to_remix_with_labels_thumbnails_and_what_changed(stage: Stage) -> None:
    """S3: root → V2 → remix → U1."""
    show(stage, *FAMILY, here="remix").pictures(6)
    tree = stage.page.get_by_role("tree", name="Where it comes from")
    expect(tree.get_by_role("treeitem")).to_have_count(5)
    levels = tree.get_by_role("treeitem").evaluate_all("all => all.map(e => e.ariaLevel)")
    assert levels == ["1", "2", "3", "4", "2"]
    remix = item(stage, "Remix")
    expect(remix).to_have_attribute("aria-current", "true")
    assert [remix.locator(tag).inner_text() for tag in ("del", "ins")] == ["blue", "red"]
    expect(stage.page.get_by_role("figure").get_by_role("img", name="a red door")).to_be_visible()
    expect(stage.page.get_by_role("figure")).to_contain_text("a blue red door --ar 3:2")


def test_a_task_without_a_picture_is_a_quiet_place_and_not_green(stage: Stage) -> None:
    """Beside a green "Finished" stood a place with the line that browsers draw round a missing image."""
    gone = replace(FAMILY[1], picture="", picture_error="The link has expired.")
    stage.page.emulate_media(color_scheme="dark")
    show(stage, FAMILY[0], gone, here="v2").pictures(1)
    state = stage.page.get_by_role("figure").locator(".yb-state")
    expect(state).to_have_text("Finished, no picture")
    colour = "element => getComputedStyle(element).color"
    assert state.evaluate(colour) == stage.page.get_by_role("figure").evaluate(colour)
    place = item(stage, "V2").locator("img").bounding_box()
    seen = Image.open(io.BytesIO(stage.page.screenshot())).convert("L")
    left, middle = round(place["x"]), round(place["y"] + place["height"] / 2)
    outside, edge, inside = (seen.getpixel((left + x, middle)) for x in (-3, 0, 8))
    assert outside != inside
    assert abs(edge - outside) <= 2


def test_button_state_and_time_of_the_chosen_one_stand_apart(stage: Stage) -> None:
    """A tree in a view of its own once said `U2Finished41 s`: the rules were those of the board's cards."""
    show(stage, *FAMILY, here="remix")
    line = stage.page.get_by_role("figure").locator(".yb-line")
    boxes = [one.bounding_box() for one in line.locator("> *").all()]
    assert len(boxes) == 3
    for left, right in pairwise(boxes):
        assert right["x"] - (left["x"] + left["width"]) >= 8


def test_it_is_walked_as_every_tree(stage: Stage) -> None:
    show(stage, *FAMILY, here="remix")
    item(stage, "Remix").focus()
    keyboard = stage.page.keyboard
    for key, there in (
        ("ArrowDown", "U1"),
        ("ArrowDown", "U3"),
        ("Home", "a blue door --ar 3:2"),
        ("ArrowRight", "V2"),
        ("ArrowLeft", "V2"),  # shut
        ("ArrowDown", "U3"),
        ("ArrowLeft", "a blue door --ar 3:2"),
        ("End", "U3"),
        ("v", "V2"),
        ("ArrowRight", "V2"),  # open again
        ("ArrowRight", "Remix"),
        ("u", "U1"),
        ("u", "U3"),
    ):
        keyboard.press(key)
        assert chosen(stage) == there, key
    expect(item(stage, "U3")).to_be_focused()


def test_what_is_looked_at_follows(stage: Stage) -> None:
    show(stage, *FAMILY, here="remix").pictures(6)
    item(stage, "V2").click()
    figure = stage.page.get_by_role("figure")
    expect(figure).to_contain_text("V2")
    expect(figure).to_contain_text("Same prompt")


def test_it_moves_with_its_tasks_and_keeps_the_focus(stage: Stage) -> None:
    show(stage, *FAMILY, here="u3")
    item(stage, "U3").focus()
    hub = stage.board._engine.hub
    hub.put(card("r", via="V4", parent="u3", phase="running", percent=40))
    stage.pump()
    expect(item(stage, "V4")).to_contain_text("40 %")
    expect(item(stage, "U3")).to_be_focused()
    hub.put(finished("r", via="V4", parent="u3"))
    stage.pump()
    expect(item(stage, "V4")).to_contain_text("Finished")


def test_fifty_children_and_a_chain_of_thirty_stay_readable(stage: Stage) -> None:
    wide = [finished(f"w{n}", via=f"V{n}", parent="root") for n in range(50)]
    chain = [finished(f"c{n}", via=f"Z{n}", parent=f"c{n - 1}" if n else "w40") for n in range(30)]
    show(stage, finished("root"), *wide, *chain, here="c15")
    names = stage.page.get_by_role("treeitem").evaluate_all(
        "all => all.map(e => e.innerText.split('\\n')[0])"
    )
    assert names[-1] == "43 more"
    assert "V40" in names, "the way to the one that was asked for stays"
    assert [name for name in names if "steps" in name] == ["11 steps in between", "10 steps in between"]
    assert len(names) < 25
    right = stage.page.get_by_role("treeitem").evaluate_all(
        "all => Math.max(...all.map(e => e.scrollWidth - e.clientWidth))"
    )
    assert right == 0
    item(stage, "43 more").click()
    expect(item(stage, "V49")).to_be_visible()
    item(stage, "11 steps in between").focus()
    stage.page.keyboard.press("Enter")
    expect(item(stage, "Z10")).to_be_attached()


@pytest.mark.parametrize("here", ["a", "b"])
def test_what_a_relay_says_in_circles_is_drawn_once(stage: Stage, here: str) -> None:
    show(stage, finished("a", via="A", parent="b"), finished("b", via="B", parent="a"), here=here)
    expect(stage.page.get_by_role("treeitem")).to_have_count(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_tree_is_for_everybody(stage: Stage, theme: str) -> None:
    engine = FakeEngine(*FAMILY, card("r", via="V4", parent="u3", phase="failure", message="No."))
    stage.show(Tree(engine, kin_of(engine, "r"), here="r"), theme=theme).pictures(5)
    if theme == "dark":
        stage.page.add_style_tag(content="body { background: #15181c }")
    ours = [one for one in violations(stage.page) if not one.startswith(("page-has-heading-one", "region"))]
    assert ours == []


def test_a_task_alone_says_so(stage: Stage) -> None:
    show(stage, finished("a"), here="a")
    expect(stage.page.get_by_text("nothing has come of it yet")).to_be_visible()


def ask(stage: Stage, name: str) -> None:
    stage.page.get_by_role("article", name=name).focus()
    stage.page.keyboard.press("l")
    stage.pump()


def test_at_a_card_the_tree_opens_in_a_dialog_and_leads_to_the_other_cards(stage: Stage) -> None:
    stage.show(Board(FakeEngine(*FAMILY))).pump()
    ask(stage, "U1")
    dialog = stage.page.get_by_role("dialog", name="Where it comes from")
    expect(dialog.get_by_role("treeitem", name="U1")).to_be_focused()
    stage.page.keyboard.press("ArrowUp")
    dialog.get_by_role("button", name="Show its card").click()
    expect(dialog).to_be_hidden()
    expect(stage.page.get_by_role("article", name="Remix")).to_be_focused()


def test_a_card_alone_shows_what_only_the_history_knows(stage: Stage) -> None:
    engine = FakeEngine(*FAMILY)
    stage.show(Board(engine, Scope(engine, ["u1"]), face="card")).pump()
    expect(stage.page.get_by_role("article")).to_have_count(1)
    ask(stage, "U1")
    dialog = stage.page.get_by_role("dialog")
    expect(dialog.get_by_role("treeitem")).to_have_count(5)
    item(stage, "V2").click()
    stage.pictures(6)
    expect(dialog.get_by_role("button", name="Show its card")).to_have_count(0)
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("article", name="U1")).to_be_focused()
    expect(stage.page.get_by_role("article")).to_have_count(1)


def test_without_a_kernel_the_dialog_shows_what_the_page_knows(stage: Stage) -> None:
    stage.show(Board(FakeEngine(*FAMILY))).pump()
    stage.page.get_by_role("article", name="U1").focus()
    stage.page.keyboard.press("l")  # no pump: nobody answers
    expect(stage.page.get_by_role("dialog").get_by_role("treeitem")).to_have_count(5)


def test_python_and_the_browser_see_the_same_changes(stage: Stage) -> None:
    from yubo_nb.data.lineage import difference

    pairs = [
        ("a blue door --ar 3:2", "a red door --ar 16:9 --s 50"),
        ("a b c d e", "c d e a b"),
        ("", "猫 --no red, blue"),
        ("one  two", "one two"),
    ]
    child = replace(FAMILY[1], key="child")
    for before, after in pairs:
        show(stage, replace(FAMILY[0], prompt=before), replace(child, prompt=after), here="child")
        text = stage.page.locator(".yb-look-prompt")
        for tag, kind in (("del", "gone"), ("ins", "new")):
            seen = " ".join(text.locator(tag).all_inner_texts()).split()
            ours = " ".join(part for what, part in difference(before, after) if what == kind).split()
            if (before, after) != pairs[1]:  # two ways that are as short as each other
                assert seen == ours
