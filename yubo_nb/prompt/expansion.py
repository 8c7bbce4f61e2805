r"""One prompt with alternatives, to the prompts that are really sent. Relays do not do it: their tasks hang.

`{a, b}` and `{a|b}` choose, nest and multiply; a backslash makes `,` `|` `{` `}` plain. `{1-10 (+2)}`,
`{0-100 [5]}` and `{1, 2, ..., 10}` are numbers, so is `{1-10}` alone in its braces. `--repeat 3` makes three.
"""

import re

from yubo_nb.lang import say
from yubo_nb.prompt.alternatives import Choices
from yubo_nb.prompt.errors import PromptError
from yubo_nb.prompt.text import parse

LIMIT = 10_000
"""More prompts than this from one text are refused unless the caller says otherwise."""

_MARK = r"(?:--|[—–]{1,2}|－－)"
_REPEAT_INSIDE = re.compile(
    rf"{_MARK}(?:repeat|r)(?![\w-])|{_MARK}\{{[^{{}}]*?(?<![\w-])(?:repeat|r)\s", re.IGNORECASE
)


def count(text: str) -> int:
    """How many prompts `expand` makes of this text, found without making them."""
    choices, times = _read(text)
    return choices.count * times if choices else times


def expand(text: str, *, limit: int = LIMIT) -> list[str]:
    """Every prompt this text stands for, the last alternative changing fastest.

    Raises PromptError, with the column, on braces without a partner and ranges that never arrive, and
    before anything is built when there are more than `limit`.
    """
    choices, times = _read(text)
    total = choices.count * times if choices else times
    if total > limit:
        raise PromptError(
            f"this text stands for {_large(total)} prompts, more than the limit of {limit}",
            f"这段文字会展开成 {_large(total)} 条提示词，超过上限 {limit}",
        )
    return _some(text, choices, times, total)


def preview(text: str, n: int = 10) -> list[str]:
    """The first `n` prompts, however many there are; for a look before anything is sent."""
    choices, times = _read(text)
    return _some(text, choices, times, min(n, choices.count * times if choices else times))


def values(text: str, *, limit: int = LIMIT) -> list[str]:
    """The values in one field of a form: `50, 250` or `1-10 (+2)` or `0-100 [5]`, as inside of braces."""
    opening = text.strip()
    if not opening:
        return []
    try:
        choices = Choices("{" + opening + "}")
    except PromptError as fault:
        shift = text.index(opening) - 1
        raise PromptError(fault.en, fault.zh, column=max(0, (fault.column or 0) + shift)) from None
    if choices.count > limit:
        raise PromptError(
            f"{_large(choices.count)} values, more than the limit of {limit}",
            f"共 {_large(choices.count)} 个值，超过上限 {limit}",
        )
    return [choices.text(index) for index in range(choices.count)]


def _read(text: str) -> tuple[Choices | None, int]:
    """The alternatives, if there are any, and how often each of them is repeated."""
    if "{" not in text and "}" not in text:
        return None, _repeat(text)[1]
    choices = Choices(text)  # first, so that faults have the columns of the whole text
    for start, end in parse(text).layout.groups:
        if match := _REPEAT_INSIDE.search(text, max(0, start - 2), end):
            raise _outside(match.start())
    plain, times = _repeat(text)
    return (choices if plain == text else Choices(plain)), times


def _repeat(text: str) -> tuple[str, int]:
    prompt = parse(text)
    flags = [flag for flag in prompt.layout.flags if flag.name == "repeat"]
    if not flags:
        return text, 1
    times = prompt.parameters["repeat"]
    at = flags[-1].start
    if isinstance(times, str) and "{" in times:
        raise _outside(at)
    if not isinstance(times, int) or times < 1:
        raise PromptError(
            f"--repeat {times}: expected a whole number from 1", f"--repeat {times}：应为不小于 1 的整数",
            column=at, parameter="repeat",
        )  # fmt: skip
    return prompt.with_parameters(repeat=None).source, times


def _some(text: str, choices: Choices | None, times: int, total: int) -> list[str]:
    if choices is None:
        return [_repeat(text)[0]] * total
    return [choices.text(index // times) for index in range(total)]


def _outside(column: int) -> PromptError:
    return PromptError(
        "write --repeat once, outside of all braces", "--repeat 只写一次，并放在花括号外面",
        column=column, parameter="repeat",
    )  # fmt: skip


def _large(number: int) -> str:
    """A count in words: beyond 4,300 digits Python refuses to print one."""
    if number.bit_length() < 64:
        return f"{number:,}"
    return say(
        f"about 10^{int(number.bit_length() * 0.30103)}", f"约 10^{int(number.bit_length() * 0.30103)}"
    )
