"""yb.login(): typed once, hidden, kept in one place, and said where. Case 57's advertised way."""

import getpass
import subprocess
import sys
import warnings
from types import ModuleType

import pytest

import yubo_nb as yb
from tests.secrets.conftest import RELAY
from yubo_nb.api.errors import AuthError, InvalidRequest
from yubo_nb.config import read_settings

KEY = "sk-typed-by-hand-0123456789-3f2"
OTHER = "sk-another-one-9876543210-abc"


@pytest.fixture
def typing(monkeypatch):
    """What the person types next; the prompts they saw."""

    def type_in(text=KEY):
        asked = []
        monkeypatch.setattr(getpass, "getpass", lambda prompt: asked.append(prompt) or text)
        return asked

    return type_in


def test_case_57_kept_in_the_keyring(typing, ring, capsys):
    asked = typing()
    assert yb.login(RELAY) is None
    assert asked == ["Key for https://relay.example (hidden): "]
    assert capsys.readouterr().out == (
        "The key for https://relay.example is kept in the system's keyring (ends …3f2).\n"
    )
    assert ring.entries == {("yubo_nb", RELAY): KEY}
    settings = read_settings()
    assert (settings.api_key.open(), settings.base_url) == (KEY, RELAY)
    assert settings.sources["api_key"] == "keyring"
    assert settings.sources["base_url"] == "yb.login()"


@pytest.mark.parametrize("why", ["missing", "nothing safe", "locked", "forgets", "not wanted"])
def test_case_57_kept_in_this_process_alone(typing, ring, capsys, monkeypatch, why):
    import os

    before = dict(os.environ)
    ring.locked = why == "locked"
    ring.priority = 0.5 if why == "nothing safe" else 5
    if why == "missing":
        monkeypatch.setitem(sys.modules, "keyring", None)
    if why == "forgets":
        monkeypatch.setattr(ring, "set_password", lambda *_: None)
    typing()
    yb.login(RELAY, keyring=why != "not wanted")
    assert "until this kernel or program ends (ends …3f2)" in capsys.readouterr().out
    assert ring.entries == {}
    assert dict(os.environ) == before
    settings = read_settings()
    assert settings.api_key.open() == KEY
    assert settings.sources["api_key"] == "yb.login()"


def test_a_key_goes_only_where_it_was_typed_for(typing, no_ring):
    typing()
    yb.login(RELAY)
    with pytest.raises(AuthError, match=r"other\.example"):
        read_settings("https://other.example")


def test_typed_again_it_is_replaced(typing, ring):
    typing()
    yb.login(RELAY, keyring=False)
    typing(OTHER)
    yb.login()
    assert read_settings().api_key.open() == OTHER
    assert read_settings().sources["api_key"] == "keyring"


@pytest.mark.parametrize("place", ["environment", ".env", "Colab"])
def test_what_goes_before_a_typed_key_is_named_instead_of_asking(
    typing, ring, capsys, monkeypatch, tmp_path, place
):
    asked = typing()
    if place == "environment":
        monkeypatch.setenv("YUBO_API_KEY", OTHER)
    elif place == ".env":
        (tmp_path / ".env").write_text(f"YUBO_API_KEY={OTHER}\n")
    else:
        colab = ModuleType("google.colab")
        colab.userdata = {"YUBO_API_KEY": OTHER}
        monkeypatch.setitem(sys.modules, "google.colab", colab)
    yb.login(RELAY)
    said = capsys.readouterr().out
    assert not asked
    assert said.startswith("Nothing to type: the key for https://relay.example comes from")
    assert place in said
    assert said.count("\n") == 1
    assert read_settings().api_key.open() == OTHER


def test_colab_that_says_no_is_passed_over(monkeypatch):
    class Userdata:
        @staticmethod
        def get(name):
            raise TimeoutError(name)

    colab = ModuleType("google.colab")
    colab.userdata = Userdata
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    assert read_settings().sandbox


def test_chinese(typing, no_ring, capsys, monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "zh")
    asked = typing()
    yb.login(RELAY)
    assert asked == ["https://relay.example 的 key（不显示）："]
    assert capsys.readouterr().out == "https://relay.example 的 key 保留到本内核或程序结束（结尾 …3f2）。\n"


def test_a_short_key_shows_no_end(typing, no_ring, capsys):
    typing("sk-short-3f2")
    yb.login(RELAY)
    assert "3f2" not in capsys.readouterr().out


def test_nothing_typed(typing, ring):
    typing("   ")
    with pytest.raises(InvalidRequest) as caught:
        yb.login(RELAY)
    assert caught.value.field == "api_key"
    assert ring.entries == {}


def test_no_address(typing):
    asked = typing()
    with pytest.raises(InvalidRequest, match=r"yb\.login\('https") as caught:
        yb.login()
    assert caught.value.field == "base_url"
    assert not asked


def test_case_57_a_terminal_that_cannot_hide_it_is_not_used(monkeypatch, no_ring):
    def fallback(prompt):
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        raise AssertionError("read in the open")

    monkeypatch.setattr(getpass, "getpass", fallback)
    with pytest.raises(AuthError, match="YUBO_API_KEY"):
        yb.login(RELAY)


def test_a_script_without_a_person():
    done = subprocess.run(
        [sys.executable, "-c", "import yubo_nb as yb; yb.login('https://relay.example')"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,  # no /dev/tty to ask at
    )
    assert "AuthError: Nobody is there to type the key." in done.stderr


def test_a_broken_dotenv_shows_none_of_its_lines(tmp_path):
    import traceback

    (tmp_path / ".env").write_bytes(f"YUBO_API_KEY={KEY}\nNAME=".encode() + b"\xff\xfe\n")
    with pytest.raises(InvalidRequest, match=r"\.env cannot be read") as caught:
        read_settings()
    trace = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "typed-by-hand" not in "".join(trace.format())
    assert caught.value.__context__ is None


def test_the_name_stays_a_function():
    """A module of the same name would take its place once imported."""
    import importlib

    importlib.import_module("yubo_nb.keyprompt")
    assert callable(yb.login)
