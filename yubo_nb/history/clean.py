"""Values from outside, made such that every database takes them. What is lost here is still in the raw
bytes.
"""

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def text(value: str) -> str:
    """Without what no database stores: NUL and halves of surrogate pairs become U+FFFD."""
    if value.isascii():
        return value.replace("\x00", "�") if "\x00" in value else value
    return value.replace("\x00", "�").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def maybe_text(value: str | None) -> str | None:
    """`text`, with None left alone."""
    return None if value is None else text(value)


def integer(value: int | None) -> int | None:
    """None for a number that 64 bits do not hold."""
    return value if value is None or _SMALLEST <= value <= _LARGEST else None
