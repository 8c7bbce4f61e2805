"""The parameters as typed columns for a history, and the key of prompts that differ by their seed alone."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from yubo_nb.prompt.tables import Tables, Value
from yubo_nb.prompt.text import Prompt

COLUMNS: Mapping[str, type[str] | type[int] | type[float] | type[bool]] = MappingProxyType({
    "ar": str, "stylize": int, "chaos": int, "weird": int, "seed": int, "version": str, "niji": str,
    "quality": float, "iw": float, "no": str, "style": str, "raw": bool, "tile": bool, "draft": bool,
    "sref": str, "sw": int, "cref": str, "cw": int, "oref": str, "ow": int, "stop": int, "exp": int,
    "profile": str, "mode": str,
})  # fmt: skip
"""The columns in their order, and the Python type of each; every one of them may be None."""

_MODES = ("fast", "relax", "turbo")
_BLANKS = re.compile(r"\s+")


def columns(text: str, *, tables: Tables | None = None) -> dict[str, Value | None]:
    """The columns of one prompt: None where a parameter is absent or not of the column's type.

    `--style raw` sets `raw` too; `mode` is the last of --fast, --relax, --turbo; versions lose a ".0".
    """
    prompt = Prompt(text, tables)
    row: dict[str, Value | None] = dict.fromkeys(COLUMNS)
    groups = prompt.layout.groups
    for flag in prompt.layout.flags:
        if flag.name in _MODES:
            row["mode"] = flag.name
    for name, value in prompt.parameters.items():
        kind = COLUMNS.get(name)
        if kind is None:
            continue
        if value is True and kind is str:
            rule = prompt.tables.parameters.get(name)
            row[name] = rule.bare or None if rule else None
        elif kind is float and type(value) is int:
            row[name] = float(value)
        elif type(value) is kind and not (groups and isinstance(value, str) and "{" in value):
            row[name] = value
    if row["style"] == "raw":
        row["raw"] = True
    if isinstance(row["ar"], str) and not _ratio(row["ar"]):
        row["ar"] = None
    for name in ("version", "niji"):
        named = row[name]
        if isinstance(named, str):
            row[name] = named.lower().removesuffix(".0")
    return row


def normal_key(text: str, *, tables: Tables | None = None) -> str:
    """The prompt without its seed, written one way: parameters by long name in order, single blanks.

    Two prompts have the same key exactly when, as far as these rules see, only their seeds differ.
    """
    prompt = Prompt(text, tables)
    parts = [*prompt.images, _BLANKS.sub(" ", prompt.text)]
    for name in sorted(prompt.parameters):
        value = prompt.parameters[name]
        if name == "seed":
            continue
        if name in ("version", "niji") and value is not True:
            value = str(value).lower().removesuffix(".0")
        parts.append(f"--{name}" if value is True else f"--{name} {_shown(value)}")
    return " ".join(part for part in parts if part)


def _ratio(value: str) -> bool:
    width, colon, height = value.partition(":")
    return bool(colon) and width.isdecimal() and height.isdecimal() and int(width) > 0 and int(height) > 0


def _shown(value: Value) -> str:
    return f"{value:.10g}" if isinstance(value, float) else _BLANKS.sub(" ", str(value))
