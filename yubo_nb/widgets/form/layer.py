"""A text as it was typed, and what the controls changed in it: the typed characters always come back."""

from collections.abc import Mapping

from yubo_nb.prompt import Prompt, PromptError, parse
from yubo_nb.prompt.tables import Value, current_tables

# One control for several names of which a prompt has one at most.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "model": ("version", "niji"),
    "speed": ("fast", "relax", "turbo"),
    "definition": ("hd", "sd"),
    "visibility": ("stealth", "public"),
}


def spelled(value: Value | None) -> str | None:
    """A value as a control shows it; None where the text does not have it, "" for a bare flag."""
    if value is None or value is True:
        return None if value is None else ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def shown(prompt: Prompt, control: str) -> str | None:
    """What a control shows of this prompt."""
    if control == "model":
        return prompt.version
    if control in CHOICES:
        here = [name for name in CHOICES[control] if name in prompt.parameters]
        return here[-1] if here else None
    return spelled(prompt.parameters.get(control))


class Layer:
    """`base` is what a person typed. `text` is that with the controls that were moved since.

    Always made from `base` anew, so that a control moved there and back leaves no trace, whatever was
    written in its place: `--s 0250`, a name given twice, blanks of any kind.
    """

    def __init__(self) -> None:
        self.base: str = ""
        self.text: str = ""
        self._moved: dict[str, str | None] = {}

    def type(self, text: str) -> None:
        """What stands in the field is this."""
        if text != self.text:
            self.base = self.text = text
            self._moved = {}

    def set(self, control: str, value: str | None) -> None:
        """Move a control; None takes it out of the text. Raises PromptError, and then nothing has changed."""
        moved = {**self._moved, control: value}
        if value == shown(parse(self.base), control):
            del moved[control]
        self.text = self._written(moved)
        self._moved = moved

    def _written(self, moved: Mapping[str, str | None]) -> str:
        changes: dict[str, object] = {}
        for control, value in moved.items():
            changes |= _changes(control, value)
        return parse(self.base).with_parameters(**changes).source


def _changes(control: str, value: str | None) -> dict[str, object]:
    if control == "model":
        niji = (value or "").startswith("niji ")
        named = None if value is None else value.removeprefix("niji ")
        return {"version": None if niji else named, "niji": named if niji else None}
    if control in CHOICES:
        if value is not None and value not in CHOICES[control]:
            raise PromptError(f"{control}: {value!r}?", f"{control}：{value!r}？", parameter=control)
        return {name: True if name == value else None for name in CHOICES[control]}
    rule = current_tables().parameters.get(control)
    bare = rule is not None and (rule.kind == "flag" or (rule.kind == "optional" and not value))
    return {control: True if bare and value is not None else value}
