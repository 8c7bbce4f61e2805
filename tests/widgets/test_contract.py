"""Python and JavaScript of one widget agree on every trait, message, field and word."""

import re
import typing
from pathlib import Path

import pytest

from tests.widgets.fakes import FakeEngine, finished, listen
from yubo_nb.history import Mark
from yubo_nb.live.hub import CardPhase
from yubo_nb.live.reasons import KINDS
from yubo_nb.widgets import boards, messages, panel, wire
from yubo_nb.widgets.base import STATIC, Live, modules
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.messages.checks import Bytes, _checks
from yubo_nb.widgets.wire import ButtonSets, card_row
from yubo_nb.widgets.words import words

assert panel  # these two bring in every live view there is
assert boards


def below(widget: type) -> set[type]:
    return {widget}.union(*map(below, widget.__subclasses__()))


LIVE = sorted((one for one in below(Live) if one.module), key=lambda widget: widget.__name__)
EVERY = sorted(path.stem for path in STATIC.glob("*.js"))

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


@pytest.mark.parametrize("widget", LIVE)
def test_the_traits_are_the_same(widget: type[Live]) -> None:
    ours = {
        name
        for name in widget.class_trait_names(sync=True)
        if name not in HOUSE and not name.startswith(("_model", "_view"))
    }
    # What a trait is made of stands in braces of its own.
    traits = re.sub(r"(?<=.)\{[^{}]*\}", "", typedef(source(widget.module), "Traits"), flags=re.DOTALL)
    assert keys(traits) == ours


def test_every_module_belongs_to_a_widget_and_imports_what_is_there() -> None:
    loaded = {name for widget in LIVE for name in modules(widget.module)}
    assert loaded | {"boot"} == set(EVERY)
    for name in EVERY:
        # the loader reads one form of import; another would fail only in the browser
        for line in re.findall(r"^(?:import|export .* from) .*$", source(name), re.MULTILINE):
            assert re.fullmatch(r'import \{[^"}]*\} from "\./\w+\.js";', line), (name, line)
        for line in re.findall(r"^export.*", source(name), re.MULTILINE):  # boot.js reads no other form
            assert re.match(r"export (default |(async )?(function|class|const) \w+)", line), (name, line)


@pytest.mark.parametrize("name", sorted(set(EVERY) - {"boot"}))
def test_what_travels_is_the_source_without_lines_that_are_comments(name: str) -> None:
    kept = iter(modules(name)[name].splitlines())
    inside = False
    for line in source(name).splitlines():
        begins = line.lstrip()
        if inside or (
            begins.startswith(("//", "/**")) and ("*/" not in line or line.rstrip().endswith("*/"))
        ):
            inside = (inside or begins.startswith("/**")) and "*/" not in line
        else:
            assert line == next(kept)
    assert next(kept, None) is None


@pytest.mark.parametrize("name", EVERY)
def test_javascript_sets_no_trait_and_builds_no_markup(name: str) -> None:
    js = source(name)
    for forbidden in (
        "model.set(",
        "save_changes",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
    ):
        assert forbidden not in js, forbidden


def test_every_message_to_the_kernel_is_one_it_reads() -> None:
    """Each `send({ kind: "act", gesture, key: … })` names exactly the fields that the kernel checks."""
    sent: dict[str, set[str]] = {}
    for name in EVERY:
        for kind, rest in re.findall(r'send\(\{ kind: "([\w-]+)"((?:, [^}]+)?) \}', source(name)):
            names = set(re.findall(r", (\w+)(?=[:,]|$)", re.sub(r"\([^()]*\)|\[[^\]]*\]", "", rest)))
            assert sent.setdefault(kind, names) == names, (name, kind)
    wanted = {
        kind: {name for name, check in _checks(message) if not isinstance(check, Bytes)}
        for kind, message in messages.KINDS.items()
    }
    assert sent == wanted


def test_every_message_to_the_browser_is_one_it_reads() -> None:
    python = "".join(path.read_text("utf-8") for path in Path(wire.__file__).parent.rglob("*.py"))
    told = set(re.findall(r'\.tell\(\s*"([\w-]+)"', python))
    read: set[str] = set()
    for widget in LIVE:
        whole = "".join(modules(widget.module).values())
        (home,) = (
            name for name in modules(widget.module) if re.search(r"\} Message$", source(name), re.MULTILINE)
        )
        declared = set(re.findall(r'kind: "([\w-]+)"', typedef(source(home), "Message")))
        handled = set(re.findall(r'case "([\w-]+)":|kind [!=]== "([\w-]+)"', whole))
        assert declared <= {kind for pair in handled for kind in pair}, widget
        read |= declared
    assert read == told


def test_the_fields_of_a_row_and_of_a_patch_are_the_same() -> None:
    js = source("store")
    row = {"key", "origin", "phase", "prompt", "cut", "set", "uuid", "more", "percent", *wire.DEFAULTS}
    row |= {"starred", "rating", "note", "reason", "banned"}
    assert keys(typedef(js, "Row")) == row
    said = Mark(rating=4, starred=True, note="good")
    full = card_row(finished(mark=said, phase="rejected", message="“gore” is a banned word."), ButtonSets())
    assert set(full) - row == set()
    assert row - {"cut", "more", "percent", "queued", "retry_ms"} - set(full) <= set(wire.DEFAULTS)
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
    js = "".join(source(name) for name in EVERY)
    phases = set(typing.get_args(CardPhase))
    charged = {"charged_yes", "charged_no", "charged_unknown", "charged_refunded"}
    reasons = {f"{part}_{kind}" for kind in KINDS for part in ("what", "todo")}
    costs = {f"cost_{name}{price}" for name in ("yes", "unknown", "refunded") for price in ("", "_price")} | {
        "cost_no"
    }
    used = set(re.findall(r'(?:word\(|words"\)\[)"(\w+)"', js))
    for choice in re.findall(r'word\([^()]*?\? "(\w+)" : "(\w+)"', js):
        used.update(choice)
    assert used | phases | charged | reasons | costs == set(words())


def test_both_languages_have_the_same_places_for_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def places() -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in words().items()}

    monkeypatch.setenv("YUBO_LANG", "en")
    english = places()
    monkeypatch.setenv("YUBO_LANG", "zh")
    assert places() == english


def test_no_two_modules_of_a_view_give_the_same_name_to_different_things() -> None:
    """The tools of the mask editor once stood in the toolbar of the board: both were called `yb-tools`.

    A class that two modules make and two style sheets describe must be one that is meant to be shared.
    """
    shared = {"answer", "armed", "button", "card", "chip", "choices", "field", "hint", "icon", "line", "main"}
    shared |= {
        "more",
        "open",
        "parent",
        "prompt",
        "state",
        "time",
        "change",
        "slider-head",
        "slot-hint",
        "window",
        "picture",
        "has-image",
        "good",
        "plain",
    }
    for widget in LIVE:
        made: dict[str, set[str]] = {}
        for name, js in modules(widget.module).items():
            for found in re.findall(r'(?:make|makeButton)\((?:"\w+", )?"(yb-[^"]+)"', js):
                for one in found.split():
                    made.setdefault(one.removeprefix("yb-"), set()).add(name)
        styled: dict[str, set[str]] = {}
        for sheet in widget.styles:
            for one in set(re.findall(r"\.yb-([\w-]+)", (STATIC / f"{sheet}.css").read_text("utf-8"))):
                styled.setdefault(one, set()).add(sheet)
        twice = {one for one in made if len(made[one]) > 1 and len(styled.get(one, ())) > 1}
        assert twice <= shared, (widget, {one: (made[one], styled[one]) for one in twice - shared})
