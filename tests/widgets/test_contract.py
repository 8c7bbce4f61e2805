"""Python and JavaScript of one widget agree on every trait, message, field and word."""

import re
import typing
from dataclasses import fields
from pathlib import Path

import pytest

from tests.widgets.fakes import FakeEngine, finished, listen
from yubo_nb.live.hub import CardPhase
from yubo_nb.widgets import messages, wire
from yubo_nb.widgets.base import STATIC, Live
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.form import SubmitBar
from yubo_nb.widgets.words import words

HOUSE = {"layout", "tabbable", "tooltip", "_esm", "_css", "_dom_classes", "_anywidget_id", "comm"}


def source(name: str) -> str:
    return (STATIC / f"{name}.js").read_text("utf-8")


def typedef(js: str, name: str) -> str:
    """The text of a JSDoc typedef, from the brace to its name."""
    found = re.search(r"@typedef \{((?:(?!@typedef).)*?)\} " + name + r"\b", js, re.DOTALL)
    assert found, name
    return found.group(1)


def keys(text: str) -> set[str]:
    return set(re.findall(r"[{,*]\s*(\w+)\??:", text))


@pytest.mark.parametrize(("widget", "module"), [(Board, "board"), (SubmitBar, "submit")])
def test_the_traits_are_the_same(widget: type[Live], module: str) -> None:
    ours = {
        name
        for name in widget.class_trait_names(sync=True)
        if name not in HOUSE and not name.startswith(("_model", "_view"))
    }
    assert keys(typedef(source(module), "Traits")) - {"level", "text"} == ours


@pytest.mark.parametrize("module", ["board", "submit"])
def test_javascript_sets_no_trait_and_builds_no_markup(module: str) -> None:
    for name in {"board", "submit", *Board.parts, *SubmitBar.parts}:
        js = source(name)
        for forbidden in (
            "model.set(",
            "save_changes",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "write(",
        ):
            assert forbidden not in js, (name, forbidden)


def test_every_message_to_the_kernel_is_one_it_reads() -> None:
    js = "".join(source(name) for name in ("board", "submit", *Board.parts))
    sent = {
        found.group(1): set(re.findall(r"(\w+)(?::[^,}]+)?", found.group(2)))
        for found in re.finditer(r'send\(\{ kind: "([\w-]+)"((?:, [^}]+)?) \}', js)
    }
    sent = {
        kind: {n for n in names if f"{n}" in {f.name for c in _messages() for f in fields(c)}}
        for kind, names in sent.items()
    }
    known = {
        "act": messages.Act,
        "confirm": messages.Confirm,
        "look": messages.Look,
        "settle": messages.Settle,
        "submit": messages.Submit,
        "picture": messages.WantPicture,
        "whole": messages.WantWhole,
    }
    assert set(sent) == set(known)
    for kind, message in known.items():
        assert sent[kind] == {field.name for field in fields(message)}, kind


def _messages() -> tuple[type, ...]:
    return typing.get_args(messages.Message)


def test_every_message_to_the_browser_is_one_it_reads() -> None:
    python = "".join(path.read_text("utf-8") for path in Path(wire.__file__).parent.glob("*.py"))
    told = set(re.findall(r'\.tell\(\s*"([\w-]+)"', python))
    for module in ("board", "submit"):
        assert set(re.findall(r'kind: "([\w-]+)"', typedef(source(module), "Message"))) <= told
    read = set(re.findall(r'case "([\w-]+)":', source("board")))
    assert read == told


def test_the_fields_of_a_row_and_of_a_patch_are_the_same() -> None:
    js = source("store")
    row = {"key", "origin", "phase", "prompt", "cut", "set", "uuid", "more", "percent", *wire.DEFAULTS}
    assert keys(typedef(js, "Row")) == row
    engine = FakeEngine(finished("a"))
    board = Board(engine)
    assert keys(typedef(js, "Whole")) == set(board.as_told())
    sent = listen(board)
    engine.hub.put(finished("b"))
    engine.hub.put(finished("a", message="x"))
    patches = [message for message in sent if message["kind"] == "patch"]
    assert {name for patch in patches for name in patch} - {"kind", "buffers", "sets"} == keys(
        typedef(js, "Patch")
    ) - {"sets"}
    assert set(board.as_told()["sets"][0][0]) == keys(typedef(js, "Button"))


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    js = "".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    phases = set(typing.get_args(CardPhase))
    charged = {"charged_yes", "charged_no", "charged_unknown", "charged_refunded"}
    used = set(re.findall(r'(?:word\(|words"\)\[)"(\w+)"', js))
    for choice in re.findall(r'word\([^()]*?\? "(\w+)" : "(\w+)"', js):
        used.update(choice)
    assert used | phases | charged == set(words())


def test_both_languages_have_the_same_places_for_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def places() -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in words().items()}

    monkeypatch.setenv("YUBO_LANG", "en")
    english = places()
    monkeypatch.setenv("YUBO_LANG", "zh")
    assert places() == english
