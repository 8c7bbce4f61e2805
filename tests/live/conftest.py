"""A real sandbox on a real socket, a real history on the disk, and an engine between them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yubo_nb.api import AsyncClient, PictureClient
from yubo_nb.history import History
from yubo_nb.live.engine import Engine
from yubo_nb.live.hub import Card
from yubo_nb.live.policy import PollPolicy
from yubo_nb.sandbox import Sandbox

QUICK = PollPolicy(first=0.05, slowest=0.2)


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(speed=60, state_file=tmp_path / "sandbox.sqlite3") as sandbox:
        yield sandbox


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "history.sqlite3") as history:
        yield history


@pytest.fixture
def make_engine(history: History) -> Iterator[Callable[..., Engine]]:
    """Engines for a base URL and key, closed at the end."""
    made: list[Engine] = []

    def make(base_url: str, api_key: str, *, poll: PollPolicy = QUICK, store: History = history) -> Engine:
        engine = Engine(
            lambda: AsyncClient(base_url, api_key),
            lambda: PictureClient(base_url),
            store,
            origin="sandbox",
            sandbox=True,
            poll=poll,
        )
        engine.start()
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(make_engine: Callable[..., Engine], relay: Sandbox) -> Engine:
    return make_engine(relay.base_url, relay.api_key)


@pytest.fixture
def seen(engine: Engine) -> list[Card]:
    """Every card that the hub showed, in order."""
    cards: list[Card] = []
    engine.hub.subscribe(cards.append)
    return cards


@pytest.fixture
def png() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()
