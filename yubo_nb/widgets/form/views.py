"""The two live halves of the form: the text with what is said of it, and the controls."""

from collections.abc import Callable
from typing import Any

import traitlets as t

from yubo_nb.widgets import messages
from yubo_nb.widgets.base import Live
from yubo_nb.widgets.scope import Source

Take = Callable[[Any], None]


class _Half(Live):
    """Hands what it hears to the form, on the engine's thread."""

    form = t.Unicode().tag(sync=True)  # the same for both halves of one form

    def __init__(self, engine: Source, take: Take, **traits: Any) -> None:
        self._engine = engine
        self._take = take
        super().__init__(**traits)

    def hear(self, message: messages.Message) -> None:
        """Nothing happens on the thread that brings it."""
        self._engine.post(self._heard, message)

    def _heard(self, message: messages.Message) -> None:
        try:
            self._take(message)
        except Exception as error:  # noqa: BLE001 - a callback has no caller: it is shown beside the view
            self.trouble(error)


class PromptField(_Half):
    """The text, the marks in it, and Imagine with its price."""

    module, styles = "prompt", ("theme", "controls", "submit", "prompt")

    told = t.Dict().tag(sync=True)  # one snapshot, so that no part of it is ahead of another


class Parameters(_Half):
    """The controls of the chosen version."""

    module, styles = "parameters", ("theme", "controls", "submit", "parameters")

    shape = t.Any(()).tag(sync=True)  # which controls there are
    values = t.Dict().tag(sync=True)  # what they show, what is wrong with them, and whether the seed stays
