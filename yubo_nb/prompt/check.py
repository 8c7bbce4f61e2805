"""What is wrong with a prompt, found before it is paid for, each with its column."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from yubo_nb.prompt.alternatives import Choices
from yubo_nb.prompt.check_flags import flag_problems
from yubo_nb.prompt.check_words import word_problems
from yubo_nb.prompt.errors import Problem, PromptError, error, warning
from yubo_nb.prompt.tables import Value

if TYPE_CHECKING:
    from yubo_nb.prompt.text import Prompt

# A typo in an alternative shows in the first few; a thousand combinations only repeat it.
LOOKED_AT = 64
# Nobody reads more, and a megabyte of nonsense must not take minutes to judge.
LISTED = 500


def judged(prompt: "Prompt") -> tuple[Problem, ...]:
    """All problems by column. Alternatives are judged as what they become, in the columns of their source."""
    if "{" in prompt.source or "}" in prompt.source:
        found = _alternatives(prompt)
    else:
        found = list(islice(_plain_problems(prompt), LISTED))
    if len(found) > 1:
        found.sort(key=lambda problem: problem.column)
    return tuple(found)


def _alternatives(prompt: "Prompt") -> list[Problem]:
    source = prompt.source
    try:
        choices = Choices(source)
    except PromptError as fault:
        at = fault.column or 0
        return [error((at, at), None, fault.en, fault.zh)]
    found: dict[tuple[int, str], Problem] = {}
    for at, length in choices.twice:
        same = Problem(
            "warning",
            at,
            length,
            None,
            "the same choice twice: it is paid twice",
            "同一选项出现两次：会付两次费",
        )
        found[at, same.en] = same
    if "\\{" in source or "\\}" in source:
        at = min(at for at in (source.find("\\{"), source.find("\\}")) if at >= 0)
        en = "a plain brace reaches Midjourney, which reads braces as alternatives"
        literal = warning((at, at + 2), None, en, "花括号会原样发给 Midjourney，而它会把花括号当作多选")
        found[at, literal.en] = literal
    for index in range(min(choices.count, LOOKED_AT)):
        text, origin = choices.traced(index)
        one = type(prompt)(text, prompt.tables)
        for problem in islice(_plain_problems(one), LISTED):
            column = origin(problem.column)
            length = max(1, origin(problem.column + max(problem.length, 1) - 1) + 1 - column)
            key = (column, problem.en)
            found.setdefault(
                key, Problem(problem.severity, column, length, problem.parameter, problem.en, problem.zh)
            )
    return list(found.values())


def _plain_problems(prompt: "Prompt") -> Iterator[Problem]:
    yield from flag_problems(prompt)
    yield from word_problems(prompt)
    yield from _conflicts(prompt)


def _conflicts(prompt: "Prompt") -> Iterator[Problem]:
    flags = prompt.layout.flags
    if len(flags) < 2:
        return
    values = prompt.parameters
    for conflict in prompt.tables.conflicts:
        if all(_holds(thing, values) for thing in conflict.pair):
            name = conflict.pair[1].partition("=")[0]
            flag = next(flag for flag in reversed(flags) if flag.name == name)
            yield warning((flag.start, flag.end), name, conflict.en, conflict.zh)


def _holds(thing: str, values: Mapping[str, Value]) -> bool:
    name, _, wanted = thing.partition("=")
    if name not in values:
        return False
    value = values[name]
    return not wanted or (f"{value:g}" if isinstance(value, float) else str(value)) == wanted
