"""A program in a terminal of its own: what it writes, and keys pressed as a person presses them."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OURS = {"YUBO_HISTORY", "COLUMNS", "LINES"}  # what the terminal says of itself counts
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-B0-2]|[=>])")


class Terminal:
    """What the program has written so far, without colours and cursor moves."""

    def __init__(self, process: subprocess.Popen[bytes], keys: int) -> None:
        self.process = process
        self._keys = keys
        self.text = ""

    def until(self, pattern: str, timeout: float = 60) -> str:
        """Read until this is written; gives what was written until then."""
        limit = time.monotonic() + timeout
        while not (found := re.search(pattern, self.text)):
            ready, _, _ = select.select([self._keys], [], [], max(0.0, limit - time.monotonic()))
            try:
                data = os.read(self._keys, 65536) if ready else b""
            except OSError:  # the program has ended
                data = b""
            assert data, f"{pattern!r} was never written; this was:\n{self.text}"
            self.text += _ESCAPES.sub("", data.decode("utf-8", "replace"))
        before, self.text = self.text[: found.end()], self.text[found.end() :]
        return before

    def type(self, line: str) -> None:
        os.write(self._keys, line.encode() + b"\r")

    def interrupt(self) -> None:
        """Ctrl-C."""
        os.write(self._keys, b"\x03")


@contextmanager
def terminal(*arguments: str, cwd: Path) -> Iterator[Terminal]:
    """Run Python with these arguments in a terminal of 80 columns."""
    keys, screen = pty.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    environment |= {"TERM": "xterm", "IPYTHONDIR": str(cwd / "ipython")}

    def own_terminal() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, *arguments], stdin=screen, stdout=screen, stderr=screen, cwd=cwd, env=environment,
        preexec_fn=own_terminal,
    )  # fmt: skip
    os.close(screen)
    try:
        yield Terminal(process, keys)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(30)
        os.close(keys)
