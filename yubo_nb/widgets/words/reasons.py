"""Why a task went wrong and what to do, in the same sentences as in Python's errors; and what it cost."""

from yubo_nb.lang import say
from yubo_nb.live.reasons import KINDS, Reason


def words() -> dict[str, str]:
    what = {f"what_{kind}": Reason(kind).what for kind in KINDS}
    return what | {f"todo_{kind}": Reason(kind).remedy for kind in KINDS} | _costs()


def _costs() -> dict[str, str]:
    return {
        "cost_no": say("Nothing was charged.", "没有扣费。"),
        "cost_yes": say("It was charged.", "已经扣费。"),
        "cost_yes_price": say("It was charged: {price}.", "已经扣费：{price}。"),
        "cost_refunded": say("The charge was given back.", "费用已退回。"),
        "cost_refunded_price": say("The charge of {price} was given back.", "费用 {price} 已退回。"),
        "cost_unknown": say(
            "It may have been charged; many relays give it back.", "可能已扣费；多数中转站会退费。"
        ),
        "cost_unknown_price": say(
            "It may have been charged {price}; many relays give it back.",
            "可能已扣费 {price}；多数中转站会退费。",
        ),
    }
