"""The parameters of each model version, as dated data that a user can overrule."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from yubo_nb.lang import say
from yubo_nb.prompt.errors import PromptError

Kind = Literal["int", "float", "ratio", "flag", "text", "optional"]
Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One parameter: how it is written, what it takes, where it exists. `tables.toml` explains the fields."""

    name: str
    kind: Kind
    alias: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    values: tuple[Value, ...] = ()
    default: Value | None = None
    hard: bool = False
    versions: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    needs: str = ""
    instead: str = ""
    bare: str = ""
    separator: str = ""
    widest: float | None = None
    labels: tuple[str, str] = ("", "")
    hints: tuple[str, str] = ("", "")

    @property
    def label(self) -> str:
        """What the form calls it, in the reader's language."""
        return say(*self.labels) or self.name

    @property
    def hint(self) -> str:
        """One sentence for the form, or nothing."""
        return say(*self.hints)

    def available(self, version: str) -> bool:
        """Whether the sources say that this version has it; a version they do not know has everything."""
        return version not in self.not_in and (not self.versions or version in self.versions)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two things, each a parameter or `name=value`, that do not go together."""

    pair: tuple[str, str]
    en: str
    zh: str


class Tables:
    """All rules of one date. `tables=` of every function of this package takes one."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.date = str(data["date"])
        self.sources: tuple[str, ...] = tuple(data["sources"])
        self.assumed_version = str(data["assumed_version"])
        self.known_versions: tuple[str, ...] = tuple(data["known_versions"])
        self.newest_niji = str(data["newest_niji"])
        self.multi_prompt_not_in: frozenset[str] = frozenset(data["multi_prompt_not_in"])
        entries = cast("Mapping[str, Mapping[str, Any]]", data["parameters"])
        self.parameters: Mapping[str, Rule] = MappingProxyType(
            {name: _rule(name, entry) for name, entry in entries.items()}
        )
        self._changes = {name: cast("Mapping[str, Any]", e.get("in", {})) for name, e in entries.items()}
        self.conflicts = tuple(
            Conflict((str(c["pair"][0]), str(c["pair"][1])), str(c["say"][0]), str(c["say"][1]))
            for c in data.get("conflicts", ())
        )
        self._versions: dict[str, Mapping[str, Rule]] = {}

    def __repr__(self) -> str:
        return f"Tables(date={self.date!r}, {len(self.parameters)} parameters)"

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every way to write a name, to the long one."""
        return {way: rule.name for rule in self.parameters.values() for way in (rule.name, *rule.alias)}

    def rules(self, version: str) -> Mapping[str, Rule]:
        """All rules as this version changes them, also those of parameters that it lacks."""
        if version not in self._versions:
            changed = {
                name: _rule(name, self._changes[name][version], rule)
                if version in self._changes[name]
                else rule
                for name, rule in self.parameters.items()
            }
            self._versions[version] = MappingProxyType(changed)
        return self._versions[version]

    def overlaid(self, changes: Mapping[str, Any]) -> "Tables":
        """These tables with what `changes` says differently; lists are replaced, tables are merged."""
        return Tables(_merged(self._data, changes))


def _rule(name: str, entry: Mapping[str, Any], base: Rule | None = None) -> Rule:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType] (TOML)
        for key, value in entry.items()
        if key != "in"
    }
    for said, field in (("label", "labels"), ("hint", "hints")):
        if said in fields:
            fields[field] = fields.pop(said)
    try:
        return replace(base, **fields) if base else Rule(name, **fields)
    except TypeError as fault:
        raise PromptError(
            f"the table of --{name} cannot be read: {fault}",
            f"无法读取 --{name} 的参数表：{fault}",
            parameter=name,
        ) from fault


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        known = result.get(key)
        both = isinstance(known, Mapping) and isinstance(value, Mapping)
        result[key] = (
            _merged(cast("Mapping[str, Any]", known), cast("Mapping[str, Any]", value)) if both else value
        )
    return result


_BUILT_IN = Tables(tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8")))
_current = _BUILT_IN

PARAMETERS: Mapping[str, Rule] = _BUILT_IN.parameters
"""The parameters this package ships with, by long name."""


def read_tables(path: str | PathLike[str]) -> Tables:
    """The built-in tables with those of a TOML or JSON file laid over them, for a `tables=` argument."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        return _BUILT_IN.overlaid(json.loads(text) if str(path).endswith(".json") else tomllib.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise PromptError(
            f"{path} is not a parameter table: {fault}", f"{path} 不是参数表：{fault}"
        ) from fault


def load_tables(path: str | PathLike[str] | None) -> Tables:
    """Use this file from now on wherever no `tables=` is given; None goes back to the built-in tables."""
    global _current  # noqa: PLW0603 (one choice for the whole process is what the name promises)
    _current = _BUILT_IN if path is None else read_tables(path)
    return _current


def current_tables() -> Tables:
    """The tables used where no `tables=` is given."""
    return _current


def table(version: str | float | None = None, *, tables: Tables | None = None) -> dict[str, Rule]:
    """The parameters of one version with its ranges: "7", 6.1, "niji 6"; None is the assumed version."""
    used = tables or _current
    key = used.assumed_version if version is None else str(version).lower().removesuffix(".0")
    return {name: rule for name, rule in used.rules(key).items() if rule.available(key)}
