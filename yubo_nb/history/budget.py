"""Caps on paid calls, counted from the rows themselves: no counter can fall out of step or be reset by a
restart.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy import text as sql

from yubo_nb.api.errors import BudgetExceeded
from yubo_nb.history.database import Transaction
from yubo_nb.history.ids import now_ms
from yubo_nb.history.schema import intents
from yubo_nb.lang import say

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS


@dataclass(frozen=True, slots=True)
class Caps:
    """At most so many calls and so much money an hour, a session and a day. None: no cap.

    A session is a sitting: all calls since the last full hour without any, of the last 24 hours at most.
    All three are counted over all processes, so a restart gives nothing back. What is in doubt counts as
    charged. A call without a known price counts as a call, and as no money.
    """

    calls_per_hour: int | None = None
    money_per_hour: float | None = None
    calls_per_session: int | None = None
    money_per_session: float | None = None
    calls_per_day: int | None = None
    money_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent at one relay. Refunds count as calls, and as no money."""

    calls_last_hour: int
    money_last_hour: float
    calls_this_session: int
    money_this_session: float
    calls_last_day: int
    money_last_day: float


def _total(where: str):  # noqa: ANN202 - the name of the type is longer than the statement
    c = intents.c
    paid = sql(
        f"({where}) AND (price IS NULL OR price > 0)"
        " AND (charged <> 'no' OR status IN ('PREPARED', 'SENDING'))"
    )
    held = func.sum(sql("CASE WHEN charged = 'refunded' THEN 0 ELSE price END"))
    return select(func.count(), func.coalesce(held, 0.0)).where(c.origin == bindparam("origin"), paid)


# A row from the future, written before the clock was set back, is still one of the last hour.
_since = _total("created_ms >= :since")
_moments = (
    select(intents.c.created_ms)
    .where(intents.c.origin == bindparam("origin"), intents.c.created_ms >= bindparam("since"))
    .order_by(intents.c.created_ms.desc())
)


def _sitting(transaction: Transaction, origin: str, now: int) -> int:
    """When the session began: the oldest call that no full hour separates from now."""
    began = now
    for (moment,) in transaction.rows(_moments, origin=origin, since=now - _DAY_MS):
        if began - moment >= _HOUR_MS:
            break
        began = min(began, moment)
    return began


def spent(transaction: Transaction, origin: str) -> Spent:
    """The sums at `origin`."""
    now = now_ms()
    hour, session, day = (
        transaction.row(_since, origin=origin, since=since) or (0, 0.0)
        for since in (now - _HOUR_MS, _sitting(transaction, origin, now), now - _DAY_MS)
    )
    return Spent(int(hour[0]), float(hour[1]), int(session[0]), float(session[1]), int(day[0]), float(day[1]))


def check(transaction: Transaction, caps: Caps, *, origin: str, price: float | None) -> None:
    """Raise BudgetExceeded when one more call at `price` would pass a cap. Free calls pass always."""
    if price == 0:
        return
    now = spent(transaction, origin)
    cost = price or 0.0
    for have, more, cap, en, zh in (
        (now.calls_last_hour, 1, caps.calls_per_hour, "paid calls an hour", "次付费调用/小时"),
        (
            now.calls_this_session,
            1,
            caps.calls_per_session,
            "paid calls in this session",
            "次付费调用/本次会话",
        ),
        (now.calls_last_day, 1, caps.calls_per_day, "paid calls a day", "次付费调用/天"),
        (now.money_last_hour, cost, caps.money_per_hour, "an hour", "/小时"),
        (now.money_this_session, cost, caps.money_per_session, "in this session", "/本次会话"),
        (now.money_last_day, cost, caps.money_per_day, "a day", "/天"),
    ):
        # A thousandth of a cent is no reason to refuse: ten times 0.1 is 0.9999… or 1.0000….
        if cap is not None and have + more > cap + 1e-9 * max(1.0, abs(cap)):
            raise BudgetExceeded(
                say(
                    f"The cap of {cap:g} {en} is reached ({have:g} so far); nothing was sent.",
                    f"已达到上限 {cap:g} {zh}（目前 {have:g}），未提交。",
                ),
                hint=say(
                    "Two ways out: wait until older calls no longer count, or go on knowingly with "
                    "studio.budget.more(calls=20, money=2).",
                    "两种办法：等较早的调用不再计入；或确认后用 studio.budget.more(calls=20, money=2) 继续。",
                ),
            )
