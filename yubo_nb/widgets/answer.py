"""What a person hears after a press."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """Bytes for the browser to keep. The name is of our own words: nothing of a server is in it."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`made` are the keys of cards that the press made; `copy` is for the clipboard, `file` to be kept."""

    ok: bool
    text: str = ""
    made: tuple[str, ...] = ()
    copy: str = ""
    file: File | None = None
