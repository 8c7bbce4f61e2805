"""A prompt as text and as its parts: parse, look, change, write. No character is lost on the way."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from yubo_nb.prompt.check import judged
from yubo_nb.prompt.edit import rewritten
from yubo_nb.prompt.errors import Problem, PromptError
from yubo_nb.prompt.scan import Flag, Layout, layout
from yubo_nb.prompt.tables import Tables, Value, current_tables
from yubo_nb.prompt.values import first_word, read
from yubo_nb.prompt.weights import weighted

Piece = Literal["blank", "image", "words", "name", "value"]


class Prompt:
    """One prompt text and what it says. Immutable; made by `parse`, compared by its text."""

    def __init__(self, source: str, tables: Tables | None = None) -> None:
        self.source = source
        self.tables = tables or current_tables()
        self.layout: Layout = layout(source, self.tables.names)

    def __repr__(self) -> str:
        return f"Prompt({self.source!r})"

    def __str__(self) -> str:
        return self.source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prompt) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    @cached_property
    def text(self) -> str:
        """The words alone: no picture URLs in front, no parameters behind."""
        start, end = self.layout.words
        return self.source[start:end]

    @cached_property
    def images(self) -> tuple[str, ...]:
        """The picture URLs in front of the words."""
        return tuple(self.source[start:end] for start, end in self.layout.images)

    @cached_property
    def parameters(self) -> Mapping[str, Value]:
        """Values by long name; the last one wins. What cannot be read, or is not known, stays text."""
        return MappingProxyType({flag.name: self._value(flag) for flag in self.layout.flags})

    @property
    def weights(self) -> tuple[tuple[str, float], ...]:
        """The parts of a multi-prompt, each with its weight."""
        return weighted(self.text)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or doubtful, by column. With alternatives, the problems of what they expand to."""
        return judged(self)

    @property
    def ok(self) -> bool:
        """Whether nothing here is certain to fail; warnings are not certain."""
        return all(problem.severity != "error" for problem in self.problems)

    @cached_property
    def version(self) -> str | None:
        """The model the prompt names: "7", "6.1", "niji 6"; None where the account decides."""
        named = self.parameters.get("niji")
        if named is not None:
            return f"niji {self.tables.newest_niji if named is True else named}"
        named = self.parameters.get("version")
        return str(named).lower().removesuffix(".0") if named else None  # "--v" alone names none

    @property
    def pieces(self) -> tuple[tuple[Piece, str], ...]:
        """All characters of the prompt in their order, each run with what it is; for colouring a form."""
        spans: list[tuple[Piece, int, int]] = [("image", start, end) for start, end in self.layout.images]
        spans.append(("words", *self.layout.words))
        for flag in self.layout.flags:
            spans.append(("name", flag.start, flag.name_end))
            spans.append(("value", flag.value_start, flag.end))
        found: list[tuple[Piece, str]] = []
        at = 0
        for kind, start, end in spans:
            if start > at:
                found.append(("blank", self.source[at:start]))
            if end > start:
                found.append((kind, self.source[start:end]))
            at = max(at, end)
        if at < len(self.source):
            found.append(("blank", self.source[at:]))
        return tuple(found)

    def format(self) -> str:
        """The text again, character by character."""
        return "".join(piece for _, piece in self.pieces)

    def with_parameters(self, **changes: object) -> "Prompt":
        """Another prompt with these parameters set; None removes one, new ones go to the end.

        Aliases are read, unknown names only where the prompt already has them. Nothing else moves.
        """
        return Prompt(rewritten(self.source, self.layout, changes, self.tables), self.tables)

    def _value(self, flag: Flag) -> Value:
        raw = self.source[flag.value_start : flag.end]
        rule = self.tables.parameters.get(flag.name)
        if rule is None:
            return raw or True
        if "{" in raw and any(
            start < flag.end and end > flag.value_start for start, end in self.layout.groups
        ):
            return raw
        value = read(rule, first_word(rule, raw))
        return raw if value is None else value


def parse(text: str, *, tables: Tables | None = None) -> Prompt:
    """Read a prompt. Never raises, whatever the text; `parse(text).format() == text`."""
    return Prompt(text, tables)


def parameters(text: str, *, tables: Tables | None = None) -> Mapping[str, Value]:
    """The parameters of a text by long name: `parse(text).parameters`."""
    return Prompt(text, tables).parameters


def compose(text: str, *, tables: Tables | None = None, **params: object) -> str:
    """The text with Python arguments written as parameters: `compose("a cat", ar="3:2", s=250)`.

    None is "not given" and leaves the text's own parameter alone; False takes a flag away. Raises
    PromptError on an unknown keyword, a value of the wrong kind, and one that no version accepts.
    """
    given = {name: value for name, value in params.items() if value is not None}
    prompt = Prompt(text, tables).with_parameters(**given)
    names = {prompt.tables.names.get(name.lower(), name) for name in given}
    for problem in prompt.problems:
        if problem.severity == "error" and problem.parameter in names:
            raise PromptError(problem.en, problem.zh, parameter=problem.parameter)
    return prompt.source
