"""Many cards in one model, and the single card: the same view with one card in it."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

import traitlets as t

from yubo_nb.lang import say
from yubo_nb.live.hub import Card, Notice
from yubo_nb.widgets import messages
from yubo_nb.widgets.base import STATIC, Live
from yubo_nb.widgets.pace import Pace
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.wire import MESSAGE_LIMIT, Row, Told, card_row, plain

_GESTURES_KEPT = 1_000
_NEWEST = 12  # finished cards whose pictures are sent when the board is made
_UNASKED = 24  # pictures that travel with one change without being asked for; the rest is asked for when seen


def _as_told(_value: object, board: "Board") -> Row:
    return board.as_told()


class Board(Live):
    """The cards of `keys`, or of every task of the engine, kept up to date on the engine's thread.

    The kernel remembers what the browser was told: a page that is reloaded, or a second view, gets that from
    the trait `whole`; in between only patches travel. Pictures are asked for by id and sent as bytes.
    """

    _esm = STATIC / "board.js"
    _css = STATIC / "board.css"
    parts = ("store", "pictures", "card", "buttons", "frame", "theme")

    whole = t.Any(None).tag(sync=True, to_json=_as_told)
    twin = t.Unicode().tag(sync=True)
    prices = t.Dict().tag(sync=True)
    face = t.Enum(("board", "card"), "board").tag(sync=True)

    def __init__(
        self,
        engine: Source,
        keys: Sequence[str] | Scope | None = None,
        *,
        face: Literal["board", "card"] = "board",
        twin: str = "",
        theme: Literal["auto", "light", "dark"] = "auto",
    ) -> None:
        self._engine = engine
        self._scope = keys if isinstance(keys, Scope) else Scope(engine, keys)
        self._lock = threading.Lock()  # the engine's thread writes rows and version, the kernel's reads them
        self._told = Told()
        self._version = 0
        self._dirty: dict[str, Card] = {}
        self._answers: dict[str, tuple[bool, str]] = {}
        self._pace = Pace(self._flush)
        self._leave: Callable[[], object] = lambda: None
        self._offline = ""
        engine.call(self._join)
        super().__init__(face=face, twin=twin, theme=theme, prices=dict(engine.prices))
        engine.post(self._show_newest)

    def as_told(self) -> Row:
        """Everything a new view needs, as of the last patch."""
        with self._lock:
            return {
                "version": self._version,
                "now": time.time_ns() // 1_000_000,
                "cards": self._told.rows(),
                "sets": list(self._told.sets.sets),
            }

    def close(self) -> None:
        """Stop following; the views stay as they are."""
        self._leave()
        super().close()

    def hear(self, message: messages.Message) -> None:
        """Hand it to the engine's thread; nothing happens here."""
        match message:
            case messages.Act() as act:
                self._engine.post(self._press, act)
            case messages.WantPicture() as want:
                self._engine.post(self._answer, want)
            case messages.WantWhole(have):
                self._engine.post(self._catch_up, have)
            case messages.Submit():
                raise ValueError(say("A board has no form.", "看板没有表单。"))

    # On the engine's thread, all below.

    def _join(self) -> None:
        self._told.take(self._scope.cards())
        hub = self._engine.hub
        leave, deafen = hub.subscribe(self._changed), hub.listen(self._noticed)
        self._leave = lambda: (leave(), deafen())

    def _changed(self, card: Card) -> None:
        if card.key in self._scope:
            self._dirty[card.key] = card
            self._pace.touch(at_once=card.settled)

    def _noticed(self, notice: Notice) -> None:
        if notice.kind == "online":
            self._offline = notice.text
        self.tell("notice", text=plain(notice.text, MESSAGE_LIMIT))

    def _flush(self) -> None:
        dirty, self._dirty = self._dirty, {}
        with self._lock:
            known = len(self._told.sets.sets)
            fresh, moves = self._told.take(dirty.values())
            add = [card_row(card, self._told.sets) for card in fresh]
            if not moves and not add:
                return
            base, self._version = self._version, self._version + 1
            sets = self._told.sets.sets[known:]
        changed = [number for move in moves if "picture" in _fields(move) for number in move["at"]]
        changed += [self._told.number(card.key) for card in fresh]
        self._patch(base, changed, sets=sets, add=add, moves=moves)

    def _patch(self, base: int, changed: list[int], **parts: list[Any]) -> None:
        """Send a patch, and behind it the changed pictures: a question for them waits while a cell runs."""
        cards = self._told.cards
        coming = {number: cards[number].picture for number in changed if cards[number].picture}
        if 0 < len(coming) <= _UNASKED:
            parts["coming"] = list(coming)
        self.tell("patch", base=base, version=self._version, **{k: v for k, v in parts.items() if v})
        if "coming" in parts:
            for picture in coming.values():
                self._fetch(picture, 640 if self.face == "card" else 320)

    def _show_newest(self) -> None:
        newest = range(len(self._told.cards))[-_NEWEST:]
        if any(self._told.cards[number].picture for number in newest):
            self._patch(self._version, list(newest))

    def _catch_up(self, have: int) -> None:
        self._flush()
        if have == self._version:
            self.tell(
                "patch", base=have, version=have
            )  # nothing new, but the view hears that somebody is here
        else:
            self.tell("whole", **self.as_told())
        if self._offline:
            self.tell("notice", text=plain(self._offline, MESSAGE_LIMIT))

    def _press(self, act: messages.Act) -> None:
        if act.gesture not in self._answers:
            self._answers[act.gesture] = self._do(act)
            if len(self._answers) > _GESTURES_KEPT:
                del self._answers[next(iter(self._answers))]
        ok, text = self._answers[act.gesture]
        self.tell("reply", gesture=act.gesture, ok=ok, text=plain(text, MESSAGE_LIMIT))

    def _do(self, act: messages.Act) -> tuple[bool, str]:
        card = self._engine.hub.get(act.key) if act.key in self._scope else None
        if card is None or all(button.custom_id != act.custom_id for button in card.buttons):
            return False, say(
                "This task has no such button. Nothing was sent.", "该任务没有这个按钮，未发送请求。"
            )
        try:
            child = self._engine.act(act.key, act.custom_id, gesture=act.gesture)
        except Exception as error:  # noqa: BLE001 - it belongs to the person who pressed
            return False, str(error) or type(error).__name__
        self._scope.adopt(child.key)
        if made := self._engine.hub.get(child.key):
            self._changed(made)
        return True, ""

    def _answer(self, want: messages.WantPicture) -> None:
        if any(card.picture == want.id for card in self._scope.cards()):
            self._fetch(want.id, want.size)
        else:  # a preview that is already outdated: the view asks for the next one
            self.tell("picture-error", id=want.id, size=want.size, text="")

    def _fetch(self, picture_id: str, size: int) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._send_picture(picture_id, size)
        else:
            # Decoding a large picture takes a tenth of a second, and the poller lives on this thread.
            loop.run_in_executor(None, self._send_picture, picture_id, size)

    def _send_picture(self, picture_id: str, size: int) -> None:
        try:
            data, mime = self._engine.picture(picture_id, size)
        except Exception as error:  # noqa: BLE001 - shown where the picture would be
            self.tell("picture-error", id=picture_id, size=size, text=plain(str(error), MESSAGE_LIMIT))
        else:
            self.tell("picture", [data], id=picture_id, size=size, mime=mime)


def _fields(move: Row) -> set[str]:
    return {*move.get("all", ()), *move.get("each", ())}
