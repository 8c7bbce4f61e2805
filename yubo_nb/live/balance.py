"""What the relay's balance lets one guess about a call in doubt: words, never a decision.

A submit asks for no balance, before it or after it. What is compared is two readings that a person asked for,
and what the ledger knows of the time between.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

from yubo_nb.api.account import Quota, subscription, usage
from yubo_nb.api.errors import NotOffered, YuboError
from yubo_nb.api.protocol import Request
from yubo_nb.history import History, Intent
from yubo_nb.lang import say

_NEAR = 0.2  # of the price: groups and rates make a relay's prices a little different from the list


class Relay(Protocol):
    """The client's one door."""

    async def send(self, request: Request, *, tries: int = ...) -> Any: ...


class Balance:
    """Engine thread only. Everything here is free of charge."""

    def __init__(self, relay: Callable[[], Relay], history: History, origin: str) -> None:
        self._relay = relay
        self._history = history
        self._origin = origin

    async def quota(self) -> Quota:
        """What the key may spend and has spent; the reading is kept. Raises NotOffered."""
        limit: Quota = await self._relay().send(subscription())
        return Quota(limit.limit, await self._used(), limit.until)

    async def hint(self, intent: Intent) -> str:
        """What the reading of now says about one call, in words. Never raises for what a relay says."""
        try:
            used = await self._used()
        except NotOffered:
            return say("This relay tells no balance.", "该中转站不提供余额。")
        except YuboError as error:
            return error.message
        before = self._history.balance_before(self._origin, intent.sent_ms or intent.created_ms)
        if before is None:
            return say(
                f"The relay has counted {used:g} in all. There is no reading from before this call to "
                "compare with; studio.quota() keeps one.",
                f"中转站累计已用 {used:g}。没有此次请求之前的读数可供比较；studio.quota() 会记录读数。",
            )
        return _compared(intent, before, used, self._history)

    async def _used(self) -> float:
        used: float = await self._relay().send(usage())
        self._history.note_balance(self._origin, used)
        return used


def _compared(intent: Intent, before: tuple[int, float], used: float, history: History) -> str:
    since_ms, then = before
    other = history.booked_since(intent.origin, since_ms, but=intent.intent_id)
    rest, price = used - then - other.amount, intent.price
    if price is None or not price or not other.priced or other.doubts:
        guess = say("That tells nothing about this call.", "无法据此判断这次请求。")
    elif abs(rest - price) <= _NEAR * price:
        guess = say(
            f"The difference is what this call costs ({price:g}): it was probably charged.",
            f"差额正好是这次请求的价格（{price:g}）：很可能已扣费。",
        )
    elif abs(rest) <= _NEAR * price:
        guess = say(
            "That leaves nothing for this call: it was probably not charged.",
            "没有余下这次请求的费用：很可能未扣费。",
        )
    else:
        guess = say("That tells nothing about this call.", "无法据此判断这次请求。")
    at = time.strftime("%H:%M:%S", time.localtime(since_ms / 1000))
    return say(
        f"Since {at} the relay has counted {used - then:g}, and your other calls here cost {other.amount:g}. "
        f"{guess} It is a hint and no proof: others may use the key, and prices differ.",
        f"自 {at} 起中转站计 {used - then:g}，这里的其他请求共 {other.amount:g}。"
        f"{guess}这只是提示，不是证明：key 可能有其他使用者，价格也可能不同。",
    )
