"""What a report is made of: tasks and sums."""

from dataclasses import dataclass
from typing import Any

from yubo_nb.data import states

BAD = ("failure", "rejected", "not_sent", "cancelled", "in_doubt", "lost")


@dataclass(frozen=True, slots=True)
class Row:
    """A task: its number on the page, that of its parent there, and the cells of its row in the frame."""

    number: int
    parent: int | None
    parameters: dict[str, Any]
    cells: dict[str, Any]

    def text(self, name: str) -> str:
        """A cell as text, "" where it is missing."""
        value = self.cells.get(name)
        return "" if value is None else str(value)

    @property
    def phase(self) -> str:
        return self.text("phase")

    @property
    def state(self) -> str:
        """The phase in words."""
        return states.words().get("no_picture" if self.bare else self.phase, self.phase)

    @property
    def bare(self) -> bool:
        """It ended well, and there is no picture of it."""
        drawn = self.text("picture_hash") or self.text("action") in {"DESCRIBE", "SHORTEN"}
        return self.phase == "success" and not drawn

    @property
    def reason(self) -> str:
        """Why it did not go well, in the relay's words."""
        return (self.text("fail_reason") or self.text("description")) if self.phase in BAD else ""

    def change_from(self, parent: "Row | None") -> tuple[str, str] | None:
        """The prompts of both where they differ; as drawn, where the relay tells."""
        if parent is None or self.text("action") == "UPSCALE":  # which draws nothing new, whatever it says
            return None
        name = "final_prompt" if self.text("final_prompt") and parent.text("final_prompt") else "prompt"
        both = parent.text(name), self.text(name)
        return None if both[0] == both[1] else both

    @property
    def money(self) -> str:
        """What is known of its money."""
        word = states.words()
        if self.cells.get("sandbox"):
            return word["sandbox"]
        return states.money(self.text("charged"), self.cells.get("price"))


@dataclass(slots=True)
class Cost:
    """One kind of call and its sums."""

    action: str
    calls: int = 0
    charged: float = 0.0
    doubt: float = 0.0
    refunded: float = 0.0
    unknown: int = 0
    sandbox: bool = False


def parted(text: str) -> tuple[str, str]:
    """The words of a prompt, and its parameters."""
    words, dashes, flags = text.partition(" --")
    return words, f"--{flags}" if dashes else ""
