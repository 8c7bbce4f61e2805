"""What is to be said of a text before it is sent: its problems and their places, its number, its price."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from yubo_nb.lang import say
from yubo_nb.prompt import Prompt, PromptError, count, parse, preview
from yubo_nb.widgets.form.knobs import control_of

FIRST = 5  # prompts that are shown of many
_LISTED = 50
_PICTURE = "https://reference.invalid/1.png "  # stands for a reference picture, which is not in the text


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that is wrong. `at` and `length` count UTF-16 units, as browsers do; -1: not in the text."""

    level: str
    text: str
    control: str = ""
    at: int = -1
    length: int = 0

    def as_told(self) -> dict[str, Any]:
        """As it travels to the browser."""
        return {
            "level": self.level,
            "text": self.text,
            "control": self.control,
            "at": self.at,
            "length": self.length,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """`count` is 0 where that cannot be said."""

    marks: tuple[Mark, ...] = ()
    count: int = 1
    first: tuple[str, ...] = ()
    ready: bool = False

    @property
    def controls(self) -> dict[str, tuple[str, str]]:
        """For each control with a mark the first one: its level and its words."""
        return {mark.control: (mark.level, mark.text) for mark in reversed(self.marks) if mark.control}


def judge(
    text: str,
    *,
    limit: int,
    pictures: int = 0,
    refused: dict[str, str] | None = None,
    banned: Collection[str] = (),
) -> Judgement:
    """Judge a text that goes with so many reference pictures.

    `refused` is what stands in a control and cannot be written into the text; `banned` are words that the
    relay has refused before.
    """
    stuck = tuple(Mark("error", why, control) for control, why in (refused or {}).items())
    if not text.strip():
        return Judgement(stuck)
    prompt = parse(text)
    marks = [*stuck, *_problems(text, prompt, pictures), *_banned(text, prompt, banned)]
    number, first = 0, ()
    try:
        number = count(text)
        first = tuple(preview(text, FIRST)) if number > 1 else ()
    except PromptError as fault:
        if all(mark.level != "error" for mark in marks):
            marks.append(_mark(text, "error", str(fault), fault.parameter, (fault.column or 0, 1)))
    if number > limit:
        en = f"{_many(number)} prompts are more than the {limit} that go with one press; a sweep takes more"
        zh = f"共 {_many(number)} 条提示词，超过一次最多 {limit} 条；更多请用 sweep"
        marks.append(Mark("error", say(en, zh)))
    ready = number > 0 and all(mark.level != "error" for mark in marks)
    return Judgement(tuple(marks), number, first, ready)


def _problems(text: str, prompt: Prompt, pictures: int) -> Iterator[Mark]:
    ahead = _PICTURE * pictures
    problems = parse(ahead + text).problems if ahead else prompt.problems
    for problem in problems[:_LISTED]:
        at = max(0, problem.column - len(ahead))
        yield _mark(text, problem.severity, problem.message, problem.parameter, (at, problem.length))


def _banned(text: str, prompt: Prompt, banned: Collection[str]) -> Iterator[Mark]:
    low = prompt.text.lower()
    for word in banned:
        if word and (at := low.find(word.lower())) >= 0:
            en = f"the relay has refused “{word}” as a banned word; nothing was charged"
            said = say(en, f"中转曾以敏感词拒绝“{word}”，未扣费")
            yield _mark(text, "warning", said, None, (prompt.layout.words[0] + at, len(word)))


def _mark(text: str, level: str, said: str, parameter: str | None, place: tuple[int, int]) -> Mark:
    at, length = place
    control = control_of(parameter) if parameter else ""
    return Mark(level, said, control, _units(text[:at]), _units(text[at : at + length]))


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _many(number: int) -> str:
    return f"{number:,}" if number.bit_length() < 64 else say("very many", "极多")
