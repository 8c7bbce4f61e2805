"""The key, held so that nothing shows it, and the eraser for whatever a server echoes of it."""

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Generic, Never, TypeVar

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
U = TypeVar("U")

# Relays echo keys masked in the middle (`sk-abc***xyz`); what is left of one is nobody's business either.
_KEY_LIKE = re.compile(r"\bsk-[A-Za-z0-9_*.…-]{6,}")
_SHOWN = b"[key]"
_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_SHORTEST = 8  # shorter words would be taken out of texts that have nothing to do with the key


class Sealed(Generic[T]):
    """A value that repr, str, vars, pickle and copies do not show; only `open()` does. False like its value.

    Bind a key to one before anything can raise: a traceback with locals shows every plain string.
    """

    __slots__ = ("open",)

    def __init__(self, value: T) -> None:
        self.open: Callable[[], T] = lambda: value

    def map(self, change: "Callable[[T], U]") -> "Sealed[U]":
        """What `change` makes of it, sealed too; what it raises comes without the frames that held it."""
        try:
            return Sealed(change(self.open()))
        except Exception as error:  # noqa: BLE001 - raised again at once
            raise error.with_traceback(None) from None

    def __bool__(self) -> bool:
        return bool(self.open())

    def __repr__(self) -> str:
        return "<sealed>"

    def __copy__(self) -> "Sealed[T]":
        return self

    def __deepcopy__(self, memo: object) -> "Sealed[T]":
        return self

    def __reduce__(self) -> Never:
        raise TypeError("a key is never pickled; make the client anew where it is needed")


def seal(value: "str | Sealed[str]") -> "Sealed[str]":
    """Sealed, whether it was or not. Also a value of another type, which `checked_key` refuses later."""
    return value if isinstance(value, Sealed) else Sealed(value)


def checked_key(api_key: "Sealed[str]") -> "Sealed[str]":
    """The key as it is sent: without blanks around it and a pasted "Bearer ". Raises InvalidRequest."""
    key = api_key.map(_as_sent)
    if not key:
        raise InvalidRequest(
            say(
                "api_key: is empty or holds blanks; copy it from the relay.",
                "api_key：为空或含有空白；请从中转站复制。",
            ),
            field="api_key",
            endpoint="connect",
        )
    return key


def _as_sent(api_key: str) -> str:
    key = api_key.strip() if isinstance(api_key, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    key = key.removeprefix("Bearer ").strip()
    return key if key.isascii() and key.isprintable() and " " not in key else ""


class Eraser:
    """Takes the key out of texts and bytes that came from a server, in plain and in the usual encodings."""

    __slots__ = ("_disguises",)

    def __init__(self, key: "Sealed[str]") -> None:
        self._disguises = key.map(_disguises)

    def clean(self, data: bytes) -> bytes:
        """The same bytes; a copy without the key if it was in them."""
        for disguise in self._disguises.open():
            if disguise.search(data):
                data = disguise.sub(_SHOWN, data).replace(b"sk-" + _SHOWN, _SHOWN)
        return data

    def clean_text(self, text: str) -> str:
        """The same for a text."""
        return self.clean(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def _disguises(key: str) -> list[re.Pattern[bytes]]:
    """The key without its `sk-`: as JSON, HTML, logs and URLs write it, and inside anything in base64."""
    core = key.removeprefix("sk-")
    if len(core) < _SHORTEST:
        return []
    found = ["".join(_spelled(sign) for sign in core)]
    for before in range(3):  # three ways to fall into base64's groups of three
        inner = b64encode(b"\0" * before + core.encode()).decode().rstrip("=")
        inner = inner[(0, 2, 3)[before] : len(inner) - bool((before + len(core)) % 3)]
        found.append(re.escape(inner).replace("/", "[/_]").replace("\\+", "[+-]"))
    return [re.compile(pattern.encode()) for pattern in found]


def _spelled(sign: str) -> str:
    """A letter is itself to every encoder; that keeps the search one for a plain word, which is fast."""
    if sign.isalnum():
        return sign
    number = ord(sign)
    url, json = f"%(?:25)?{number:02x}", f"\\\\u00{number:02x}"
    names = f"#0*{number}|#x0*{number:x}" + (f"|{_ENTITIES[sign]}" if sign in _ENTITIES else "")
    return rf"(?:\\*{re.escape(sign)}|(?i:{url}|{json}|&(?:{names});))"


_in_use = Sealed[dict[str, Eraser]]({})


def watch_for(key: "Sealed[str]") -> Eraser:
    """An eraser for this key; from now on `redact` takes the key out as well, whatever it looks like."""
    return _in_use.open().setdefault(key.open(), Eraser(key))


def redact(message: str) -> str:
    """Text for a person, without the keys in use and anything that looks like a key, masked or not."""
    for eraser in tuple(_in_use.open().values()):
        message = eraser.clean_text(message)
    return _KEY_LIKE.sub(_SHOWN.decode(), message)
