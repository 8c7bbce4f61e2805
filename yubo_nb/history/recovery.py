"""After a crash: what dead processes left half done gets the outcome that is honest. Sends nothing."""

from contextlib import suppress

from sqlalchemy import bindparam, select

from yubo_nb.history import owner
from yubo_nb.history.database import among
from yubo_nb.history.fallback import kept
from yubo_nb.history.ids import now_ms
from yubo_nb.history.outcomes import settle
from yubo_nb.history.part import Part
from yubo_nb.history.records import Intent
from yubo_nb.history.schema import intents
from yubo_nb.lang import say

_c = intents.c
_half_done = (
    select(_c.intent_id, _c.status, _c.owner, _c.created_ms, _c.sent_ms)
    .where(among(_c.status, "PREPARED", "SENDING"))
    .order_by(_c.intent_id)
)
_still = select(_c.status).where(_c.intent_id == bindparam("intent_id"))
# A submit with all its waiting and resending takes minutes. Where the owner cannot be judged (another
# machine,
# a system that does not tell), this long without an outcome is taken for its death.
_SURELY_DEAD_MS = 20 * 60_000


class Recovery(Part):
    """Run on each opening; again at any time, with the same result."""

    def recover(self) -> list[Intent]:
        """Settle what processes that are gone had in hand: PREPARED becomes NOT_SENT, SENDING becomes
        IN_DOUBT.
        """
        settled = self._take_over_kept()
        with self._db.reading() as transaction:
            found = transaction.rows(_half_done)
        dead = [row for row in found if _is_dead(row[2], row[4] or row[3])]
        for intent_id, *_ in dead:
            with self._db.writing(durable=True) as transaction:
                now = transaction.row(_still, intent_id=intent_id)
                if now is None or now[0] not in ("PREPARED", "SENDING"):
                    continue  # another process recovered it in the meantime
                if now[0] == "PREPARED":
                    outcome, error = (
                        "NOT_SENT",
                        say("The program ended before this was sent.", "程序在提交之前结束。"),
                    )
                else:
                    outcome, error = (
                        "IN_DOUBT",
                        say("The program ended while this was being sent.", "程序在提交过程中结束。"),
                    )
                settled.append(settle(transaction, intent_id, outcome, error=error, source="recovery"))
        return settled

    def _take_over_kept(self) -> list[Intent]:
        """Outcomes that could not be written when they came. Their file goes when all of them are in."""
        settled: list[Intent] = []
        for path, outcomes in kept(self._db.place):
            with self._db.writing(durable=True) as transaction:
                for outcome in outcomes:
                    if transaction.row(_still, intent_id=outcome.intent_id) is None:
                        continue
                    now = settle(
                        transaction,
                        outcome.intent_id,
                        outcome.status,
                        task_id=outcome.task_id,
                        code=outcome.code,
                        source="recovery",
                    )
                    settled.append(now)
            with suppress(OSError):
                path.unlink()
        return settled


def _is_dead(who: str, since_ms: int) -> bool:
    life = owner.life(who)
    return life == "dead" or (life == "unknown" and now_ms() - since_ms > _SURELY_DEAD_MS)
