"""A relay that charges and counts, a studio on it with a key that is no sandbox's, and cells to ask from."""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.money.shop import KEY, Shop
from yubo_nb import cell as cells
from yubo_nb.config import read_settings
from yubo_nb.live.policy import PollPolicy
from yubo_nb.studio import Studio

QUICK = PollPolicy(first=0.05, slowest=0.2)


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.server.close()


@pytest.fixture
def open_studio(shop: Shop, tmp_path: Path) -> Iterator[Callable[..., Studio]]:
    made: list[Studio] = []

    def make(**more: Any) -> Studio:
        settings = read_settings(shop.server.base_url, KEY, history=tmp_path / "history.sqlite3")
        made.append(Studio(settings, poll=QUICK, **more))
        return made[-1]

    yield make
    for studio in made:
        studio.close()


@pytest.fixture
def studio(open_studio: Callable[..., Studio]) -> Studio:
    return open_studio()


@pytest.fixture
def run_cell(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Run code as a notebook's cell: the kernel works on its message meanwhile."""
    runs = itertools.count(1)
    message: dict[str, Any] = {}
    monkeypatch.setattr(cells, "_message", lambda: message)

    def run(code: str, *, allow_stdin: bool = True, **names: Any) -> dict[str, Any]:
        message.update(
            header={"msg_type": "execute_request", "msg_id": f"run-{next(runs)}"},
            content={"code": code, "allow_stdin": allow_stdin},
        )
        try:
            exec(compile(code, "<cell>", "exec"), names)
        finally:
            message.clear()
        return names

    return run


@pytest.fixture(autouse=True)
def no_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("YUBO_ALLOW")]:
        monkeypatch.delenv(name)
