"""The arrows between the rooms look down, third parties live where they belong, and files stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "yubo_nb"
FILES = sorted(path for path in HOUSE.rglob("*.py"))
STATIC = sorted(path for path in HOUSE.rglob("*") if path.suffix in {".js", ".css"})

# What each room may import of ours. A room that is not listed (studio, magics, cli) may import all.
MAY_LOOK_AT = {
    "sandbox": (),
    "lang": (),
    "prompt": ("lang",),
    "api": ("lang",),
    # `prompt`, because typed parameter columns are written once, when a task is recorded.
    "history": ("lang", "prompt", "api.models", "api.errors"),
    "host": (),
    "live": ("lang", "host", "api", "history"),
    "calls": ("lang", "prompt", "api", "history", "live"),
    "data": ("lang", "history"),
    "widgets": ("lang", "host", "live", "calls", "data", "prompt", "api.models"),
    "sweep": ("lang", "live", "history", "prompt"),
    "keyplaces": ("lang", "api"),
    "keywatch": ("lang", "api"),
    "config": ("lang", "api", "keyplaces"),
    "keyprompt": ("lang", "api", "config", "keyplaces", "keywatch"),
}
LIVES_IN = {
    "httpx": ("api/transport.py",),  # its makers have stalled: one file must be enough to change
    "msgspec": ("api/",),
    "sqlalchemy": ("history/",),
    "pandas": ("data/",),
    "matplotlib": ("data/plots.py",),
    "ipywidgets": ("widgets/",),
    "anywidget": ("widgets/",),
    "traitlets": ("widgets/",),
    "IPython": ("widgets/", "studio.py", "magics.py", "cell.py"),
    "marimo": ("widgets/in_marimo.py",),
    "starlette": ("sandbox/",),
    "tqdm": ("live/progress.py",),
    "uvicorn": ("sandbox/",),
}
INSIDE_FUNCTIONS = {"pandas", "matplotlib"}


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that `path` imports, with whether that happens as soon as `path` itself is imported.

    Imports under `if TYPE_CHECKING` count for the arrows between rooms, which are about knowledge; what they
    name of third parties costs nothing and is left out.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    in_function = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    package = ["yubo_nb", *path.relative_to(HOUSE).parent.parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for module in found:
            if id(node) not in types_only or module.startswith("yubo_nb"):
                yield module, id(node) not in in_function


@pytest.mark.parametrize("path", [path for path in FILES if room(path) in MAY_LOOK_AT], ids=name)
def test_arrows_only_look_down(path: Path) -> None:
    allowed = tuple(f"yubo_nb.{other}" for other in (room(path), *MAY_LOOK_AT[room(path)]))
    ours = {module for module, _ in imports(path) if module.split(".")[0] == "yubo_nb"}
    wrong = {module for module in ours if not f"{module}.".startswith(tuple(f"{a}." for a in allowed))}
    assert not wrong, f"{name(path)} may not look at {sorted(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_third_parties_live_in_one_place(path: Path) -> None:
    for module, at_once in imports(path):
        party = module.split(".")[0]
        home = LIVES_IN.get(party, ("",))
        assert name(path).startswith(home), f"{name(path)} imports {party}, which lives in {home}"
        assert not (at_once and party in INSIDE_FUNCTIONS), (
            f"{name(path)}: import {party} inside the function"
        )


@pytest.mark.parametrize("path", [*FILES, *STATIC], ids=name)
def test_no_file_holds_several_ideas(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
