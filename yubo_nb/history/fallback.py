"""When the disk is full after a paid call: the outcome goes to the first place that takes a line, and is
read back later.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast, get_args

from yubo_nb.history.records import IntentStatus

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What could not be written."""

    intent_id: str
    status: IntentStatus
    task_id: str | None
    code: int | None


def places(history: str) -> list[Path]:
    """Where such lines may lie for one history: beside it, in the home folder, in the folder for temporary
    files.
    """
    name = f"yubo_nb-unsaved-{hashlib.sha256(history.encode()).hexdigest()[:16]}.jsonl"
    beside = [] if "://" in history else [Path(history).with_name(name)]
    return [*beside, Path.home() / f".{name}", Path(tempfile.gettempdir()) / name]


def keep(history: str, outcome: Outcome) -> Path | None:
    """The file that took the outcome, on the disk when this returns; None when none did."""
    line = json.dumps(asdict(outcome)).encode() + b"\n"
    for path in places(history):
        with suppress(OSError):
            descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | _NO_LINK, 0o600)
            try:
                if os.write(descriptor, line) == len(line):
                    os.fsync(descriptor)
                    return path
            finally:
                os.close(descriptor)
    return None


def kept(history: str) -> list[tuple[Path, list[Outcome]]]:
    """What was kept, by file. Lines that are cut or not ours are left out."""
    found: list[tuple[Path, list[Outcome]]] = []
    for path in places(history):
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
            with os.fdopen(descriptor, "rb") as file:
                # In a folder for everybody, only what this user wrote is believed.
                if hasattr(os, "getuid") and os.fstat(descriptor).st_uid != os.getuid():
                    continue
                found.append((path, [outcome for line in file if (outcome := _read(line))]))
    return found


def _read(line: bytes) -> Outcome | None:
    try:
        value: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    told = cast("dict[str, Any]", value)
    intent_id, status, task_id, code = (told.get(name) for name in ("intent_id", "status", "task_id", "code"))
    if not isinstance(intent_id, str) or status not in get_args(IntentStatus):
        return None
    return Outcome(
        intent_id,
        cast("IntentStatus", status),
        task_id if isinstance(task_id, str) else None,
        code if isinstance(code, int) else None,
    )
