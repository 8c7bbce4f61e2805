"""What the sandbox would have charged, and every request it heard."""

from dataclasses import dataclass

# The price list of the gateway most relays run. Region and custom zoom cost nothing by themselves: the
# modal that follows is what is billed.
PRICES: dict[str, float] = {
    "IMAGINE": 0.1,
    "VARIATION": 0.1,
    "HIGH_VARIATION": 0.1,
    "LOW_VARIATION": 0.1,
    "REROLL": 0.1,
    "BLEND": 0.1,
    "MODAL": 0.1,
    "ZOOM": 0.1,
    "PAN": 0.1,
    "SHORTEN": 0.1,
    "EDITS": 0.1,
    "UPSCALE": 0.05,
    "DESCRIBE": 0.05,
    "SWAP_FACE": 0.05,
    "UPLOAD": 0.05,
    "VIDEO": 0.8,
    "INPAINT": 0.0,
    "CUSTOM_ZOOM": 0.0,
}


def price_of(action: str) -> float:
    """What one submit of this action costs; an action nobody listed costs as much as a picture."""
    return PRICES.get(action, 0.1)


@dataclass(frozen=True, slots=True)
class Charge:
    """One paid submit. `refunded` turns true when its task has failed; `at` is in epoch seconds."""

    task_id: str
    action: str
    price: float
    at: float
    refunded: bool = False


@dataclass(slots=True)
class Heard:
    """One request as it arrived. `status` stays 0 while it is being answered and when no answer was ever
    sent.
    """

    method: str
    path: str
    state: str = ""
    status: int = 0
