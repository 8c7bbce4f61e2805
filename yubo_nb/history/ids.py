"""Ids that sort by the time they were made (ULID: 48 bits of milliseconds, 80 random bits, base 32)."""

import secrets
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_lock = threading.Lock()
_last = [0]


def now_ms() -> int:
    """Wall clock, epoch milliseconds."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """26 lower-case characters, larger than every id this process made before, also when the clock steps
    back.
    """
    with _lock:
        value = now_ms() << 80 | secrets.randbits(80)
        # The next number after the last keeps the order within one millisecond and over a clock set back.
        _last[0] = value = max(value, _last[0] + 1)
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))
