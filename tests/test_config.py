"""Where settings come from, and that a key goes nowhere it should not."""

import copy
import pickle

import pytest

from yubo_nb.api.errors import AuthError, InvalidRequest
from yubo_nb.config import DEFAULT_HISTORY, read_settings

KEY = "sk-a-real-key-0123456789"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("YUBO_API_KEY", "YUBO_BASE_URL", "YUBO_HISTORY"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_is_the_sandbox():
    settings = read_settings()
    assert settings.sandbox
    assert settings.history == str(DEFAULT_HISTORY)
    assert settings.sources["history"] == "default"


def test_argument_before_environment_before_dotenv(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(f"YUBO_API_KEY={KEY}\nYUBO_BASE_URL=https://dotenv.example\n")
    settings = read_settings()
    assert (settings.base_url, settings.api_key.open()) == ("https://dotenv.example", KEY)
    assert settings.sources["base_url"] == "YUBO_BASE_URL in .env"

    monkeypatch.setenv("YUBO_BASE_URL", "https://environment.example")
    assert read_settings().base_url == "https://environment.example"
    settings = read_settings("https://argument.example")
    assert settings.base_url == "https://argument.example"
    assert settings.sources["base_url"] == "argument"
    assert settings.sources["api_key"] == "YUBO_API_KEY in .env"


def test_dotenv_is_not_exported(tmp_path):
    import os

    (tmp_path / ".env").write_text(f"YUBO_API_KEY={KEY}\nYUBO_BASE_URL=https://dotenv.example\n")
    read_settings()
    assert "YUBO_API_KEY" not in os.environ


def test_the_keyring_gives_a_key_for_its_origin_only(monkeypatch):
    class Ring:
        @staticmethod
        def get_password(service: str, name: str) -> str | None:
            return KEY if (service, name) == ("yubo_nb", "https://relay.example") else None

    class Errors:
        KeyringError = RuntimeError

    monkeypatch.setitem(__import__("sys").modules, "keyring", Ring)
    monkeypatch.setitem(__import__("sys").modules, "keyring.errors", Errors)
    settings = read_settings("https://relay.example/mj/submit/imagine")
    assert settings.api_key.open() == KEY
    assert settings.sources["api_key"] == "keyring"
    with pytest.raises(AuthError, match=r"https://other\.example"):
        read_settings("https://other.example")


def test_a_key_without_an_address():
    with pytest.raises(InvalidRequest, match="YUBO_BASE_URL"):
        read_settings(api_key=KEY)


def test_no_clear_text_over_a_network():
    with pytest.raises(InvalidRequest, match="http://"):
        read_settings("http://relay.example", KEY)
    assert read_settings("http://relay.example", KEY, insecure=True).base_url == "http://relay.example"
    assert read_settings("http://127.0.0.1:8080", KEY).base_url == "http://127.0.0.1:8080"


def test_a_real_key_is_never_for_the_sandbox(monkeypatch):
    with pytest.raises(InvalidRequest, match="never sent"):
        read_settings(api_key=KEY, sandbox=True)
    monkeypatch.setenv("YUBO_API_KEY", KEY)
    monkeypatch.setenv("YUBO_BASE_URL", "https://relay.example")
    assert read_settings(sandbox=True).api_key is None


def test_a_sandbox_key_is_never_for_a_relay():
    with pytest.raises(InvalidRequest, match="not sent to a relay"):
        read_settings("https://relay.example", "sk-sandbox-0123456789")


def test_without_a_key_there_is_no_relay(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    with pytest.raises(AuthError, match=r"relay\.example"):
        read_settings("https://relay.example")
    with pytest.raises(InvalidRequest):
        read_settings(sandbox=False)


def test_the_key_shows_nowhere():
    settings = read_settings("https://relay.example", KEY)
    for shown in (repr(settings), str(settings), f"{settings.sources}", repr(settings.api_key)):
        assert KEY not in shown
    assert KEY not in repr(copy.copy(settings))
    with pytest.raises(TypeError):
        pickle.dumps(settings)
