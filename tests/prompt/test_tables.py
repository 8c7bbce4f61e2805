"""The dated tables: what a version takes, and that a user's own file has the last word."""

import json

import pytest

from yubo_nb.prompt import PARAMETERS, PromptError, load_tables, parse, read_tables, table


@pytest.fixture
def newer(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        """
        date = "2027-01-01"
        assumed_version = "9"
        known_versions = ["7", "9"]
        [parameters.glow]
        kind = "int"
        range = [0, 10]
        label = ["Glow", "发光"]
        [parameters.chaos]
        range = [0, 200]
        [parameters.oref]
        versions = ["7", "9"]
        """
    )
    return path


def test_the_shipped_tables_say_when_and_from_where(newer):
    shipped = load_tables(None)
    assert shipped.date
    assert shipped.sources


def test_every_version_has_its_own_ranges():
    assert table("3")["stylize"].range == (625, 60000)
    assert table("7")["stylize"].range == (0, 1000)
    assert table(6.1)["cref"]
    assert "cref" not in table("7")
    assert "oref" in table(None)
    assert "weird" not in table("4")
    assert table("7.0") == table("7")


def test_labels_and_hints_come_in_both_languages(monkeypatch):
    for rule in PARAMETERS.values():
        assert all(rule.labels), rule.name
    monkeypatch.setenv("YUBO_LANG", "zh")
    assert PARAMETERS["chaos"].label == "混沌"


def test_no_spelling_names_two_parameters():
    ways = [way for rule in PARAMETERS.values() for way in (rule.name, *rule.alias)]
    assert len(ways) == len(set(ways))


def test_every_version_and_partner_that_a_rule_names_exists():
    shipped = load_tables(None)
    for rule in PARAMETERS.values():
        assert {*rule.versions, *rule.not_in} <= set(shipped.known_versions), rule.name
        assert not rule.needs or rule.needs == "images" or rule.needs in PARAMETERS
        assert not rule.instead or rule.instead in PARAMETERS
    for conflict in shipped.conflicts:
        assert all(thing.partition("=")[0] in PARAMETERS for thing in conflict.pair)


def test_a_file_of_the_user_is_laid_over_the_tables(newer):
    mine = read_tables(newer)
    assert parse("a --chaos 150 --glow 5 --oref u", tables=mine).problems == ()
    assert parse("a --glow 5", tables=mine).parameters == {"glow": 5}
    assert mine.parameters["stylize"] == PARAMETERS["stylize"]
    assert not parse("a --chaos 150").ok


def test_loaded_tables_are_used_until_the_built_in_ones_are_asked_for(newer):
    try:
        assert load_tables(newer).date == "2027-01-01"
        assert parse("a --chaos 150").ok
        assert "glow" in table()
    finally:
        load_tables(None)
    assert not parse("a --chaos 150").ok


def test_json_is_read_as_well(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"parameters": {"chaos": {"range": [0, 7]}}}))
    assert read_tables(path).parameters["chaos"].range == (0, 7)


@pytest.mark.parametrize(
    "text", ["[parameters.glow]\nkint = 5", "[", 'parameters = "x"', "[parameters.a]\nx = 1"]
)
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(PromptError, match=r"bad\.toml"):
        read_tables(path)
