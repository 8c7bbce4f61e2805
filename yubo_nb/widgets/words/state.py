"""States of a task and of its money, and what only a live view says of them."""

from yubo_nb.data import states
from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {**states.words(), "sandbox_price": say("{price} (sandbox)", "{price}（沙盒）")}
