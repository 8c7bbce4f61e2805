"""What every live view of ours has in common: files, language, theme, and messages that cannot do harm."""

# ipywidgets is untyped
# pyright: reportUnknownMemberType=false

import logging
import re
from collections.abc import Sequence
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
_IMPORT = re.compile(r'^import [^"]*"\./(\w+)\.js";$', re.MULTILINE)
# Whole lines only: a comment beside code stays, and no code is ever touched.
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)
_log = logging.getLogger(__name__)


@cache
def _source(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


@cache
def modules(first: str) -> dict[str, str]:
    """The sources of a module of `static/` and of all it imports, by name; `boot.js` puts them together.

    Without their comments, a fifth of them: they travel with every model.
    """
    found: dict[str, str] = {}
    open_ = [first]
    while open_:
        name = open_.pop()
        if name not in found:
            found[name] = _COMMENT.sub("", _source(f"{name}.js"))
            open_ += _IMPORT.findall(found[name])
    return found


class Live(anywidget.AnyWidget):
    """A view whose state belongs to the kernel: the browser sends messages and never sets a trait.

    `module` names its first module in `static/`; what that imports travels with it. So do its `styles`.
    """

    module: ClassVar[str] = ""
    styles: ClassVar[tuple[str, ...]] = ()

    lang = t.Unicode().tag(sync=True)
    theme = t.Enum(("auto", "light", "dark"), "auto").tag(sync=True)
    words = t.Dict().tag(sync=True)
    _module = t.Unicode().tag(sync=True)
    _parts = t.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "module" in vars(cls):  # not the class that traitlets makes for one instance
            cls._esm = _source("boot.js")
            cls._css = "\n".join(_source(f"{name}.css") for name in cls.styles)

    def __init__(self, **kwargs: Any) -> None:
        unknown = sorted(set(kwargs) - set(self.trait_names()))
        if unknown:
            known = ", ".join(sorted(n for n in self.trait_names(sync=True) if not n.startswith("_")))
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}. It knows: {known}.")
        kwargs.setdefault("lang", "zh-CN" if language() == "zh" else "en")
        kwargs.setdefault("words", words())
        super().__init__(_module=self.module, _parts=modules(self.module), **kwargs)
        self.on_msg(self._guard)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Refused: a saved notebook could forge any state. What a person does comes as a message."""
        _log.debug("a browser tried to set %s", sorted(sync_data))

    def hear(self, message: messages.Message) -> None:
        """Take a checked message; called on whatever thread the kernel likes. Raising is fine."""
        raise NotImplementedError  # no abstract class: traitlets brings a metaclass of its own

    def tell(self, kind: str, buffers: list[bytes] | None = None, **content: Any) -> None:
        """Send a message to all views; safe from any thread, silent once closed."""
        if self.comm is not None:
            self.send({"kind": kind, **content}, buffers)

    def _guard(self, _widget: object, content: object, buffers: Sequence[object] | None) -> None:
        try:
            self.hear(messages.read(content, buffers or ()))
        except Exception as error:  # noqa: BLE001 - a callback has no caller: it is shown beside the view
            self.trouble(error)

    def trouble(self, error: BaseException) -> None:
        """Show an error of ours next to the view, and keep its traceback in the log."""
        _log.error("a callback failed", exc_info=error)
        self.tell("notice", text=plain(str(error), MESSAGE_LIMIT) or type(error).__name__)

    def __repr__(self) -> str:
        return f"<yubo_nb {type(self).__name__}>"  # the same at every run, so that notebooks can be compared
