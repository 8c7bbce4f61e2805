"""How much may be spent: caps kept in the history, budgets for a block, and nothing without a person."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from types import TracebackType
from typing import Literal, Self

from yubo_nb import cell, host
from yubo_nb.api.errors import BudgetExceeded, PaidCallsDisabled, YuboError
from yubo_nb.history import Caps, History, Intent
from yubo_nb.lang import say
from yubo_nb.live.terms import Asked, Terms
from yubo_nb.prices import Overrule, Prices

# An hour of work by hand is about thirty pictures and as many presses; a loop that ran away has then cost
# what a lunch costs and not a month's pay. A planned sweep says with `more` that it is meant.
DEFAULT_CAPS = Caps(
    calls_per_hour=60,
    money_per_hour=5.0,
    calls_per_session=150,
    money_per_session=12.0,
    calls_per_day=300,
    money_per_day=25.0,
)

_lock = threading.RLock()
_open: "list[Block]" = []


class Block(AbstractContextManager["Block"]):
    """A budget for everything that this process sends while the block is open, from whatever thread.

    A call takes its price when it is written down. What was refused, never left or was refunded is given
    back; what is in doubt, or failed without word of a refund, is not. Blocks within blocks all count.
    """

    def __init__(self, money: float | None = None, *, calls: int | None = None) -> None:
        if money is None and calls is None:
            raise ValueError(say("a budget needs money or calls", "budget 需要 money 或 calls"))
        self.money = money
        self.max_calls = calls
        self._made: dict[str, tuple[float, Callable[[str], Intent | None]]] = {}

    def __enter__(self) -> Self:
        with _lock:
            _open.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _lock:
            _open.remove(self)

    @property
    def spent(self) -> float:
        """What the calls of this block cost, as far as is known now."""
        with _lock:
            self._look_again()
            return sum(price for price, _ in self._made.values())

    @property
    def calls(self) -> int:
        """The paid calls of this block that were not refused."""
        with _lock:
            self._look_again()
            return len(self._made)

    def __repr__(self) -> str:
        money = (
            ""
            if self.money is None
            else say(f"{self.spent:g} of {self.money:g}", f"{self.spent:g} / {self.money:g}")
        )
        most = "" if self.max_calls is None else f" / {self.max_calls}"
        calls = say(f"calls {self.calls}{most}", f"次数 {self.calls}{most}")
        return f"Budget({', '.join(part for part in (money, calls) if part)})"

    def check(self, action: str, price: float | None) -> None:
        """Raise BudgetExceeded when this call does not fit."""
        if self._fits(price):
            return
        self._look_again()
        if self._fits(price):
            return
        if price is None:
            raise BudgetExceeded(
                say(
                    f"What {action!r} costs is not known, so it does not fit into a budget of money.",
                    f"{action!r} 的价格未知，无法计入金额预算。",
                ),
                hint=say(
                    f"Give its price: yb.connect(prices={{{action!r}: …}}).",
                    f"请给出价格：yb.connect(prices={{{action!r}: …}})。",
                ),
            )
        raise BudgetExceeded(
            say(
                f"This call does not fit into {self!r}; it was not sent.", f"此次调用超出 {self!r}，未提交。"
            ),
            hint=say(
                "Two ways out: open a larger budget, or send it after the block.",
                "两种办法：设更大的预算，或在该代码块之后提交。",
            ),
        )

    def take(self, intent: Intent, look_up: Callable[[str], Intent | None]) -> None:
        """A call was written down."""
        if intent.price != 0:
            self._made[intent.intent_id] = (intent.price or 0.0, look_up)

    def _fits(self, price: float | None) -> bool:
        if price == 0:
            return True
        if self.max_calls is not None and len(self._made) + 1 > self.max_calls:
            return False
        if self.money is None:
            return True
        held = sum(taken for taken, _ in self._made.values())
        return price is not None and held + price <= self.money + 1e-9 * max(1.0, self.money)

    def _look_again(self) -> None:
        for intent_id, (_, look_up) in tuple(self._made.items()):
            try:
                now = look_up(intent_id)
            except YuboError:  # its studio was closed, or the disk has gone: what is held stays held
                continue
            if now is not None and (now.status in ("REJECTED", "NOT_SENT") or now.charged == "refunded"):
                del self._made[intent_id]


def budget(money: float | None = None, *, calls: int | None = None) -> Block:
    """`with yb.budget(2.00):` or `yb.budget(calls=20)`: BudgetExceeded before the call that would pass it."""
    return Block(money, calls=calls)


class Budget:
    """The caps of a studio and what was spent of them. Called with money or calls, a budget for a block."""

    def __init__(self, store: History, origin: str, caps: Caps | None) -> None:
        self._store = store
        self._origin = origin
        self.caps = caps

    def __call__(self, money: float | None = None, *, calls: int | None = None) -> Block:
        """`with studio.budget(2.00):`, the same as `yb.budget(2.00)`."""
        return Block(money, calls=calls)

    def more(self, *, calls: int = 0, money: float = 0.0) -> None:
        """Raise every cap of this studio by so much, until it is closed: a loop that is meant may go on."""
        if self.caps is None:
            return
        added = {
            name: value + (calls if name.startswith("calls") else money)
            for name in Caps.__dataclass_fields__
            if (value := getattr(self.caps, name)) is not None
        }
        self.caps = replace(self.caps, **added)

    def __repr__(self) -> str:
        try:
            now, caps = self._store.spent(self._origin), self.caps or Caps()
        except YuboError as error:  # a closed history, shown by a traceback of an error about just that
            return f"Budget({error.message})"
        parts = [
            f"{have:g}" + ("" if cap is None else f"/{cap:g}") + f" {words}"
            for have, cap, words in (
                (now.calls_last_hour, caps.calls_per_hour, say("calls in the last hour", "次（最近一小时）")),
                (
                    now.money_last_hour,
                    caps.money_per_hour,
                    say("money in the last hour", "金额（最近一小时）"),
                ),
                (
                    now.calls_this_session,
                    caps.calls_per_session,
                    say("calls in this session", "次（本次会话）"),
                ),
                (
                    now.money_this_session,
                    caps.money_per_session,
                    say("money in this session", "金额（本次会话）"),
                ),
                (now.calls_last_day, caps.calls_per_day, say("calls in the last day", "次（最近一天）")),
                (now.money_last_day, caps.money_per_day, say("money in the last day", "金额（最近一天）")),
            )
        ]
        return f"Budget({', '.join(parts)})"


class StudioTerms(Terms):
    """The terms of a studio: its prices, its caps, the open blocks, and a person for a real relay."""

    def __init__(self, prices: Prices, budget: Budget, *, sandbox: bool) -> None:
        super().__init__(prices)
        self.price_list = prices
        self.budget = budget
        self._allow_paid: bool | None = None
        self._told = ""  # the run of a cell that was told of a repetition
        self.sandbox = sandbox
        self.visitors = host.has_visitors()

    def change(
        self, prices: Overrule, budget: Caps | Literal[False] | None, *, allow_paid: bool | None
    ) -> None:
        """Take over what is not None; False for `budget` takes the caps away."""
        if prices is not None:
            self.prices = self.price_list = self.price_list.over(prices)
        if budget is not None:
            self.budget.caps = budget or None
        if allow_paid is not None:
            self._allow_paid = allow_paid

    def caps(self) -> Caps | None:
        """The caps as they are now."""
        return self.budget.caps

    def asked(self) -> Asked:
        """The cell that runs, and whether a person is there."""
        return cell.asked()

    def alone(self) -> AbstractContextManager[object]:
        """One call at a time, in all studios."""
        return _lock

    def permit(self, asked: Asked, action: str, price: float | None) -> None:
        """The person first, then the blocks; the caps are looked at in the history's transaction."""
        if not self.sandbox:
            self._permit_paying(asked)
        for block in _open:
            block.check(action, price)

    def repeated(self, asked: Asked) -> None:
        """Once for each run of a cell: somebody who runs it again may be waiting for another picture."""
        if asked.run == self._told:
            return
        self._told = asked.run
        line = say(
            "This cell has made this before, so nothing was sent; again=True makes another.",
            "该单元格此前已生成过，本次未提交；如需重新生成，请用 again=True。",
        )
        print(line)  # noqa: T201 - on the cell's own thread: the line stands where it was asked for

    def made(self, intent: Intent, look_up: Callable[[str], Intent | None]) -> None:
        for block in _open:
            block.take(intent, look_up)

    def _permit_paying(self, asked: Asked) -> None:
        allowed = self._allow_paid if self._allow_paid is not None else cell.allowed_by_environment()
        if allowed is False:
            raise PaidCallsDisabled(
                say("Paid calls are switched off here; nothing was sent.", "此处已关闭付费调用，未提交。"),
                hint=say(
                    "Switch them on with yb.connect(allow_paid=True) or YUBO_ALLOW_PAID=1.",
                    "可用 yb.connect(allow_paid=True) 或 YUBO_ALLOW_PAID=1 开启。",
                ),
            )
        if allowed is None and not asked.person:
            raise PaidCallsDisabled(
                say(
                    "This runs without a person (nbconvert, papermill, a CI job); paid calls are not sent.",
                    "当前为无人值守运行（nbconvert、papermill 或 CI），不会提交付费请求。",
                ),
                hint=say(
                    "Set YUBO_ALLOW_PAID=1 or yb.connect(allow_paid=True) to allow it, or use the sandbox.",
                    "如需允许，请设 YUBO_ALLOW_PAID=1 或 yb.connect(allow_paid=True)；也可使用沙盒。",
                ),
            )
