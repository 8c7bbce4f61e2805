"""Many cards in one model, and the single card: the same view with one card in it."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import traitlets as t

from yubo_nb.lang import say
from yubo_nb.live.hub import Card, Notice
from yubo_nb.widgets import messages
from yubo_nb.widgets.answer import Answer
from yubo_nb.widgets.aside import aside
from yubo_nb.widgets.base import Live
from yubo_nb.widgets.kin import family_rows
from yubo_nb.widgets.pace import Pace
from yubo_nb.widgets.presses import Presses
from yubo_nb.widgets.results import PICKS, result_row
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.wire import MESSAGE_LIMIT, Row, Told, card_row, plain, share

# What asks the relay, or reads and writes much: it takes its time.
_SLOW = (messages.Settle, messages.Confirm, messages.Mark, messages.Export, messages.Save)
_STYLES = (
    "theme",
    "controls",
    "board",
    "card",
    "results",
    "menu",
    "ask",
    "mask",
    "lightbox",
    "lineage",
    "pair",
)
_GESTURES_KEPT = 1_000
_NEWEST = 9  # cards whose pictures are sent when the board is made; feed.js fills as many
_UNASKED = 24  # pictures that travel with one change without being asked for; the rest is asked for when seen


def _as_told(_value: object, board: "Board") -> Row:
    return board.as_told()


class Board(Live):
    """The cards of `keys`, or of every task of the engine, kept up to date on the engine's thread.

    The kernel remembers what the browser was told: a page that is reloaded, or a second view, gets that from
    the trait `whole`; in between only patches travel. Pictures are asked for by id and sent as bytes.
    `fill` puts a text into the prompt form that belongs to the board, if there is one;
    `imagine(text, gesture)` sends one of the prompts that a card found.
    """

    module, styles = "board", _STYLES

    whole = t.Any(None).tag(sync=True, to_json=_as_told)
    twin = t.Unicode().tag(sync=True)
    prices = t.Dict().tag(sync=True)
    usual = t.Dict().tag(sync=True)  # milliseconds by verb, of tasks that are not on the board too
    face = t.Enum(("board", "card"), "board").tag(sync=True)

    def __init__(
        self,
        engine: Source,
        keys: Sequence[str] | Scope | None = None,
        *,
        face: Literal["board", "card"] = "board",
        twin: str = "",
        prices: Mapping[str, float] | None = None,
        theme: Literal["auto", "light", "dark"] = "auto",
        fill: Callable[[str], object] | None = None,
        imagine: Callable[[str, str], Any] | None = None,
    ) -> None:
        self._engine = engine
        self._scope = keys if isinstance(keys, Scope) else Scope(engine, keys)
        self._lock = threading.Lock()  # the engine's thread writes rows and version, the kernel's reads them
        self._told = Told()
        self._version = 0
        self._dirty: dict[str, Card] = {}
        self._presses = Presses(engine, self._scope, fill, imagine)
        self._answers: dict[str, Answer | None] = {}
        self._pace = Pace(self._flush)
        self._leave: Callable[[], object] = lambda: None
        self._selected: tuple[str, ...] = ()
        engine.call(self._join)
        super().__init__(face=face, twin=twin, theme=theme, prices=dict(prices or {}), usual=engine.usual())
        engine.post(self._show_newest)

    def as_told(self) -> Row:
        """Everything a new view needs, as of the last patch."""
        with self._lock:
            shared, cards = share(self._told.rows())
            return {
                "version": self._version,
                "now": time.time_ns() // 1_000_000,
                "shared": shared,
                "cards": cards,
                "sets": list(self._told.sets.sets),
                "selected": list(self._selected),
            }

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys of the cards that are ticked, in the order of the board."""
        return self._selected

    def close(self) -> None:
        """Stop following; the views stay as they are."""
        self._leave()
        super().close()

    def hear(self, message: messages.Message) -> None:
        """Hand it to the engine's thread; nothing happens here."""
        match message:
            case messages.Family() as ask:
                self._engine.post(self._family, ask)
            case messages.WantPicture() as want:
                self._engine.post(self._answer, want)
            case messages.WantDialog(key) if key in self._scope:
                self._engine.post(self._aside, self._tell_dialog, key)
            case messages.Draft() as draft if draft.key in self._scope:
                self._engine.post(self._draft, draft)
            case messages.WantDialog() | messages.Draft():
                pass
            case messages.WantTexts(key):
                self._engine.post(self._tell_texts, key)
            case messages.WantWhole(have):
                self._engine.post(self._catch_up, have)
            case messages.Select(keys):
                self._engine.post(self._select, keys)
            case _ if isinstance(message, messages.Press):
                self._engine.post(self._press, message)
            case _:
                raise ValueError(say("A board has no such thing.", "看板没有这个功能。"))

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
            if card.verb in PICKS and card.phase in {"rejected", "failure"}:
                self._tell_texts(card.parent)  # another way is offered now

    def _noticed(self, notice: Notice) -> None:
        text = plain(notice.text, MESSAGE_LIMIT)
        if notice.kind == "online":
            self.tell("online", text=text, seen=notice.since_ms)
        else:
            self.tell("notice", text=text)

    def _select(self, keys: Sequence[str]) -> None:
        self._selected = tuple(key for key in keys if key in self._scope and self._engine.hub.get(key))

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
        if offline := self._engine.online:
            self.tell("online", text=plain(offline, MESSAGE_LIMIT), seen=self._engine.last_seen_ms)

    def _press(self, press: messages.Press) -> None:
        known = press.gesture in self._answers
        answer = self._answers.setdefault(press.gesture, None)
        if len(self._answers) > _GESTURES_KEPT:
            del self._answers[next(iter(self._answers))]
        if answer is not None:
            self._reply(press.gesture, answer)
        elif known:
            return  # it is still being done, and its answer comes by itself
        elif isinstance(press, _SLOW):
            self._aside(self._press_aside, press)
        else:
            self._pressed(press.gesture, self._presses.answer(press))

    def _tell_dialog(self, key: str) -> None:
        told, mask = self._presses.dialogs.told(key)
        if told:
            self.tell("dialog", [mask] if mask else None, key=key, **told)

    def _draft(self, draft: messages.Draft) -> None:
        self._presses.dialogs.keep(draft)
        self._aside(self._tell_difference, draft.key, draft.text)

    def _tell_difference(self, key: str, text: str | None) -> None:
        self.tell("difference", key=key, **self._presses.dialogs.changes(key, text))

    def _press_aside(self, press: messages.Press) -> None:
        self._engine.post(self._pressed, press.gesture, self._presses.answer(press))

    def _pressed(self, gesture: str, answer: Answer) -> None:
        self._answers[gesture] = replace(answer, file=None)  # a file is large, and was sent
        if answer.copy:
            self.tell("copy", gesture=gesture, text=answer.copy)
        if (file := answer.file) is not None:
            self.tell("file", [file.data], gesture=gesture, name=file.name, mime=file.mime)
        self._reply(gesture, answer)
        for key in answer.made:
            self._scope.adopt(key)
            if made := self._engine.hub.get(key):
                self._changed(made)

    def _reply(self, gesture: str, answer: Answer) -> None:
        self.tell("reply", gesture=gesture, ok=answer.ok, text=plain(answer.text, MESSAGE_LIMIT))

    def _family(self, ask: messages.Family) -> None:
        if ask.key in self._scope:
            cards, rows = family_rows(self._engine, ask.key)
            self._scope.let_see(cards)
            self.tell("family", gesture=ask.gesture, **rows)

    def _tell_texts(self, key: str) -> None:
        card = self._engine.hub.get(key)
        if card is not None and card.texts and key in self._scope:
            self.tell("texts", **result_row(self._engine, card))

    def _answer(self, want: messages.WantPicture) -> None:
        if self._scope.may_see(want.id) or want.id in self._presses.dialogs.pictures:
            self._fetch(want.id, want.size)
        else:  # a preview that is already outdated: the view asks for the next one
            self.tell("picture-error", id=want.id, size=want.size, text="")

    def _fetch(self, picture_id: str, size: int) -> None:
        # Decoding a large picture takes a tenth of a second, and the poller lives on this thread.
        self._aside(self._send_picture, picture_id, size)

    def _aside(self, fn: Callable[..., object], *args: object) -> None:
        """On a thread of its own, where there is an engine's."""
        aside(fn, *args)

    def _send_picture(self, picture_id: str, size: int) -> None:
        try:
            data, _ = self._engine.picture(picture_id, size)
        except Exception as error:  # noqa: BLE001 - shown where the picture would be
            self.tell("picture-error", id=picture_id, size=size, text=plain(str(error), MESSAGE_LIMIT))
        else:
            self.tell("picture", [data], id=picture_id, size=size)


def _fields(move: Row) -> set[str]:
    return {*move.get("all", ()), *move.get("each", ())}
