"""What describe and shorten found, as choices instead of marked-up text."""

import re
from dataclasses import dataclass

from yubo_nb.api.task import Task
from yubo_nb.api.wire import text

# A keycap is a digit, a variation selector that some servers lose, and the box around it.
_CHOICE = re.compile(r"^[ \t]*(?:(\d)\ufe0f?\u20e3|🔟)[ \t]*", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?://[^)\s]{0,2000})\)")
_TOKEN = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|~~(?P<struck>[^~\n]+)~~")
_WEIGHT = re.compile(r"\s*\((\d(?:\.\d{1,3})?)\)")
_HEADING = re.compile(r"^#{1,3}[^\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A prompt that may be submitted. `index` is its keycap, `custom_id` the button that picks it, if any.

    `text` is fit to be used as a prompt: links are reduced to their words, blanks trimmed.
    """

    index: int
    text: str
    custom_id: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a shortened prompt: `important` words are bold, False is struck through, None not marked.

    `weight` is 0–1 where the relay shows details, else None.
    """

    text: str
    important: bool | None
    weight: float | None = None


def choices_in(marked: str) -> list[Choice]:
    """The prompts of a result, split at lines that *begin* with a keycap: blank lines may be inside one."""
    found = list(_CHOICE.finditer(marked))
    choices: list[Choice] = []
    for place, mark in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(marked)
        words = _LINK.sub(r"\1", marked[mark.end() : end]).replace("\r", "")
        choices.append(Choice(int(mark[1]) if mark[1] else 10, " ".join(words.split())))
    return [choice for choice in choices if choice.text]


def choices_of(task: Task, *, chinese: bool = False) -> list[Choice]:
    """The choices of a finished describe or shorten, with their buttons; empty for other tasks.

    The result is in `finalPrompt`; plus repeats it in `prompt`, trueai keeps a shorten's in `description`.
    `chinese` takes `finalZhPrompt` where there is one, which may be the English text again.
    """
    translated = text(task.properties.get("finalZhPrompt")) if chinese else ""
    for marked in (translated, task.final_prompt, task.prompt_en, task.prompt, task.description):
        if choices := choices_in(marked):
            break
    else:
        return []
    picks = {
        button.meaning.index: button.custom_id
        for button in task.buttons
        if button.meaning.verb in {"pick_prompt", "shorten_pick"}
    }
    return [Choice(choice.index, choice.text, picks.get(choice.index)) for choice in choices]


def tokens_of(task: Task) -> list[Token]:
    """The marked parts of a shortened prompt, in its order; empty where nothing is marked."""
    return [part for part in parts_of(task) if part.important is not None]


def parts_of(task: Task) -> list[Token]:
    """All of a shortened prompt, in its order, also what is not marked; empty where nothing is."""
    for marked in (task.final_prompt, task.description):
        body = _HEADING.sub("", marked)
        first = _CHOICE.search(body)
        body = body if first is None else body[: first.start()]
        parts: list[Token] = []
        at = 0
        for found in _TOKEN.finditer(body):
            parts += _unmarked(body[at : found.start()])
            told = _WEIGHT.match(body, found.end())
            at = told.end() if told else found.end()
            words = found["bold"] or found["struck"]
            parts.append(Token(words.strip(), found["bold"] is not None, float(told[1]) if told else None))
        if parts:
            return parts + _unmarked(body[at:].partition("█")[0])
    return []


def _unmarked(words: str) -> list[Token]:
    """What stands between the marks; a weight ends a part here, too."""
    parts: list[Token] = []
    at = 0
    for told in _WEIGHT.finditer(words):
        parts.append(Token(" ".join(words[at : told.start()].split()), None, float(told[1])))
        at = told.end()
    parts.append(Token(" ".join(words[at:].split()), None))
    return [part for part in parts if part.text]
