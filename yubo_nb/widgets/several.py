"""What a person does to several cards at once: marks, a paid act for each, an archive."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.live.reasons import FAILED
from yubo_nb.widgets import messages
from yubo_nb.widgets.answer import Answer, File
from yubo_nb.widgets.scope import Scope, Source

_ARCHIVE_LIMIT = 256 * 2**20  # what a browser takes in one message without choking


class Several:
    """Only cards of the scope. A paid act ends at the first refusal: the next would be refused too."""

    def __init__(self, engine: Source, scope: Scope) -> None:
        self._engine = engine
        self._scope = scope

    def answer(self, press: messages.Mark | messages.Each | messages.Export) -> Answer:
        """Carry it out. Raises what goes wrong before anything was done."""
        cards = [card for card in map(self._engine.hub.get, press.keys) if card and card.key in self._scope]
        if not cards:
            return Answer(ok=False, text=say("These tasks are not here any more.", "这些任务已不在这里。"))
        match press:
            case messages.Mark():
                return self._mark(cards, press)
            case messages.Each():
                return self._each(cards, press)
            case messages.Export():
                return Answer(ok=True, file=self._archive(cards))

    def _mark(self, cards: Sequence[Card], press: messages.Mark) -> Answer:
        for card in cards:
            self._engine.mark(card.key, starred=press.starred, rating=press.rating, note=press.note)
        return Answer(ok=True)

    def _each(self, cards: Sequence[Card], press: messages.Each) -> Answer:
        able = [(card, custom_id) for card in cards if (custom_id := _control(card, press)) is not None]
        made: list[str] = []
        for card, custom_id in able:
            # The person's one gesture, told apart by card: the same press again is still the same acts.
            own = hashlib.sha256(f"{press.gesture} {card.key}".encode()).hexdigest()[:32]
            try:
                if press.act == "retry":
                    made.append(self._engine.retry(card.key, gesture=own).key)
                else:
                    made.append(self._engine.act(card.key, custom_id, gesture=own).key)
            except Exception as error:  # noqa: BLE001 - how far it came is told with it
                sent = _sent(len(made), len(able))
                return Answer(ok=False, text=f"{sent} {error or type(error).__name__}", made=tuple(made))
        if not able:
            return Answer(
                ok=False,
                text=say("None of them offers this. Nothing was sent.", "没有可执行的任务，未提交。"),
            )
        return Answer(ok=True, text=_sent(len(made), len(able)) if len(able) > 1 else "", made=tuple(made))

    def _archive(self, cards: Sequence[Card]) -> File:
        from yubo_nb.data.archive import archive

        names = {name for card in cards for name in (card.task_id, card.intent_id) if name}
        with TemporaryDirectory() as folder:
            path = archive(self._engine.history, Path(folder, "tasks.zip"), only=names)
            if path.stat().st_size > _ARCHIVE_LIMIT:
                raise ValueError(
                    say(
                        'Too large for the browser together: studio.history.save("tasks.zip") has no limit.',
                        '文件过大，浏览器无法接收；请用 studio.history.save("tasks.zip")。',
                    )
                )
            data = path.read_bytes()
        return File(f"yubo-{len(cards)}-tasks.zip", "application/zip", data)


def _control(card: Card, press: messages.Each) -> str | None:
    """The customId to press, "" for a retry, None where this card does not offer the act."""
    if press.act == "retry":
        return "" if card.phase in FAILED and card.intent_id else None
    part = f"::{press.part}::" if press.act == "upscale" else ""
    found = (b.custom_id for b in card.buttons if b.verb == press.act and part in b.custom_id)
    return next(found, None)


def _sent(done: int, of: int) -> str:
    if done == of:
        return say(f"{done} sent.", f"已提交 {done} 个。")
    return say(f"{done} of {of} sent, then it stopped:", f"{of} 个中已提交 {done} 个，随后停止：")
