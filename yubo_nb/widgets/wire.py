"""Cards as they travel to the browser: small rows, and changes as columns.

A row leaves out what is at its default. The buttons of a card are a number into `sets`, because a thousand
finished grids offer the same nine buttons and differ only in one uuid. A change is a list of row numbers and, for
each field, either one value for all of them or a list: a tick that moves every card costs a few bytes a card.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from yubo_nb.live.hub import Card, CardButton
from yubo_nb.widgets.names import button_name, picture_mark, row_breaks

Row = dict[str, Any]

PROMPT_LIMIT = 6_000  # characters; the longest prompt the relay takes is shorter, what is cut is counted
MESSAGE_LIMIT = 1_000
BUTTON_LIMIT = 200
_LABEL_LIMIT = 80
_DEFAULTS: Row = {
    "via": "",
    "sandbox": False,
    "status": "",
    "percent": None,
    "message": "",
    "charged": "no",
    "price": None,
    "queued": None,
    "picture": "",
    "picture_error": "",
    "width": None,
    "height": None,
    "submit_ms": None,
    "start_ms": None,
    "finish_ms": None,
    "parent": "",
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # and what turns text around


def plain(text: str, limit: int) -> str:
    """Server text for the screen: no terminal codes, no control or text-turning characters, bounded."""
    return _CONTROL.sub("", _ANSI.sub("", text[: limit * 2]))[:limit]


class ButtonSets:
    """The different sets of buttons seen so far; a card names its set by number."""

    def __init__(self) -> None:
        self.sets: list[list[Row]] = []
        self._numbers: dict[tuple[CardButton, ...], int] = {}

    def number(self, buttons: Sequence[CardButton]) -> tuple[int, str]:
        """The number of this set, and the uuid that stands where its customIds have a `*`."""
        uuid = _shared_uuid(buttons)
        shown = tuple(
            CardButton(
                b.custom_id.replace(uuid, "*") if uuid else b.custom_id, b.label, b.emoji, b.style, b.verb
            )
            for b in buttons[:BUTTON_LIMIT]
        )
        if shown not in self._numbers:
            self._numbers[shown] = len(self.sets)
            breaks = row_breaks(shown)
            self.sets.append([_button_row(b, row=row) for b, row in zip(shown, breaks, strict=True)])
        return self._numbers[shown], uuid


def _shared_uuid(buttons: Sequence[CardButton]) -> str:
    if any("*" in b.custom_id for b in buttons):
        return ""
    return next((m.group() for b in buttons if (m := _UUID.search(b.custom_id))), "")


def _button_row(button: CardButton, *, row: int) -> Row:
    label, emoji = plain(button.label, _LABEL_LIMIT), picture_mark(button.emoji)
    return {
        "id": button.custom_id,
        "label": label or ("" if emoji else plain(button.custom_id, _LABEL_LIMIT)),
        "emoji": emoji,
        "verb": button.verb,
        "name": plain(button_name(button), _LABEL_LIMIT),
        "row": row,
    }


def card_row(card: Card, sets: ButtonSets) -> Row:
    """One card as the browser gets it."""
    prompt = plain(card.prompt, PROMPT_LIMIT)
    row: Row = {"key": card.key, "origin": card.origin, "phase": card.phase, "prompt": prompt}
    if len(card.prompt) > PROMPT_LIMIT:
        row["cut"] = len(card.prompt) - PROMPT_LIMIT
    for name, default in _DEFAULTS.items():
        value = getattr(card, name)
        if value != default:
            row[name] = plain(value, MESSAGE_LIMIT) if isinstance(value, str) else value
    preview = f"preview:{card.key}:"
    if card.picture.startswith(preview) and card.picture[len(preview) :].isdecimal():
        row["picture"] = int(card.picture[len(preview) :])
    if card.buttons:
        row["set"], row["uuid"] = sets.number(card.buttons)
        if len(card.buttons) > BUTTON_LIMIT:
            row["more"] = len(card.buttons) - BUTTON_LIMIT
    return row


def changes(old: Sequence[Row], new: Callable[[int], Row], at: Iterable[int]) -> list[Row]:
    """What makes the `old` rows the `new` ones, at these numbers, grouped by the fields that differ."""
    groups: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for number in at:
        before, after = old[number], new(number)
        fields = tuple(sorted(f for f in {*before, *after} if before.get(f) != after.get(f)))
        if fields:
            groups.setdefault(fields, []).append((number, after))
    moves: list[Row] = []
    for fields, rows in groups.items():
        move: Row = {"at": [number for number, _ in rows]}
        for field in fields:
            column = [after.get(field) for _, after in rows]
            if len(column) > 1 and all(value == column[0] for value in column):
                move.setdefault("all", {})[field] = column[0]
            else:
                move.setdefault("each", {})[field] = column
        moves.append(move)
    return moves
