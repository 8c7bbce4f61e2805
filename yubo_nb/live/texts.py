"""What a describe or shorten found, as texts to choose from."""

from dataclasses import dataclass

from yubo_nb.api.models import Task
from yubo_nb.api.results import Choice, Token, choices_of, parts_of
from yubo_nb.lang import language


@dataclass(frozen=True, slots=True)
class Texts:
    """The prompts it found; and of a shortened prompt its parts in their order, with their marks."""

    choices: tuple[Choice, ...]
    parts: tuple[Token, ...]


def texts_of(task: Task) -> Texts:
    """In the reader's language, where the relay gives it."""
    choices = choices_of(task, chinese=language() == "zh")
    return Texts(tuple(choices), tuple(parts_of(task)))
