import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture
def example():
    """The bytes of one payload of the examples folder, by its name without `.json`."""

    def read(name: str) -> bytes:
        return (EXAMPLES / f"{name}.json").read_bytes()

    return read


@pytest.fixture
def example_json(example):
    return lambda name: json.loads(example(name))


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "en")
