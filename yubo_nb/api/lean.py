"""Importing a library without a part of it that is not wanted here and costs much."""

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without(module: str) -> Generator[None]:
    """Let `module` be missing while its library is imported. The library must be able to do without it.

    Nothing happens when somebody has imported it before, and nothing of this is left behind.
    """
    if module.partition(".")[0] in sys.modules:
        yield
        return
    sys.modules[module] = None  # pyright: ignore[reportArgumentType] - the import system's own way to say so
    try:
        yield
    finally:
        sys.modules.pop(module, None)
