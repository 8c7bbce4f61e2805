"""Cards as they travel to the browser: small rows, and changes as columns.

A row leaves out what is at its default. The buttons of a card are a number into `sets`, because a thousand
finished grids offer the same nine buttons and differ only in one uuid. A change is a list of row numbers and,
for each field, one value for all of them or a list: a tick that moves every card costs a few bytes each.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import ne
from typing import Any

from yubo_nb.api.models import meaning_of
from yubo_nb.data.markup import plain
from yubo_nb.live.hub import Card, CardButton
from yubo_nb.live.reasons import FAILED, reason
from yubo_nb.widgets.names import button_name, picture_mark, row_breaks

Row = dict[str, Any]

PROMPT_LIMIT = 6_000  # characters; the longest prompt the relay takes is shorter, what is cut is counted
MESSAGE_LIMIT = 1_000
NOTE_LIMIT = 2_000
BUTTON_LIMIT = 200
_LABEL_LIMIT = 80
DEFAULTS: Row = {
    "via": "",
    "verb": "",
    "draft": "",
    "sandbox": False,
    "status": "",
    "message": "",
    "charged": "no",
    "price": None,
    "queued": None,
    "picture": "",
    "picture_error": "",
    "picture_from": "",
    "clips": (),
    "texts": False,
    "width": None,
    "height": None,
    "submit_ms": None,
    "start_ms": None,
    "finish_ms": None,
    "retry_ms": None,
    "left": False,
    "reused": False,
    "parent": "",
}
_ALIKE = ("origin", "phase", "sandbox", "status", "charged", "set", "verb", "width", "height")
_MANY = 50  # cards from which it pays to say only once what they have in common
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _still(card: Card) -> tuple[Any, ...]:
    """All that travels but the percent, which moves.

    Every card is asked at every tick, so it is written out: an `attrgetter` of so many takes twice as long.
    """
    return (
        card.key, card.origin, card.phase, card.prompt, card.buttons, card.mark, card.via, card.verb,
        card.draft, card.sandbox, card.status, card.message, card.charged, card.price, card.queued,
        card.picture, card.picture_error, card.picture_from, card.clips, card.texts,
        card.width, card.height, card.submit_ms, card.start_ms, card.finish_ms,
        card.retry_ms, card.left, card.reused, card.parent,
    )  # fmt: skip


STILL = _still.__code__.co_names  # these fields, in this order


class ButtonSets:
    """The different sets of buttons seen so far; a card names its set by number."""

    def __init__(self) -> None:
        self.sets: list[list[Row]] = []
        self._numbers: dict[tuple[tuple[str, ...], ...], int] = {}

    def number(self, buttons: Sequence[CardButton]) -> tuple[int, str]:
        """The number of this set, and the uuid that stands where its customIds have a `*`."""
        shown = buttons[:BUTTON_LIMIT]
        uuid = _shared_uuid(shown)
        ids = [b.custom_id.replace(uuid, "*") if uuid else b.custom_id for b in shown]
        same = tuple((i, b.label, b.emoji, b.verb) for i, b in zip(ids, shown, strict=True))
        if same not in self._numbers:
            self._numbers[same] = len(self.sets)
            rows = zip(ids, shown, row_breaks(shown), strict=True)
            self.sets.append([_button_row(i, button, row) for i, button, row in rows])
        return self._numbers[same], uuid


def _shared_uuid(buttons: Sequence[CardButton]) -> str:
    if any("*" in b.custom_id for b in buttons):
        return ""
    return next((m.group() for b in buttons if (m := _UUID.search(b.custom_id))), "")


def _button_row(custom_id: str, button: CardButton, row: int) -> Row:
    label, emoji = plain(button.label, _LABEL_LIMIT), picture_mark(plain(button.emoji, 8))
    return {
        "id": custom_id,
        "label": label or ("" if emoji else plain(button.custom_id, _LABEL_LIMIT)),
        "emoji": emoji,
        "verb": button.verb,
        "action": meaning_of(custom_id).charge_action,  # what it costs, whatever the label says
        "name": plain(button_name(button), _LABEL_LIMIT),
        "row": row,
    }


def card_row(card: Card, sets: ButtonSets) -> Row:
    """One card as the browser gets it."""
    row = {name: value for name, value in _fields(card, STILL, sets) if value is not None}
    if card.percent is not None:
        row["percent"] = card.percent
    return row


def _fields(card: Card, names: Iterable[str], sets: ButtonSets) -> Iterator[tuple[str, Any]]:
    """These fields of a card as they travel; None stands for a field that is left out."""
    for name in names:
        value: Any = getattr(card, name, None)  # a card has no "reason" of its own
        match name:
            case "buttons":
                number, uuid = sets.number(value) if value else (None, None)
                yield "set", number
                yield "uuid", uuid
                yield "more", len(value) - BUTTON_LIMIT if len(value) > BUTTON_LIMIT else None
            case "mark":
                yield "starred", value.starred or None
                yield "rating", value.rating
                yield "note", plain(value.note or "", NOTE_LIMIT) or None
            case "phase" | "message":
                yield name, _short(name, value)
                if card.phase in FAILED:
                    why = reason(card.phase, card.message)
                    yield "reason", why.kind
                    yield "banned", plain(why.word, _LABEL_LIMIT) or None
            case "reason":  # of a failure that is none any more
                yield "reason", None
                yield "banned", None
            case "prompt":
                yield "prompt", plain(value, PROMPT_LIMIT)
                yield "cut", len(value) - PROMPT_LIMIT if len(value) > PROMPT_LIMIT else None
            case "draft":
                yield "draft", plain(value, PROMPT_LIMIT) or None
            case "picture":
                _, _, number = value.rpartition(":")
                own = value == f"preview:{card.key}:{number}" and number.isdecimal()
                yield "picture", int(number) if own else value or None
            case _:
                yield name, _short(name, value)


def _short(name: str, value: Any) -> Any:
    """None for what is at its default; a text bounded and plain."""
    if value == DEFAULTS.get(name, ...):
        return None
    return plain(value, MESSAGE_LIMIT) if isinstance(value, str) else value


def share(rows: list[Row]) -> tuple[Row, list[Row]]:
    """What most rows have in common, and the rows without it; None in a row stands for what it has not.

    A few rows are left as they are.
    """
    if len(rows) < _MANY:
        return {}, rows
    shared: Row = {}
    for name in _ALIKE:
        value, times = Counter(row.get(name) for row in rows).most_common(1)[0]
        if value is not None and 2 * times > len(rows):
            shared[name] = value
    return shared, [_besides(shared, row) for row in rows]


def _besides(shared: Row, row: Row) -> Row:
    lacks = {name: None for name in shared if name not in row}
    return {name: value for name, value in row.items() if shared.get(name) != value} | lacks


class Told:
    """The cards as the browser knows them, by number, and what it has to be told to know better."""

    def __init__(self) -> None:
        self.sets = ButtonSets()
        self.cards: list[Card] = []
        self._still: list[tuple[Any, ...]] = []
        self._numbers: dict[str, int] = {}

    def number(self, key: str) -> int:
        """Where this card stands among the rows."""
        return self._numbers[key]

    def rows(self) -> list[Row]:
        """Everything, for a view that knows nothing."""
        return [card_row(card, self.sets) for card in self.cards]

    def take(self, cards: Iterable[Card]) -> tuple[list[Card], list[Row]]:
        """Take in newer cards: those that are new here, and the moves that make the rows of the others new.

        That only the percent moved is by far the most frequent, and is found without looking at every field.
        """
        fresh: list[Card] = []
        at: list[int] = []
        percents: list[int | None] = []
        slow: list[tuple[int, list[str], Card]] = []
        numbers, told, still = self._numbers, self.cards, self._still
        for card in cards:
            number = numbers.get(card.key)
            now = _still(card)
            if number is None:
                numbers[card.key] = len(told)
                told.append(card)
                still.append(now)
                fresh.append(card)
                continue
            if now != still[number]:
                names = list(compress(STILL, map(ne, still[number], now)))
                before = told[number]
                if card.percent != before.percent:
                    names.append("percent")
                if before.phase in FAILED and card.phase not in FAILED:
                    names.append("reason")
                slow.append((number, names, card))
                still[number] = now
            elif card.percent != told[number].percent:
                at.append(number)
                percents.append(card.percent)
            told[number] = card
        moves: list[Row] = [{"at": at, "each": {"percent": percents}}] if at else []
        return fresh, moves + self._grouped(slow)

    def _grouped(self, changed: list[tuple[int, list[str], Card]]) -> list[Row]:
        groups: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
        for number, names, card in changed:
            fields = dict(_fields(card, names, self.sets))
            groups.setdefault(tuple(fields), []).append((number, fields))
        moves: list[Row] = []
        for names, rows in groups.items():
            move: Row = {"at": [number for number, _ in rows]}
            for name in names:
                column = [fields[name] for _, fields in rows]
                if len(column) > 1 and all(value == column[0] for value in column):
                    move.setdefault("all", {})[name] = column[0]
                else:
                    move.setdefault("each", {})[name] = column
            moves.append(move)
        return moves
