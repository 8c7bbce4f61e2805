"""Case 58: a key typed into a cell is noticed, once, and the person told where it went and what to do."""

import contextlib
import sys
from types import SimpleNamespace

import pytest

import yubo_nb as yb
from tests.secrets.conftest import RELAY
from yubo_nb import keywatch
from yubo_nb.api.errors import YuboError
from yubo_nb.api.key import Sealed

KEY = "sk-0123456789abcdefWXYZ"


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """IPython's shell as far as it matters; `run` types a cell."""
    monkeypatch.setenv("HOME", str(tmp_path))
    history = SimpleNamespace(
        input_hist_raw=[""], enabled=True, hist_file=tmp_path / ".ipython" / "history.sqlite"
    )
    shell = SimpleNamespace(history_manager=history, user_ns={"In": history.input_hist_raw})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    return shell


@pytest.fixture
def run(shell, capsys):
    def run(cell, key=None):
        shell.history_manager.input_hist_raw.append(cell)
        keywatch.look(None if key is None else Sealed(key))
        return capsys.readouterr().err

    return run


def test_case_58_a_literal_is_noticed_and_both_places_are_named(run):
    said = run(f'studio = yb.connect("https://relay.example", "{KEY}")', KEY)
    for part in ("cell [1]", "notebook", "IPython's own history database (~/.ipython/history.sqlite)",
                 "Make a new key", "yb.login()"):  # fmt: skip
        assert part in said
    assert KEY not in said
    assert said.count("\n") == 1


def test_once_a_key(run):
    assert run(f"key = '{KEY}'", KEY)
    assert not run("yb.connect(api_key=key)", KEY)
    assert run("yb.connect(api_key='sk-another0123456789abc')")


@pytest.mark.parametrize(
    "cell",
    [f"%env YUBO_API_KEY={KEY}", f"!export YUBO_API_KEY={KEY}", f"k = 'Bearer {KEY.removeprefix('sk-')}'"],
)
def test_any_earlier_cell_that_holds_the_key_in_use(run, cell):
    assert not run(cell.replace(KEY, "x").replace(KEY.removeprefix("sk-"), "x"), KEY)
    run(cell, None)
    keywatch._told.open().clear()
    assert "cell [2]" in run("studio = yb.connect()", KEY)


@pytest.mark.parametrize(
    "cell",
    ["yb.connect()", "yb.connect(api_key='sk-...')", "api_key='sk-xxxx'", "'sk-sandbox-0123456789abcdef0123'",
     "ask-0123456789abcdef0123", "desk-0123456789abcdef012"],
)  # fmt: skip
def test_what_is_no_key(run, cell):
    assert not run(cell, KEY)


@pytest.mark.parametrize("setting", [("enabled", False), ("hist_file", ":memory:")], ids=["off", "in memory"])
def test_a_history_that_is_on_no_disk_is_not_named(run, shell, setting):
    setattr(shell.history_manager, *setting)
    said = run(f"'{KEY}'", KEY)
    assert said
    assert "database" not in said


def test_chinese(run, monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "zh")
    assert "历史数据库（~/.ipython/history.sqlite）" in run(f"'{KEY}'", KEY)


def test_outside_ipython(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    keywatch.look(Sealed(KEY))
    assert "IPython" not in sys.modules
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("settings", [(RELAY, KEY), ("http://relay.example", KEY)], ids=["good", "refused"])
def test_connect_looks_whether_or_not_it_succeeds(run, shell, capsys, settings):
    shell.history_manager.input_hist_raw.append(f"yb.connect{settings}")
    with contextlib.suppress(YuboError):
        yb.connect(*settings).close()
    assert capsys.readouterr().err.count("A key is typed into cell [1]") == 1


def test_connect_looks_for_the_key_of_the_environment(shell, capsys, monkeypatch):
    monkeypatch.setenv("YUBO_API_KEY", KEY)
    monkeypatch.setenv("YUBO_BASE_URL", RELAY)
    shell.history_manager.input_hist_raw += [f"%env YUBO_API_KEY={KEY}", "yb.connect()"]
    yb.connect().close()
    assert "cell [1]" in capsys.readouterr().err
