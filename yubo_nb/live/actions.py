"""From what a person means to the button that does it, among those the task offers."""

from collections.abc import Callable, Iterable
from typing import Literal

from yubo_nb.api.errors import InvalidRequest, UnknownButton
from yubo_nb.api.models import Button, Task, Verb
from yubo_nb.lang import say
from yubo_nb.live.hub import Card

Direction = Literal["left", "right", "up", "down"]
Strength = Literal["subtle", "strong"]


def pressable(card: Card, task: Task | None) -> tuple[Button, ...]:
    """The task's buttons; raises a clear error for a task that has none yet or never will."""
    buttons = tuple(button for button in task.buttons if button.custom_id) if task else ()
    if buttons:
        return buttons
    if not card.settled:
        percent = "" if card.percent is None else f" ({card.percent} %)"
        raise InvalidRequest(
            say(
                f"The task is not finished{percent}; its buttons come with the picture. Call wait() first.",
                f"任务尚未完成{percent}，按钮会随图片一起出现。请先 wait()。",
            ),
            field="task",
            task_id=card.task_id,
        )
    raise UnknownButton(
        say(f"This task offers no buttons ({card.phase}).", f"该任务没有可用按钮（{card.phase}）。"),
        field="button",
        task_id=card.task_id,
    )


def by_name(buttons: tuple[Button, ...], wanted: str) -> Button:
    """By customId, else by caption, label or emoji as written, else by caption in any case."""
    plain = wanted.strip().casefold()
    found = (
        _first(buttons, lambda b: b.custom_id == wanted)
        or _first(buttons, lambda b: wanted in {b.caption, b.label, b.emoji} - {""})
        or _first(buttons, lambda b: b.caption.casefold() == plain)
    )
    if found is not None:
        return found
    raise _not_offered(repr(wanted), buttons)


def upscale(buttons: tuple[Button, ...], index: int | None, *, creative: bool | None) -> Button:
    """U1–U4 of a grid; on a single picture the real upscale, subtle unless `creative`."""
    if index is not None:
        _quarter(index)
        if found := _first(buttons, lambda b: b.meaning.verb == "upscale" and b.meaning.index == index):
            return found
    verbs: list[Verb] = ["upscale_creative"] if creative else ["upscale_subtle", "upscale_2x", "upscale_4x"]
    if index is None or not _has(buttons, "upscale"):
        for verb in verbs:
            if found := _first(buttons, lambda b, verb=verb: b.meaning.verb == verb):
                return found
    raise _not_offered("upscale" if index is None else f"upscale({index})", buttons)


def vary(buttons: tuple[Button, ...], index: int | None, *, strength: Strength | None) -> Button:
    """V1–V4 of a grid, where the relay's account sets the strength; on a single picture subtle or strong."""
    if index is not None:
        _quarter(index)
        if found := _first(buttons, lambda b: b.meaning.verb == "vary" and b.meaning.index == index):
            return found
    if index is None or not _has(buttons, "vary"):
        verb: Verb = "vary_strong" if strength == "strong" else "vary_subtle"
        if found := _first(buttons, lambda b: b.meaning.verb == verb):
            return found
    raise _not_offered("vary" if index is None else f"vary({index})", buttons)


def zoom(buttons: tuple[Button, ...], factor: float) -> Button:
    """Zoom Out by 1.5 or 2; another factor from 1 to 2 goes through the Custom Zoom dialog."""
    if not 1.0 <= factor <= 2.0:
        raise InvalidRequest(say("zoom: from 1 to 2.", "zoom：取值 1 到 2。"), field="factor")
    if found := _first(buttons, lambda b: b.meaning.verb == "zoom" and b.meaning.factor == factor):
        return found
    if found := _first(buttons, lambda b: b.meaning.verb == "custom_zoom"):
        return found
    raise _not_offered(f"zoom({factor:g})", buttons)


def pan(buttons: tuple[Button, ...], direction: Direction) -> Button:
    """Move the frame of a single picture."""
    if direction not in {"left", "right", "up", "down"}:
        raise InvalidRequest(
            say("pan: left, right, up or down.", "pan：left、right、up 或 down。"), field="direction"
        )
    return only(buttons, "pan", f"pan({direction!r})", lambda b: b.meaning.label == direction)


def only(
    buttons: tuple[Button, ...], verb: Verb, words: str, fits: Callable[[Button], bool] = lambda _: True
) -> Button:
    """The first button with this verb."""
    if found := _first(buttons, lambda b: b.meaning.verb == verb and fits(b)):
        return found
    raise _not_offered(words, buttons)


def _first(buttons: Iterable[Button], fits: Callable[[Button], bool]) -> Button | None:
    return next((button for button in buttons if fits(button)), None)


def _has(buttons: Iterable[Button], verb: Verb) -> bool:
    return any(button.meaning.verb == verb for button in buttons)


def _quarter(index: int) -> None:
    if index not in {1, 2, 3, 4}:
        raise InvalidRequest(
            say("A grid has the pictures 1 to 4.", "四宫格只有第 1 到第 4 张。"), field="index"
        )


def _not_offered(words: str, buttons: Iterable[Button]) -> UnknownButton:
    offered = ", ".join(button.caption for button in buttons)
    return UnknownButton(
        say(
            f"This task does not offer {words}. It offers: {offered}.",
            f"该任务没有 {words}。可用按钮：{offered}。",
        ),
        field="button",
    )
