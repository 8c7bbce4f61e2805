"""Which process wrote a row, and whether it still lives. A number alone is used again; its start time is
not.
"""

import os
import socket
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Literal

Life = Literal["alive", "dead", "unknown"]


def me() -> str:
    """This process: `host|boot|pid|start`. Another one after a fork."""
    return _of(os.getpid())


def life(owner: str) -> Life:
    """Whether the process that calls itself `owner` runs. Of another machine nothing can be known."""
    parts = owner.split("|")
    if len(parts) != 4 or not parts[2].isdecimal():
        return "unknown"
    host, boot, pid, start = parts
    if host != _host() or not boot:
        return "unknown"
    if boot != _boot():
        return "dead"
    now = _start(int(pid))
    if now is None:
        return "dead"
    return "alive" if now == start else "dead" if now else "unknown"


@lru_cache(maxsize=2)
def _of(pid: int) -> str:
    return f"{_host()}|{_boot()}|{pid}|{_start(pid) or ''}"


@lru_cache(maxsize=1)
def _host() -> str:
    return socket.gethostname().replace("|", "_")


@lru_cache(maxsize=1)
def _boot() -> str:
    """Something that changes with each start of the machine; "" where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return _ask("sysctl", "-n", "kern.bootsessionuuid") or ""


def _start(pid: int) -> str | None:
    """When the process began; None when there is none, "" when that cannot be told."""
    if Path("/proc/self/stat").exists():
        try:
            # The name before it may hold blanks and brackets, so count from the last bracket.
            fields = (
                Path(f"/proc/{pid}/stat")
                .read_text(encoding="utf-8", errors="replace")
                .rpartition(")")[2]
                .split()
            )
        except FileNotFoundError:
            return None
        except OSError:
            return ""
        return None if fields[0] in "ZX" else fields[19]
    if os.name != "posix":
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:
        return ""
    return _ask("ps", "-o", "lstart=", "-p", str(pid)) or ""


def _ask(*command: str) -> str | None:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=True).stdout.strip()  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return None
