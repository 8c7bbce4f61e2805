"""Faults on demand: what networks, gateways and relays do to a client, scripted or drawn by a seed.

Every fault says whether the order behind it was taken (`committed`), so that a test can compare what its
client believes with the ledger.
"""

import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

BEFORE = (
    # the order never reaches the relay
    "drop_before",
    "429",
    "429_empty",
    "429_quota",
    "code_30",
    "code_23",
    "500",
    "502",
    "503",
    "504",
    "524",
    "redirect",
    "login_page",
)
AFTER = (
    # the relay has taken the order, and the answer suffers
    "drop_after",
    "headers_only",
    "cut_body",
    "half_json",
    "empty",
    "null",
    "trickle",
    "slow",
    "502_after",
    "504_after",
    "duplicate_id",
    "wrong_types",
    "no_result",
    "padded_result",
    "unknown_code",
    "openai_form",
    "trueai_exception",
)
ON_POLLS = ("regress", "odd_types", "unknown_status", "not_found", "no_picture")
ON_PICTURES = ("picture_404", "picture_html", "picture_svg", "picture_empty", "picture_cut")
KINDS = (*BEFORE, *AFTER, *ON_POLLS, *ON_PICTURES)


@dataclass(slots=True)
class Fault:
    """One kind of trouble, for the next `times` requests whose "METHOD path" contains `on`, after `skip` of
    them.
    """

    kind: str
    on: str = ""
    times: int = 1
    skip: int = 0
    detail: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def committed(self) -> bool:
        """Whether the order was taken all the same."""
        return self.kind in AFTER


class Faults:
    """The trouble to come. Safe to fill from a test's thread while the server plays."""

    def __init__(self) -> None:
        self.played: list[tuple[str, str]] = []
        """(kind, "METHOD path") of each fault that has happened."""
        self._script: list[Fault] = []
        self._random: random.Random | None = None
        self._rate = 0.0
        self._drawn: tuple[str, ...] = ()
        self._on = ""
        self._lock = threading.Lock()

    def add(
        self, kind: str, *, on: str = "/mj/submit/", times: int = 1, skip: int = 0, **detail: Any
    ) -> None:
        """Script a fault. `detail`: `retry_after`, `seconds`, `location`, `gap`, as the kind needs them."""
        if kind not in KINDS:
            raise ValueError(f"no fault {kind!r}; there are {', '.join(KINDS)}")
        with self._lock:
            self._script.append(Fault(kind, on, times, skip, detail))

    def draw(
        self,
        seed: int,
        *,
        rate: float = 0.3,
        kinds: Iterable[str] = (*BEFORE, *AFTER),
        on: str = "/mj/submit/",
    ) -> None:
        """Let chance decide: each matching request suffers with probability `rate`, always the same for one
        seed.
        """
        with self._lock:
            self._random, self._rate, self._drawn, self._on = random.Random(seed), rate, tuple(kinds), on

    def clear(self) -> None:
        """No more trouble."""
        with self._lock:
            self._script.clear()
            self._random = None

    def take(self, request: str) -> Fault | None:
        """The fault for this request ("METHOD path"), if it is to suffer one."""
        with self._lock:
            found = self._scripted(request) or self._by_chance(request)
            if found is not None:
                self.played.append((found.kind, request))
            return found

    def _scripted(self, request: str) -> Fault | None:
        for fault in self._script:
            if fault.on not in request:
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._script.remove(fault)
            return fault
        return None

    def _by_chance(self, request: str) -> Fault | None:
        if self._random is None or self._on not in request:
            return None
        if self._random.random() >= self._rate:
            return None
        return Fault(self._random.choice(self._drawn))
