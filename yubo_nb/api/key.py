"""The key, held so that nothing shows it, and the eraser for whatever a server echoes of it."""

import re
from typing import TYPE_CHECKING, Generic, Never, TypeVar
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# Relays echo keys masked in the middle (`sk-abc***xyz`); what is left of one is nobody's business either.
_KEY_LIKE = re.compile(r"\bsk-[A-Za-z0-9_*.…-]{6,}")
_SHOWN = "[key]"


class Sealed(Generic[T]):
    """A value that repr, str, vars, pickle and copies do not show; only `open()` does."""

    __slots__ = ("open",)

    def __init__(self, value: T) -> None:
        self.open: Callable[[], T] = lambda: value

    def __repr__(self) -> str:
        return "<sealed>"

    def __copy__(self) -> "Sealed[T]":
        return self

    def __deepcopy__(self, memo: object) -> "Sealed[T]":
        return self

    def __reduce__(self) -> Never:
        raise TypeError("a key is never pickled; make the client anew where it is needed")


class Eraser:
    """Takes the key out of texts and bytes that came from a server."""

    __slots__ = ("_disguises",)

    def __init__(self, key: str) -> None:
        core = key.removeprefix("sk-")
        words = {word for word in (key, core, quote(key, safe="")) if len(word) >= 8}
        longest_first = sorted(words, key=len, reverse=True)
        self._disguises = Sealed([word.encode() for word in longest_first])

    def clean(self, data: bytes) -> bytes:
        """The same bytes; a copy without the key if it was in them."""
        for word in self._disguises.open():
            if word in data:
                data = data.replace(word, _SHOWN.encode())
        return data


def redact(message: str) -> str:
    """Text for a person, without anything that looks like a key, masked or not."""
    return _KEY_LIKE.sub(_SHOWN, message)
