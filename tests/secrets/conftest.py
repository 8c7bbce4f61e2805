"""A world without settings, a keyring made of a dict, and a key with every odd character in it."""

import sys
from types import ModuleType

import pytest

from yubo_nb import keyplaces, keywatch

RELAY = "https://relay.example"


class Ring(ModuleType):
    """What the module keyring looks like, with a backend of this priority."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.entries: dict[tuple[str, str], str] = {}
        self.priority: float = 5
        self.locked = False

    def get_keyring(self):
        return self

    def get_password(self, service, name):
        if self.locked:
            raise RuntimeError("locked")
        return self.entries.get((service, name))

    def set_password(self, service, name, password):
        if self.locked:
            raise RuntimeError("locked")
        self.entries[service, name] = password


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUBO_LANG", "en")
    for name in ("YUBO_API_KEY", "YUBO_BASE_URL", "YUBO_HISTORY"):
        monkeypatch.delenv(name, raising=False)
    keyplaces.forget()
    keywatch._told.open().clear()
    yield
    keyplaces.forget()


@pytest.fixture
def ring(monkeypatch):
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    return ring


@pytest.fixture
def no_ring(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
