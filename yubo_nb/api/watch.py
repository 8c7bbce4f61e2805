"""A total time for a blocking exchange."""

import socket
import threading
from collections.abc import Mapping
from typing import Any, Self


class Watch:
    """Ends a blocking call at a total time: httpx's limits are per read, so a trickle could go on for ever.

    The connection is learned from httpcore's trace and shut down under the reader, which then sees a broken
    read.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._stream: Any = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = info.get("return_value")

    def _cut(self) -> None:
        found = None if self._stream is None else self._stream.get_extra_info("socket")
        if found is not None:
            try:
                found.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # already gone
