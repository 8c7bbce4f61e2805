"""What was taken and what was given back, as rows that are only ever added."""

from sqlalchemy import bindparam, select, update

from yubo_nb.api.errors import Charged, HistoryError
from yubo_nb.history.database import Transaction
from yubo_nb.history.ids import now_ms
from yubo_nb.history.part import Part
from yubo_nb.history.schema import intents, ledger, tasks
from yubo_nb.lang import say

_insert = ledger.insert()
_intent = select(intents.c.origin, intents.c.price, intents.c.charged, intents.c.status).where(
    intents.c.intent_id == bindparam("intent_id")
)
_charge_intent = (
    update(intents).where(intents.c.intent_id == bindparam("key")).values(charged=bindparam("now"))
)
_charge_task = update(tasks).where(tasks.c.intent_id == bindparam("key")).values(charged=bindparam("now"))


def _kind(before: Charged, after: Charged) -> str:
    if after == "yes":
        return "confirm" if before == "unknown" else "charge"
    return {"unknown": "doubt", "no": "release", "refunded": "refund"}[after]


def book(
    transaction: Transaction,
    intent_id: str,
    origin: str,
    *,
    price: float | None,
    before: Charged,
    after: Charged,
    source: str,
    note: str = "",
) -> None:
    """Add the row that leads from `before` to `after`. What is in doubt is held as if it were charged."""
    if before == after:
        return
    held = [price or 0.0 if state in ("yes", "unknown") else 0.0 for state in (before, after)]
    entry = {
        "at_ms": now_ms(),
        "intent_id": intent_id,
        "origin": origin,
        "kind": _kind(before, after),
        "amount": None if price is None else held[1] - held[0],
        "source": source,
        "note": note,
    }
    transaction.do(_insert, entry)
    transaction.do(_charge_task, {"key": intent_id, "now": after})


class Ledger(Part):
    """Charges and refunds."""

    def charge(self, intent_id: str, charged: Charged, *, source: str, note: str = "") -> None:
        """Correct what is known about the money of one intent: a refund, a doubt that was settled.

        `source` says who knows: "relay", "person", "log". Nothing happens when nothing changes.
        """
        with self._db.writing(durable=True) as transaction:
            row = transaction.row(_intent, intent_id=intent_id)
            if row is None:
                raise no_such_intent(intent_id)
            origin, price, before, status = row
            if status in ("PREPARED", "SENDING"):
                before = "no"  # nothing is booked until there is an outcome
            book(
                transaction,
                intent_id,
                origin,
                price=price,
                before=before,
                after=charged,
                source=source,
                note=note,
            )
            transaction.do(_charge_intent, {"key": intent_id, "now": charged})

    def refund(self, intent_id: str, *, source: str = "relay", note: str = "") -> None:
        """The relay gave the money back."""
        self.charge(intent_id, "refunded", source=source, note=note)


def no_such_intent(intent_id: str) -> HistoryError:
    """The error for an id that no row has."""
    return HistoryError(
        say(f"The history has no intent {intent_id!r}.", f"历史中没有 intent {intent_id!r}。"),
        hint=say("Look at the ids in history.tasks().", "请在 history.tasks() 中查看 id。"),
    )
