"""Changing parameters in a text while every other character stays where it was."""

from collections.abc import Mapping

from yubo_nb.prompt.errors import PromptError
from yubo_nb.prompt.hints import closest
from yubo_nb.prompt.scan import Flag, Layout, layout
from yubo_nb.prompt.tables import Rule, Tables
from yubo_nb.prompt.values import written


def rewritten(source: str, parts: Layout, changes: Mapping[str, object], tables: Tables) -> str:
    """The text with these parameters set, replaced, or (None, or False) removed; new ones at the end."""
    for given, value in changes.items():
        # A name that is a choice, `--{V 5, niji}`, stands as it is written; its case is part of it.
        spelled = any(flag.name == given for flag in parts.flags)
        name = given if spelled else tables.names.get(given.lower(), given.lower())
        own = [flag for flag in parts.flags if flag.name == name]
        rule = tables.parameters.get(name)
        if rule is None and not own:
            hint = closest(given, tables.names)
            raise PromptError(
                f"unknown parameter {given!r}" + (f"; did you mean {hint!r}?" if hint else ""),
                f"未知参数 {given!r}" + (f"；是否想写 {hint!r}？" if hint else ""),
                parameter=given,
            )
        text = written(rule or Rule(name, "optional", separator=" "), value)
        before = source
        for flag in reversed(own if text is None else own[:-1]):
            source = _without(source, flag)
        if text is not None and own:
            moved = len(source) - len(before)
            source = _replaced(source, own[-1], moved, rule, text)
        elif text is not None:
            source = _appended(source, f"--{name} {text}".rstrip())
        if source != before:
            parts = layout(source, tables.names)
    return source


def _without(source: str, flag: Flag) -> str:
    head = source[: flag.start].rstrip()
    tail = source[flag.end :]
    return head + tail if head else source[: flag.start] + tail.lstrip()


def _replaced(source: str, flag: Flag, moved: int, rule: Rule | None, text: str) -> str:
    name_end, value_start, end = flag.name_end + moved, flag.value_start + moved, flag.end + moved
    gap, old = source[name_end:value_start], source[value_start:end]
    if rule is not None and not rule.separator and "{" not in old:
        # One word is the value; words that strayed behind it are the user's and stay.
        taken = "" if rule.kind == "flag" else (old.split(maxsplit=1) or [""])[0]
        end = value_start + len(taken)
    name, rest = source[:name_end], source[end:]
    if text:
        return name + (gap if gap.isspace() else " ") + text + rest
    if end > value_start:
        return name + rest
    if "=" in gap:
        return name + (" " + rest.lstrip() if rest.strip() else rest)
    return source


def _appended(source: str, piece: str) -> str:
    end = len(source.rstrip())
    return source[:end] + (" " if end else "") + piece + source[end:]
