"""What a person hears after a press."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """`made` is the key of the card that the press made, if any."""

    ok: bool
    text: str = ""
    made: str = ""
