"""What was written at one relay: the prompt that is not sent yet, and those that were."""

from yubo_nb.api.key import redact
from yubo_nb.history import History

PAST = 200  # what a list can be searched for by eye and by word


class Prompts:
    """The draft and the past prompts of a relay, in its history. Any thread."""

    def __init__(self, history: History, origin: str) -> None:
        self._history = history
        self._note = f"draft:{origin}"
        self.name = origin

    def draft(self) -> str:
        """What stood in the form; "" for nothing."""
        return self._history.noted(self._note) or ""

    def keep(self, text: str) -> None:
        """Keep a draft; a key that was typed into it is not kept."""
        self._history.note(self._note, redact(text))

    def past(self) -> list[str]:
        """The last different prompts, newest first."""
        return self._history.prompts(self.name, PAST)
