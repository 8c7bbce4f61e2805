"""The sandbox's own time: the wall clock, with durations that can be shortened and hours that can be
skipped.
"""

import time


class Clock:
    """Seconds since the epoch, as the tasks report them.

    `speed` divides durations (a picture that takes a relay 40 s takes 40 / speed here) and leaves dates
    alone, so that a history of sandbox tasks never lies in the future. A changed speed holds for tasks
    submitted afterwards.
    """

    def __init__(self, speed: float = 10.0) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be above 0, not {speed!r}")
        self.speed = speed
        self.offset = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        """The moment the sandbox believes in."""
        return (time.time() if self._stopped is None else self._stopped) + self.offset

    def lasting(self, seconds: float) -> float:
        """How long `seconds` of a relay's time take on this clock."""
        return seconds / self.speed

    def advance(self, seconds: float) -> None:
        """Skip `seconds` of a relay's time, at once: `advance(60)` ends an imagine at any speed."""
        self.offset += seconds / self.speed

    def freeze(self) -> None:
        """Stop; from now on only `advance` moves it. For tests that step by hand."""
        if self._stopped is None:
            self._stopped = time.time()

    def thaw(self) -> None:
        """Go on from where it stopped."""
        if self._stopped is not None:
            self.offset += self._stopped - time.time()
            self._stopped = None
