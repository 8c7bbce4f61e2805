"""What can be wrong with a prompt, and the one exception of the prompt language."""

from dataclasses import dataclass
from typing import Literal

from yubo_nb.lang import say

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a relay would only say minutes after the submit, or never.

    An *error* cannot succeed. A *warning* is what the dated tables say against it: it may still work.
    `column` counts characters from 0, so that `text[column : column + length]` is what is meant.
    """

    severity: Severity
    column: int
    length: int
    parameter: str | None
    en: str
    zh: str

    @property
    def message(self) -> str:
        """The reason and the fix, in the language of the reader at this moment."""
        return say(self.en, self.zh)

    def __str__(self) -> str:
        return say(f"column {self.column + 1}: {self.en}", f"第 {self.column + 1} 个字符：{self.zh}")


def warning(span: tuple[int, int], parameter: str | None, en: str, zh: str) -> Problem:
    """A doubt about the characters of `span`; a place between two characters counts as one."""
    return Problem("warning", span[0], max(1, span[1] - span[0]), parameter, en, zh)


def error(span: tuple[int, int], parameter: str | None, en: str, zh: str) -> Problem:
    """Something that cannot succeed, like `warning`."""
    return Problem("error", span[0], max(1, span[1] - span[0]), parameter, en, zh)


class PromptError(ValueError):
    """Raised before anything is sent: a keyword, a value or braces that cannot mean anything.

    `column` is the place in the text, counted from 0, or None where the fault is in a Python argument.
    """

    def __init__(self, en: str, zh: str, *, column: int | None = None, parameter: str | None = None) -> None:
        super().__init__(en, zh)
        self.en = en
        self.zh = zh
        self.column = column
        self.parameter = parameter

    def __str__(self) -> str:
        if self.column is None:
            return say(self.en, self.zh)
        return say(f"column {self.column + 1}: {self.en}", f"第 {self.column + 1} 个字符：{self.zh}")

    def __reduce__(self) -> tuple[type["PromptError"], tuple[str, str], dict[str, object]]:
        return (type(self), (self.en, self.zh), {"column": self.column, "parameter": self.parameter})
