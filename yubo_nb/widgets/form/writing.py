"""The text that several hands write at once: the person in the field, the controls, and what fills it in."""

from collections import deque
from collections.abc import Callable

from yubo_nb.prompt import PromptError
from yubo_nb.widgets.form.layer import Layer

_OVERTAKEN = 2**30  # two views begin at numbers further from each other than this


class Writing:
    """Counts its versions. What was typed into an older one gets what the controls have done since.

    `changed` is called with each new text.
    """

    def __init__(self, text: str, changed: Callable[[str], object]) -> None:
        self._layer = Layer()
        self._layer.type(text)
        self._changed = changed
        self._sets: deque[tuple[int, str, str | None]] = deque(maxlen=200)
        self.version = 0
        self.heard = 0  # the number of what was typed last
        self.filled = 0  # the version of the last text that took another's place
        self.before: str | None = None  # the one whose place it took
        self.touched = False
        self.refused: dict[str, tuple[str, str]] = {}
        """What stands in a control and cannot be written into the text, and why."""

    @property
    def text(self) -> str:
        """As it is now."""
        return self._layer.text

    def type(self, number: int, text: str, base: int) -> None:
        """Take over what stands in the field of a view, typed into the version `base`."""
        if 0 < self.heard - number < _OVERTAKEN:
            return  # a later message of the same view was here before
        self.heard = number
        if base < self.filled:
            self.before = text  # typed into what stood there before: it is what "put back" brings
            return
        missed = [(control, value) for version, control, value in self._sets if version > base]
        if text != self.text:
            self._layer.type(text)
            self.touched = True
            self._step()
        for control, value in missed:
            self.set(control, value)

    def set(self, control: str, value: str | None) -> None:
        """A control was moved. What cannot be written stays with the control, and is `refused`."""
        self.refused.pop(control, None)
        try:
            self._layer.set(control, value)
        except PromptError as error:
            self.refused[control] = (value or "", str(error))
            return
        self._step()
        self._sets.append((self.version, control, value))

    def fill(self, text: str) -> None:
        """Another text takes the place of this one."""
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # as a text field has it, or no place would fit
        if text == self.text:
            return
        self.before, self.touched = self.text, True
        self._layer.type(text)
        self.refused.clear()
        self._step()
        self.filled = self.version

    def _step(self) -> None:
        self.version += 1
        self._changed(self.text)
