"""Families in order, whatever a relay says of parents; and what changed from a prompt to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yubo_nb.data.lineage import change, difference, families, forest, table
from yubo_nb.data.markup import changed


def test_a_parent_comes_before_what_came_from_it_and_families_stay_together():
    parents = {"a": None, "x": None, "b": "a", "c": "b", "y": "x", "d": "a"}
    assert forest(parents) == [("a", 0), ("b", 1), ("c", 2), ("d", 1), ("x", 0), ("y", 1)]
    assert families(parents) == [["a", "b", "c", "d"], ["x", "y"]]


KEYS = st.integers(0, 12)


@given(st.dictionaries(KEYS, KEYS | st.none()))
def test_every_task_is_there_once_though_parents_go_in_circles_or_are_unknown(parents):
    order = forest(parents)
    assert sorted(key for key, _ in order) == sorted(parents)
    place = {key: n for n, (key, _) in enumerate(order)}
    depth = dict(order)
    for key, parent in parents.items():
        if depth[key]:
            assert place[parent] < place[key]
            assert depth[key] == depth[parent] + 1


def test_a_chain_of_a_thousand_is_no_recursion():
    assert forest({n: n - 1 if n else None for n in range(1000)})[-1] == (999, 999)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a blue door", "a red door", "−blue +red"),
        ("雾中的灯塔，油画", "雾中的港口，油画", "−灯塔 +港口"),
        ("a door --ar 3:2 --s 50", "a door --ar 16:9 --s 50", "−--ar 3:2 +--ar 16:9"),
        ("a door", "a door --no red, blue", "+--no red, blue"),
        ("a door in fog", "a door in fog, red", "+, red"),
        ("a  door", "a door", ""),
        ("", "猫", "+猫"),
    ],
)
def test_what_changed_is_said_by_words_and_whole_parameters(before, after, said):
    assert change(before, after) == said


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_make_up_both_prompts(before, after):
    pieces = difference(before, after)
    for text, left_out in ((before, "new"), (after, "gone")):
        together = "".join(part for kind, part in pieces if kind != left_out)
        assert "".join(together.split()) == "".join(text.split())


def test_a_long_prompt_keeps_its_changes_and_a_little_around_them():
    long = "many words of a very long prompt " * 20
    shown = changed(f"{long}blue {long}", f"{long}red {long}", 300)
    assert "<del>blue</del> <ins>red</ins>" in shown
    assert len(shown) < 250


def test_a_table_of_nodes_is_typed_and_may_be_empty():
    assert list(table([]).columns)[:3] == ["task_id", "parent_id", "depth"]
    node = {"task_id": "1", "parent_id": None, "depth": 0, "label": "", "status": "SUCCESS", "change": ""}
    frame = table([{**node, "prompt": "a fox"}])
    assert frame["depth"].dtype == "Int64"
    assert frame["parent_id"].isna().all()


def test_chinese_is_compared_by_characters_and_stands_without_blanks():
    """A clause of Chinese was one word: of a long prompt everything was new."""
    page = changed("雾中的灯塔，油画 --ar 3:2", "雾中的港口，油画 --ar 1:1", 300)
    assert "雾中的<del>灯塔</del><ins>港口</ins>，油画 <del>" in page
    assert "fox<ins>, red</ins>" in changed("a fox", "a fox, red", 300)
