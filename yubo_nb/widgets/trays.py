"""The kernel's half of picture slots: takes what the browser sends, looks at it, and says what is where."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from yubo_nb.lang import say
from yubo_nb.live.given import Given, from_bytes, from_python, from_result
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets import messages
from yubo_nb.widgets.aside import aside
from yubo_nb.widgets.scope import Source
from yubo_nb.widgets.tray import Held, Tray
from yubo_nb.widgets.wire import MESSAGE_LIMIT, Row, plain

_OPEN = 8  # uploads that may be under way at once
_SHOWN = 40  # cards to choose a picture from, the newest

Tell = Callable[..., None]
About = messages.Slot | messages.WantPicture


class Trays:
    """Trays by name, for one live view. `changed` is called, on any thread, when one holds something else."""

    def __init__(
        self, engine: Source, trays: Mapping[str, Tray], tell: Tell, changed: Callable[[], object]
    ) -> None:
        self._engine = engine
        self.trays = dict(trays)
        self.tell = tell
        self._changed = changed
        self._parts: dict[str, dict[int, bytes]] = {}

    def rows(self) -> Row:
        """All trays as the browser is told."""
        return {name: tray.row() for name, tray in self.trays.items()}

    def put(self, name: str, picture: Any) -> None:
        """From Python, at the end. Raises InvalidRequest for what is no picture, ValueError when full."""
        of_task = isinstance(picture, TaskHandle)
        given = self._of_card(picture.key, 0) if of_task else from_python(picture)
        self.trays[name].put(Held(secrets.token_hex(16), given))
        self._changed()

    def hear(self, message: About) -> None:
        """Take a message of the browser. On the engine's thread."""
        match message:
            case messages.WantGallery():
                self.tell("gallery", cards=self._gallery())
            case messages.WantPicture():
                aside(self._show, message)
            case _ if message.tray not in self.trays:
                raise ValueError(say("There are no such slots here.", "这里没有这样的图片位。"))
            case messages.Upload():
                self._receive(message)
            case messages.FromCard():
                self._look_at(message, lambda: self._of_card(message.key, message.quarter))
            case messages.TakeOut():
                self.trays[message.tray].take_out(message.id)
                self._changed()
            case messages.Move():
                self.trays[message.tray].move(message.id, message.to)
                self._changed()

    def _receive(self, upload: messages.Upload) -> None:
        parts = self._parts.setdefault(upload.id, {})
        parts[upload.part] = upload.data or b""
        while len(self._parts) > _OPEN:  # one that was never finished
            del self._parts[next(iter(self._parts))]
        if len(parts) == upload.parts:
            self._parts.pop(upload.id, None)
            data = b"".join(parts[n] for n in sorted(parts))
            self._look_at(upload, lambda: from_bytes(data, plain(upload.name, 200)))

    def _look_at(self, message: messages.Upload | messages.FromCard, look: Callable[[], Given]) -> None:
        tray = self.trays[message.tray]
        tray.expect()

        def put() -> None:
            text = ""
            try:
                tray.put(Held(message.id, look()), message.at)
            except Exception as error:  # noqa: BLE001 - it is told at the slot
                text = plain(str(error), MESSAGE_LIMIT) or type(error).__name__
            finally:
                tray.looked_at()
            self._changed()
            self.tell("slot", tray=message.tray, id=message.id, text=text)

        aside(put)

    def _of_card(self, key: str, quarter: int) -> Given:
        card = self._engine.hub.get(key)
        if card is None or not card.picture.startswith("full:"):
            raise ValueError(say("This task has no picture yet.", "该任务还没有图片。"))
        name = plain(card.prompt or card.via, 80) or say("a task", "任务")
        return from_result(self._engine.picture(card.picture, None)[0], name, quarter)

    def _gallery(self) -> list[Row]:
        cards = [card for card in self._engine.hub.cards() if card.picture.startswith("full:")]
        return [
            {
                "key": card.key,
                "prompt": plain(card.prompt or card.via, 200),
                "picture": card.picture,
                "grid": any(button.verb == "upscale" for button in card.buttons),
            }
            for card in cards[: -_SHOWN - 1 : -1]
        ]

    def _show(self, want: messages.WantPicture) -> None:
        try:
            self.tell("picture", [self._small(want.id, want.size)], id=want.id, size=want.size)
        except Exception as error:  # noqa: BLE001 - told where the picture would be
            text = plain(str(error), MESSAGE_LIMIT)
            self.tell("picture-error", id=want.id, size=want.size, text=text)

    def _small(self, picture_id: str, size: int) -> bytes:
        kind, _, rest = picture_id.partition(":")
        if kind == "slot":
            name, _, held_id = rest.partition(":")
            held = self.trays[name].find(held_id) if name in self.trays else None
            if held is not None and not held.given.address:
                return held.given.thumbnail(size)
        elif any(card.picture == picture_id for card in self._engine.hub.cards()):
            return self._engine.picture(picture_id, size)[0]
        raise ValueError(say("No such picture.", "没有这张图片。"))
