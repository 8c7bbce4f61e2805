"""What is wrong with the way the parameters of a prompt are written."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yubo_nb.prompt.check_limits import limits
from yubo_nb.prompt.errors import Problem, error, warning
from yubo_nb.prompt.hints import closest
from yubo_nb.prompt.scan import Flag
from yubo_nb.prompt.tables import Rule
from yubo_nb.prompt.values import expected, first_word, read, repaired

if TYPE_CHECKING:
    from yubo_nb.prompt.text import Prompt

_DASHES = "-—–－"
_ILLEGAL = {
    "ratio": re.compile(r"[^0-9:]+|[:]$"),
    "int": re.compile(r"[^0-9+-]+"),
    "float": re.compile(r"[^0-9.+-]+|[.]$"),
}


def flag_problems(prompt: "Prompt") -> Iterator[Problem]:
    """Everything that one flag alone, its version, or its missing partner makes wrong."""
    flags = prompt.layout.flags
    if not flags:
        return
    source = prompt.source
    rules = prompt.tables.rules(prompt.version or prompt.tables.assumed_version)
    seen: set[str] = set()
    for flag in flags:
        name = flag.name
        yield from _spelling(source, flag)
        if name in seen:
            en = f"--{name} stands here twice: the last one counts, or the job fails"
            yield warning(
                (flag.start, flag.end), name, en, f"--{name} 出现了两次：以最后一个为准，或者任务失败"
            )
        seen.add(name)
        rule = rules.get(name)
        if rule is None:
            yield _unknown(prompt, flag)
            continue
        yield from _value(source, flag, rule)
        yield from limits(prompt, flag, rule)


def _spelling(source: str, flag: Flag) -> Iterator[Problem]:
    written = source[flag.start : flag.name_end]
    name = written.lstrip(_DASHES)
    small = name.lower()
    if not written.startswith("--"):
        en = f"read as --{small}; write two plain hyphens"
        yield warning((flag.start, flag.name_end), flag.name, en, f"按 --{small} 理解；请写两个普通连字符")
    if name != small:
        en = f"write --{small}: capitals are not understood everywhere"
        yield warning((flag.start, flag.name_end), flag.name, en, f"请写 --{small}：并非处处都认大写")
    if flag.value_start > flag.name_end and "=" in source[flag.name_end : flag.value_start]:
        en = f"a blank, not =, stands between --{small} and its value"
        zh = f"--{small} 与值之间要用空格，不能用 ="
        yield error((flag.name_end, flag.value_start), flag.name, en, zh)


def _unknown(prompt: "Prompt", flag: Flag) -> Problem:
    name, names = flag.name, prompt.tables.names
    letters = name.rstrip("0123456789")
    if letters != name and letters in names:
        value = prompt.source[flag.start : flag.end].lstrip(_DASHES)[len(letters) :]
        en = f"did you mean --{letters} {value}, with a blank?"
        zh = f"是否想写 --{letters} {value}（加空格）？"
    elif meant := closest(name, names):
        en, zh = f"did you mean --{meant}?", f"是否想写 --{meant}？"
    else:
        en, zh = "it is sent as it stands", "将原样发送"
    en = f"--{name} is unknown to the table of {prompt.tables.date}; {en}"
    zh = f"{prompt.tables.date} 的参数表里没有 --{name}；{zh}"
    return warning((flag.start, flag.name_end), name, en, zh)


def _value(source: str, flag: Flag, rule: Rule) -> Iterator[Problem]:
    raw = source[flag.value_start : flag.end]
    name = flag.name
    if not raw:
        if rule.kind not in ("flag", "optional"):
            en, zh = expected(rule)
            span = (flag.start, flag.name_end)
            yield error(span, name, f"--{name} needs a value: {en}", f"--{name} 需要一个值：{zh}")
        return
    first = "" if rule.kind == "flag" else first_word(rule, raw)
    if len(first) < len(raw):
        start = flag.end - len(raw[len(first) :].lstrip())
        en = f"words behind --{name}: put them in front of all parameters"
        yield error((start, flag.end), name, en, f"--{name} 后面还有文字：请移到所有参数前面")
    if read(rule, first) is None:
        yield _unreadable(flag, rule, first)


def _unreadable(flag: Flag, rule: Rule, raw: str) -> Problem:
    span = (flag.value_start, flag.value_start + len(raw))
    if rule.kind in _ILLEGAL and (strange := _ILLEGAL[rule.kind].search(raw)):
        span = (flag.value_start + strange.start(), flag.value_start + strange.end())
    fix = repaired(rule, raw)
    en, zh = expected(rule)
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    if fix:
        en, zh = f"write --{flag.name} {fix}", f"请写 --{flag.name} {fix}"
    else:
        en, zh = f"expected {en}", f"应为{zh}"
    return error(span, flag.name, f"--{flag.name} {shown}: {en}", f"--{flag.name} {shown}：{zh}")
