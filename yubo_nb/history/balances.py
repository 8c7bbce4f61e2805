"""What a relay said was used of the key's money, each time a person asked: to be compared with later."""

import json
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import bindparam, func, select, update

from yubo_nb.history.ids import now_ms
from yubo_nb.history.part import Part
from yubo_nb.history.schema import intents, ledger, origins

_KEPT = 100
_abilities = select(origins.c.abilities).where(origins.c.origin == bindparam("origin"))
_set_abilities = (
    update(origins).where(origins.c.origin == bindparam("key")).values(abilities=bindparam("now"))
)
_booked = select(func.count(), func.count(ledger.c.amount), func.sum(ledger.c.amount)).where(
    ledger.c.origin == bindparam("origin"),
    ledger.c.at_ms >= bindparam("since"),
    ledger.c.intent_id != bindparam("but"),
)
_doubts = select(func.count()).where(
    intents.c.origin == bindparam("origin"),
    intents.c.status == "IN_DOUBT",
    intents.c.created_ms >= bindparam("since"),
    intents.c.intent_id != bindparam("but"),
)


@dataclass(frozen=True, slots=True)
class Booked:
    """What the ledger holds of a time: its sum, whether all of it has a price, and calls in doubt in it."""

    amount: float
    priced: bool
    doubts: int


class Balances(Part):
    """Readings of what was used, in the relay's own unit."""

    def note_balance(self, origin: str, used: float) -> None:
        """Keep a reading, with the time. Nothing happens for an origin that was never made known."""
        with self._db.writing() as transaction:
            row = transaction.row(_abilities, origin=origin)
            if row is None:
                return
            known = _parsed(row[0])
            readings = [*_readings(known), (now_ms(), used)][-_KEPT:]
            known["used"] = readings
            transaction.do(_set_abilities, {"key": origin, "now": json.dumps(known)})

    def balance_before(self, origin: str, at_ms: int) -> tuple[int, float] | None:
        """The last reading that is no younger than this moment: when, and how much was used."""
        with self._db.reading() as transaction:
            row = transaction.row(_abilities, origin=origin)
        older = [one for one in _readings(_parsed(row[0] if row else None)) if one[0] <= at_ms]
        return older[-1] if older else None

    def booked_since(self, origin: str, since_ms: int, *, but: str) -> Booked:
        """What was booked since then for all calls but one; what is in doubt is booked as charged."""
        where = {"origin": origin, "since": since_ms, "but": but}
        with self._db.reading() as transaction:
            rows, priced, amount = transaction.row(_booked, **where) or (0, 0, None)
            doubts = transaction.row(_doubts, **where) or (0,)
        return Booked(float(amount or 0.0), rows == priced, int(doubts[0]))


def _parsed(stored: str | None) -> dict[str, Any]:
    try:
        found: object = json.loads(stored or "{}")
    except ValueError:  # a spoilt disk
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _readings(known: dict[str, Any]) -> list[tuple[int, float]]:
    stored = known.get("used")
    rows = cast("list[Any]", stored) if isinstance(stored, list) else []
    try:
        return [(int(at), float(used)) for at, used in rows]
    except (TypeError, ValueError):
        return []
