"""Write docs/api.md, the reference of every public name, from its signature and docstring: `make docs`."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin

REPOSITORY = Path(__file__).parents[1]
PAGE = REPOSITORY / "docs" / "api.md"
PACKAGES = ("yubo_nb", "yubo_nb.api", "yubo_nb.prompt")
HEAD = """# API reference

Made from the docstrings by `make docs`; a test compares. Arguments after `*` are given by name."""


def words(kind: Any) -> str:
    """An annotation, written the same by every version of Python."""
    if isinstance(kind, str | ForwardRef):
        return re.sub(r"\b(?:\w+\.)+", "", getattr(kind, "__forward_arg__", kind))
    if isinstance(kind, list):
        return f"[{', '.join(map(words, kind))}]"
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return " | ".join(map(words, inner))
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, inner))}]"
    if origin is not None:
        return f"{origin.__name__}[{', '.join(map(words, inner))}]"
    return {NoneType: "None", None: "None", ...: "..."}.get(kind) or kind.__name__


class _Words(str):
    """An annotation's words; a Signature prints what `repr` gives."""

    __slots__ = ()
    __repr__ = str.__str__


def arguments(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """What it takes; for a data class, its fields."""
    return [
        one if one.annotation is one.empty else one.replace(annotation=_Words(words(one.annotation)))
        for one in inspect.signature(function).parameters.values()
        if one.name not in {"self", "cls"}
    ]


def signature(name: str, function: Callable[..., Any]) -> str:
    """How it is called."""
    back = inspect.signature(function).return_annotation
    arrow = "" if back in {inspect.Signature.empty, None} else f" -> {words(back)}"
    return f"{name}{inspect.Signature(arguments(function))}{arrow}"


def doc(thing: Any) -> str:
    """Its docstring, examples in it as code."""
    return re.sub(r"(?m)^((?: {4}.*\n?)+)", r"```python\n\1```\n", inspect.getdoc(thing) or "").strip()


def remark(package: str, name: str) -> str:
    """The text below a constant's assignment, which Python itself forgets."""
    for path in sorted((REPOSITORY / package.replace(".", "/")).glob("*.py")):
        for one, after in pairwise(ast.parse(path.read_text("utf-8")).body):
            named = getattr(one, "target", None) or getattr(one, "targets", [None])[0]
            if isinstance(named, ast.Name) and named.id == name and isinstance(after, ast.Expr):
                return inspect.cleandoc(ast.literal_eval(after.value))
    return ""


def public() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each package with its public names; a name that a lower package has too is told there."""
    told = {name for package in PACKAGES[1:] for name in import_module(package).__all__}
    for package in PACKAGES:
        module = import_module(package)
        here = {*module.__all__} - {"__version__"} - (told if package == PACKAGES[0] else set())
        yield package, {name: getattr(module, name) for name in sorted(here, key=_order)}


def _order(name: str) -> tuple[str, str]:
    return name.lower(), name


def members(cls: type) -> Iterator[tuple[str, str]]:
    """Public methods and properties as they are used, and their texts; inherited ones first."""
    found: dict[str, Any] = {}
    for one in (one for one in reversed(cls.__mro__) if one.__module__.startswith(PACKAGES[0])):
        found |= {name: member for name, member in vars(one).items() if not name.startswith("_")}
    for name, member in found.items():
        inner = getattr(member, "fget", None) or getattr(member, "func", None)  # of a property, cached or not
        if inner is not None:
            yield f"{name}: {words(inspect.signature(inner).return_annotation)}", doc(inner)
        elif callable(method := getattr(cls, name)) and not inspect.isclass(method):
            yield inspect.iscoroutinefunction(method) * "await " + signature(name, method), doc(method)


def of_class(name: str, cls: type) -> Iterator[str]:
    """What it is, how it is made, what it has."""
    fields = arguments(cls) if dataclasses.is_dataclass(cls) else ()
    made = signature(name, cls)
    yield "" if fields or re.search(r": _[A-Z]", made) else f"`{made}`"  # private types: not made by hand
    yield doc(cls)
    yield "\n".join(f"- `{field}`" for field in fields)
    for usage, text in members(cls):
        yield from (f"**`{usage}`**", text)


def of_errors(error: type, depth: int = 0) -> Iterator[str]:
    """The tree below an error, in the order of the source."""
    yield f"{'  ' * depth}- **`{error.__name__}`** {' '.join(doc(error).split())}"
    for one in error.__subclasses__():
        if one.__module__ == error.__module__:
            yield from of_errors(one, depth + 1)


def blocks() -> Iterator[str]:
    """The page, piece by piece."""
    yield HEAD
    for package, names in public():
        yield f"## {package}"
        yield doc(import_module(package))
        base = names.get("YuboError")
        for name, thing in names.items():
            if base and inspect.isclass(thing) and issubclass(thing, base):
                continue
            yield f"### {name}"
            if inspect.isclass(thing):
                yield from of_class(name, thing)
            elif inspect.isfunction(thing):
                yield from (f"`{signature(name, thing)}`", doc(thing))
            else:
                yield from (f"`{thing!r}`" if len(repr(thing)) < 60 else "", remark(package, name))
        if base:
            yield from ("### Errors", f"`{signature('YuboError', base)}`", "\n".join(of_errors(base)))


def page() -> str:
    """The whole reference."""
    return "\n\n".join(block for block in blocks() if block) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
