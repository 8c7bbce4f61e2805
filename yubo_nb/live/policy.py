"""How often the relay is asked, and how long a silence is borne."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """Seconds throughout. The relay itself looks every 15 s, so asking much faster buys nothing.

    `growth` stretches the interval at each tick from `first` to `slowest`; a new task starts it anew, but
    after `burst` hasty ticks there is one in `spacing` of the slowest interval at most: 60 in ten minutes.
    An answer is waited for `patience`, after one that did not come for `most_patience`.
    """

    first: float = 3.0
    slowest: float = 15.0
    growth: float = 1.25
    jitter: float = 0.1
    burst: int = 12
    spacing: float = 5 / 6
    chunk: int = 100
    patience: float = 8.0
    most_patience: float = 30.0
    lost_after: float = 600.0
    picture_grace: float = 60.0
    service_limit: float = 70 * 60.0

    def after(self, interval: float) -> float:
        """The interval that follows this one."""
        return min(self.slowest, max(self.first, interval * self.growth))

    def jittered(self, interval: float) -> float:
        """A little less, so that kernels do not ask in step; never more, or news would be late."""
        return interval * random.uniform(1 - self.jitter, 1)


SANDBOX = PollPolicy(first=0.25, slowest=1.0)
