"""The tree of a family: who belongs to it, what travels, what is saved; and freezing what is shown."""

import html.parser
from types import SimpleNamespace
from weakref import WeakKeyDictionary

import pytest

from tests.widgets.fakes import FakeEngine, card, finished, listen
from tests.widgets.test_panel import VIEW, shown, studio
from yubo_nb import frozen
from yubo_nb.live.family import family, path
from yubo_nb.widgets import panel
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.lineage import Tree, page, summary
from yubo_nb.widgets.scope import Scope
from yubo_nb.widgets.twin import Twin

__all__ = ["shown", "studio"]  # fixtures
REMIX = "a red door"


@pytest.fixture
def engine():
    """root → V2 → (region, remix → U1), and a stranger."""
    return FakeEngine(
        finished("root", prompt="a blue door"),
        finished("v2", prompt="a blue door", via="V2", parent="root"),
        finished("region", prompt="a blue door", via="Vary (Region)", parent="v2"),
        finished("remix", prompt=REMIX, via="Remix", parent="v2"),
        finished("u1", prompt=REMIX, via="U1", parent="remix"),
        finished("stranger"),
    )


def test_a_family_begins_at_the_oldest_ancestor_wherever_one_asks(engine):
    for key in ("root", "u1", "region"):
        assert [one.key for one in family(engine, key)] == ["root", "v2", "region", "remix", "u1"]
    assert path(engine.hub, "u1") == ["root", "v2", "remix", "u1"]
    assert path(engine.hub, "stranger") == ["stranger"]


def test_a_parent_that_is_not_known_is_no_ancestor():
    engine = FakeEngine(finished("a", parent="task:gone"))
    assert [one.key for one in family(engine, "a")] == ["a"]


@pytest.mark.parametrize("key", ["a", "b", "c"])
def test_what_a_relay_says_in_circles_ends(key):
    engine = FakeEngine(finished("a", parent="c"), finished("b", parent="a"), finished("c", parent="b"))
    assert sorted(one.key for one in family(engine, key)) == ["a", "b", "c"]
    assert len(kin_of(engine, key).cards()) == 3


def test_the_tree_follows_its_family_and_nobody_else(engine):
    kin = kin_of(engine, "remix")
    tree = Tree(engine, kin, here="remix")
    assert (tree.root, tree.here) == ("root", "remix")
    sent = listen(tree)
    engine.hub.put(card("u2", phase="running", via="U2", parent="remix"))
    engine.hub.put(card("another", phase="running"))
    patches = [message for message in sent if message["kind"] == "patch" and "add" in message]
    assert [row["key"] for patch in patches for row in patch["add"]] == ["u2"]
    assert "another" not in kin


def test_the_saved_page_is_a_list_in_lists_with_what_changed(engine):
    twin = Twin(engine, kin_of(engine, "root"), page=page, text=summary)
    reader = _Lists(twin.html())
    assert reader.depths == [1, 2, 3, 3, 4]
    assert [alt for alt in reader.alts if alt == REMIX] == [REMIX] * 2
    assert "<del>blue</del> <ins>red</ins>" in twin.html()
    assert "prompt of stranger" not in twin.html()


def test_a_task_whose_picture_is_gone_finished_without_one():
    """The saved pages and their texts said "Finished" and no more."""
    bare = FakeEngine(finished("root", picture="", picture_error="Gone."))
    for more in ({}, {"page": page, "text": summary}):
        twin = Twin(bare, **more)
        assert "Finished, no picture" in twin.html()
        assert "Gone." in twin.html()
        assert "Finished, no picture" in twin.text()


def test_its_text_is_a_tree_that_is_the_same_at_every_run(engine):
    assert Twin(engine, kin_of(engine, "u1"), page=page, text=summary).text().splitlines() == [
        "a blue door · Finished",
        "└─ V2 · Finished",
        "   ├─ Vary (Region) · Finished",
        "   └─ Remix · Finished",
        "      └─ U1 · Finished",
    ]


def test_a_card_alone_may_show_the_pictures_of_its_family_once_it_was_asked(engine):
    board = Board(engine, Scope(engine, ["u1"]), face="card")
    sent = listen(board)
    want = {"kind": "picture", "id": "full:root", "size": 320}
    board._guard(board, want, [])
    assert sent[-1]["kind"] == "picture-error"
    board._guard(board, {"kind": "family", "gesture": "0" * 32, "key": "u1"}, [])
    told = sent[-1]
    assert (told["kind"], told["gesture"]) == ("family", "0" * 32)
    assert [row["key"] for row in told["cards"]] == ["root", "v2", "region", "remix", "u1"]
    board._guard(board, want, [])
    assert sent[-1]["kind"] == "picture"
    assert len(board.as_told()["cards"]) == 1, "the view itself shows no more than before"


def test_the_family_of_a_card_that_is_not_shown_is_not_told(engine):
    board = Board(engine, Scope(engine, ["u1"]), face="card")
    sent = listen(board)
    board._guard(board, {"kind": "family", "gesture": "0" * 32, "key": "stranger"}, [])
    assert sent == []


@pytest.fixture
def nothing_shown(monkeypatch):
    monkeypatch.setattr(panel, "_panels", WeakKeyDictionary())


@pytest.mark.usefixtures("nothing_shown")
def test_a_frozen_view_is_its_page_for_good(studio, shown, capsys):
    studio.engine.alive = True
    panel.show(studio)
    panel.show_task(studio, SimpleNamespace(key="a"))
    view, twin = panel._panels[studio.engine][""]
    del shown[:]
    frozen.freeze()
    assert capsys.readouterr().out == "2 views frozen: 2 tasks, 0.0 MB.\n"
    assert view.comm is None
    assert view.children[0].comm is None, "what is in it is ended too"
    pages = {display_id: bundle for bundle, display_id in shown}
    assert "<figure" in pages[f"yubo-twin-{twin.id}"]["text/html"]
    assert pages[f"yubo-live-{twin.id}"] == {"text/plain": ""}
    del shown[:]
    studio.engine.hub.put(finished("c"))
    assert shown == [], "it follows no more"
    panel.show(studio)
    assert VIEW in shown[0][0], "and a cell that runs again has a live view again"


@pytest.mark.usefixtures("nothing_shown")
def test_of_a_closed_studio_the_page_stays_as_it_is(studio, shown):
    studio.engine.alive = True
    panel.show(studio)
    del shown[:]
    studio.engine.alive = False  # its pictures cannot be had any more
    assert len(panel.freeze()) == 1
    assert [bundle for bundle, _ in shown] == [{"text/plain": ""}]


@pytest.mark.usefixtures("nothing_shown")
def test_nothing_shown_is_nothing_to_freeze(capsys):
    frozen.freeze()
    assert capsys.readouterr().out == "Nothing to freeze: no view is shown.\n"


class _Lists(html.parser.HTMLParser):
    """How deep each entry is, and what its picture says."""

    def __init__(self, text):
        super().__init__()
        self.depth, self.depths, self.alts = 0, [], []
        self.feed(text)
        assert self.depth == 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag == "ul"
        if tag == "li":
            self.depths.append(self.depth)
        if tag == "img":
            self.alts.append(dict(attrs)["alt"])

    def handle_endtag(self, tag):
        self.depth -= tag == "ul"
