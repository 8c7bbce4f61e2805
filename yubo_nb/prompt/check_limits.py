"""What the dated tables say against a parameter: its range, its version, what it needs beside it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yubo_nb.prompt.errors import Problem, error, warning
from yubo_nb.prompt.scan import Flag
from yubo_nb.prompt.tables import Rule, Value

if TYPE_CHECKING:
    from yubo_nb.prompt.text import Prompt


def limits(prompt: "Prompt", flag: Flag, rule: Rule) -> Iterator[Problem]:
    """Doubts about one flag in the version that the prompt names, or in the assumed one."""
    name = flag.name
    value = prompt.parameters[name]
    span = (flag.value_start, flag.end)
    if name == "version":
        yield from _version(prompt, span, str(value))
    elif rule.values:
        yield from _listed(prompt, span, rule, value)
    elif rule.range is not None:
        yield from _ranged(prompt, span, rule, value)
    elif rule.widest is not None:
        yield from _widest(prompt, span, rule, value)
    version = prompt.version or prompt.tables.assumed_version
    if not rule.available(version):
        en, zh = _in_version(prompt)
        en, zh = f"--{name} is not part of {en}", f"{zh}没有 --{name}"
        if rule.instead:
            en, zh = f"{en}; use --{rule.instead}", f"{zh}；请用 --{rule.instead}"
        yield warning((flag.start, flag.end), name, en, zh)
    if rule.needs == "images" and not prompt.images:
        en = f"--{name} does nothing without a picture URL in front"
        yield warning((flag.start, flag.end), name, en, f"--{name} 没有前面的图片网址就不起作用")
    elif rule.needs and rule.needs != "images" and rule.needs not in prompt.parameters:
        en = f"--{name} does nothing without --{rule.needs}"
        yield warning((flag.start, flag.end), name, en, f"--{name} 没有 --{rule.needs} 就不起作用")


def _in_version(prompt: "Prompt") -> tuple[str, str]:
    named = prompt.version
    if named is None:
        assumed = prompt.tables.assumed_version
        return f"version {assumed}, assumed because none is named", f"版本 {assumed}（未写版本，此为假定）"
    return (named, f"{named} ") if named.startswith("niji") else (f"version {named}", f"版本 {named} ")


def _version(prompt: "Prompt", span: tuple[int, int], named: str) -> Iterator[Problem]:
    tables = prompt.tables
    if named and named.lower().removesuffix(".0") not in tables.known_versions:  # none: said already
        en = f"version {named} is unknown to the table of {tables.date}: nothing is checked against it"
        yield warning(span, "version", en, f"{tables.date} 的参数表里没有版本 {named}，无法据此检查")


def _listed(prompt: "Prompt", span: tuple[int, int], rule: Rule, value: Value) -> Iterator[Problem]:
    if value is True or value in rule.values or _unread(rule, value):
        return
    shown = f"{value:g}" if isinstance(value, float) else value
    allowed = ", ".join(str(one) for one in rule.values)
    en, zh = _in_version(prompt)
    en, zh = f"{en} takes {allowed}", f"{zh}接受 {allowed}"
    yield warning(span, rule.name, f"--{rule.name} {shown}: {en}", f"--{rule.name} {shown}：{zh}")


def _ranged(prompt: "Prompt", span: tuple[int, int], rule: Rule, value: Value) -> Iterator[Problem]:
    if rule.range is None or isinstance(value, str):
        return
    low, high = rule.range
    if low <= value <= high:
        return
    shown = f"{value:.10g}" if isinstance(value, float) else value
    en, zh = f"from {low:.10g} to {high:.10g}", f"范围为 {low:.10g} 到 {high:.10g}"
    if rule.hard or value < 0 <= low:
        yield error(span, rule.name, f"--{rule.name} {shown}: {en}", f"--{rule.name} {shown}：{zh}")
        return
    version = _in_version(prompt)
    en, zh = f"{en} in {version[0]}", f"{version[1]}{zh}"
    yield warning(span, rule.name, f"--{rule.name} {shown}: {en}", f"--{rule.name} {shown}：{zh}")


def _widest(prompt: "Prompt", span: tuple[int, int], rule: Rule, value: Value) -> Iterator[Problem]:
    sides = [
        int(side) for side in str(value).split(":") if side.isascii() and side.isdigit() and len(side) < 19
    ]
    if rule.widest is None or len(sides) != 2 or max(sides) <= rule.widest * min(sides):
        return
    en, zh = _in_version(prompt)
    en, zh = f"{en} goes up to {rule.widest:g}:1", f"{zh}最多到 {rule.widest:g}:1"
    yield warning(span, rule.name, f"--{rule.name} {value}: {en}", f"--{rule.name} {value}：{zh}")


def _unread(rule: Rule, value: Value) -> bool:
    """Whether the value stayed text although it should be a number: that is said elsewhere."""
    return rule.kind in ("int", "float") and isinstance(value, str)
