"""What was probably meant by a name that nobody knows."""

import difflib
from collections.abc import Iterable
from functools import lru_cache


def closest(name: str, names: Iterable[str]) -> str | None:
    """The nearest known name, if one is near enough to be a slip of the fingers."""
    return _closest(name.lower()[:40], tuple(names))


@lru_cache(maxsize=256)
def _closest(name: str, names: tuple[str, ...]) -> str | None:
    long = [known for known in names if len(known) > 1]
    return next(iter(difflib.get_close_matches(name, long, n=1, cutoff=0.7)), None)
