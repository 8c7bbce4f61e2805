"""What every live view of ours has in common: files, language, theme, and messages that cannot do harm."""

# ipywidgets is untyped
# pyright: reportUnknownMemberType=false

import logging
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets as t

from yubo_nb.lang import language
from yubo_nb.widgets import messages
from yubo_nb.widgets.wire import MESSAGE_LIMIT, plain
from yubo_nb.widgets.words import words

STATIC = Path(__file__).parent / "static"
_log = logging.getLogger(__name__)


@cache
def _source(name: str) -> str:
    return (STATIC / f"{name}.js").read_text("utf-8")


class Live(anywidget.AnyWidget):
    """A view whose state belongs to the kernel: the browser sends messages and never sets a trait.

    `parts` names further modules in `static/` that the first one loads from the trait `_parts`.
    """

    parts: ClassVar[tuple[str, ...]] = ()

    lang = t.Unicode().tag(sync=True)
    theme = t.Enum(("auto", "light", "dark"), "auto").tag(sync=True)
    words = t.Dict().tag(sync=True)
    _parts = t.Dict().tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        unknown = sorted(set(kwargs) - set(self.trait_names()))
        if unknown:
            known = ", ".join(sorted(n for n in self.trait_names(sync=True) if not n.startswith("_")))
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}. It knows: {known}.")
        kwargs.setdefault("lang", "zh-CN" if language() == "zh" else "en")
        kwargs.setdefault("words", words())
        super().__init__(_parts={name: _source(name) for name in self.parts}, **kwargs)
        self.on_msg(self._guard)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Refused: a saved notebook could forge any state. What a person does comes as a message."""
        _log.debug("a browser tried to set %s", sorted(sync_data))

    def hear(self, message: messages.Message) -> None:
        """Take a checked message; called on whatever thread the kernel likes. Raising is fine."""
        raise NotImplementedError

    def tell(self, kind: str, buffers: list[bytes] | None = None, **content: Any) -> None:
        """Send a message to all views; safe from any thread, silent once closed."""
        if self.comm is not None:
            self.send({"kind": kind, **content}, buffers)

    def _guard(self, _widget: object, content: object, _buffers: object) -> None:
        try:
            self.hear(messages.read(content))
        except Exception as error:  # noqa: BLE001 - a callback has no caller: it is shown beside the view
            self.trouble(error)

    def trouble(self, error: BaseException) -> None:
        """Show an error of ours next to the view, and keep its traceback in the log."""
        _log.error("a callback failed", exc_info=error)
        self.tell("notice", text=plain(str(error), MESSAGE_LIMIT) or type(error).__name__)

    def __repr__(self) -> str:
        return f"<yubo_nb {type(self).__name__}>"  # the same at every run, so that notebooks can be compared
