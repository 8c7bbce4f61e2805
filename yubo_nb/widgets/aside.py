"""Work that takes a moment, kept off the engine's thread, where the poller lives."""

import asyncio
from collections.abc import Callable


def aside(fn: Callable[..., object], *args: object) -> None:
    """On a thread of its own, where there is an engine's. Nobody waits for `fn`: it says what went wrong."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        fn(*args)
    else:
        loop.run_in_executor(None, fn, *args)
