"""States of a task and of its money, and what only a live view says of them."""

from yubo_nb.data import states
from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        **states.words(),
        "sandbox_price": say("{price} (sandbox)", "{price}（沙盒）"),
        "seconds": say("{s} s", "{s} 秒"),
        "minutes": say("{m}:{s} min", "{m} 分 {s} 秒"),
    }
