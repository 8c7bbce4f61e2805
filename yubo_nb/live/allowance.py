"""How many questions there may be, however many new tasks ask for haste."""


class Allowance:
    """A bucket of questions that refills at a steady pace. `now` is any clock that only goes forward."""

    def __init__(self, burst: int, spacing: float) -> None:
        self._burst = burst
        self._spacing = spacing
        self._left = float(burst)
        self._at: float | None = None

    def ready(self, now: float) -> float:
        """The moment from which on the next question may be asked; in the past when there is one left."""
        self._refill(now)
        return now + (1.0 - self._left) * self._spacing

    def spend(self, now: float) -> None:
        """A question is asked."""
        self._refill(now)
        self._left -= 1.0

    def _refill(self, now: float) -> None:
        if self._at is not None:
            self._left = min(self._burst, self._left + max(0.0, now - self._at) / self._spacing)
        self._at = now
