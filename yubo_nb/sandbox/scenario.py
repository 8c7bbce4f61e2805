"""One task: how it comes about, and where it stands at any moment.

A task's whole course is settled when it is accepted (when it starts, when it ends, how), so its status is a
function of the clock alone. That is what lets it survive a restart, be looked at late, or be skipped
through by hand.
"""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from yubo_nb.sandbox.painter.chance import digest

# Seconds a relay takes for each action, and how long after its start Midjourney begins to draw.
_DURATIONS: dict[str, float] = {
    "IMAGINE": 38,
    "UPSCALE": 3,
    "DESCRIBE": 9,
    "SHORTEN": 7,
    "SWAP_FACE": 16,
    "VIDEO": 60,
    "EDITS": 32,
}
_PACE = {"relax": 2.0, "fast": 1.0, "turbo": 0.5}
_WARM_UP = 0.08


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a task stands. Times are epoch seconds; `share` is what is painted, 0 to 1."""

    status: str
    share: float = 0.0
    start: float | None = None
    finish: float | None = None

    @property
    def over(self) -> bool:
        """Nothing will change any more."""
        return self.status in {"SUCCESS", "FAILURE", "CANCEL"}

    @property
    def percent(self) -> int:
        """The progress to show; 100 only at a good end."""
        return 100 if self.status == "SUCCESS" else min(99, int(self.share * 100))


@dataclass(slots=True)
class Task:
    """What the sandbox knows about a task. `submit`, `start` and `end` are epoch seconds, decided
    beforehand.
    """

    id: str
    action: str
    prompt: str = ""
    final_prompt: str = ""
    zh_prompt: str = ""
    description: str = ""
    state: str = ""
    notify_hook: str = ""
    bot: str = "MID_JOURNEY"
    mode: str = ""
    submit: float = 0.0
    start: float = 0.0
    end: float = 0.0
    fail_reason: str = ""
    fail_share: float = 0.0
    dialog: str = ""
    modal_at: float | None = None
    modal_until: float | None = None
    cancel_at: float | None = None
    parent: str = ""
    custom_id: str = ""
    version: str = "7"
    seed: int = 0
    buttons: str = "none"
    recipe: dict[str, Any] | None = None
    charges: list[list[Any]] = field(default_factory=list[list[Any]])
    rows: list[list[Any]] = field(default_factory=list[list[Any]])

    def at(self, now: float) -> Moment:
        """Where it stands at `now`."""
        if self.cancel_at is not None and now >= self.cancel_at:
            return Moment(
                "CANCEL", self._share(self.cancel_at), self._started(self.cancel_at), self.cancel_at
            )
        if self.dialog and self.modal_at is None and self.modal_until is not None and now >= self.modal_until:
            return Moment("CANCEL", 0.0, None, self.modal_until)
        if self.dialog and (self.modal_at is None or now < self.modal_at):
            return Moment("MODAL")
        if now >= self.end:
            if self.fail_reason:
                return Moment("FAILURE", self.fail_share, self.start, self.end)
            return Moment("SUCCESS", 1.0, self.start, self.end)
        if now < self.start:
            return Moment("NOT_START")
        share = self._share(now)
        return Moment("IN_PROGRESS" if share > 0 else "SUBMITTED", share, self.start)

    def _started(self, now: float) -> float | None:
        return self.start if now >= self.start > 0 else None

    def _share(self, now: float) -> float:
        if self.end <= self.start or now < self.start:
            return 0.0
        gone = (now - self.start) / (self.end - self.start)
        return max(0.0, (gone - _WARM_UP) / (1 - _WARM_UP)) * (self.fail_share if self.fail_reason else 1.0)

    def kept(self) -> dict[str, Any]:
        """As JSON, for the state file."""
        return dataclasses.asdict(self)


def duration(action: str, verb: str, mode: str, salt: object) -> float:
    """Seconds of a relay's time from start to end; the same `salt` always takes equally long."""
    base = 26.0 if verb in {"upscale", "creative"} else _DURATIONS.get(action, 36.0)
    return base * _PACE.get(mode, 1.0) * (0.88 + 0.24 * (digest("duration", salt) % 1000) / 1000)


def message_hash(task_id: str) -> str:
    """The uuid that stands in a task's customIds and file names."""
    text = f"{digest('high', task_id):016x}{digest('low', task_id):016x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:32]}"
