"""The command, as a person calls it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import yubo_nb
from yubo_nb import cli


@pytest.fixture(autouse=True)
def somewhere_else(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("YUBO_API_KEY", "YUBO_BASE_URL", "YUBO_HISTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("YUBO_LANG", "en")


def test_where(capsys, tmp_path):
    assert cli.main(["where"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"history  {tmp_path / '.yubo_nb' / 'history.sqlite3'}"
    assert lines[1].startswith("pictures ")
    assert not (tmp_path / ".yubo_nb").exists()


def test_doctor_without_a_key(capsys):
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "the sandbox is used" in said
    assert "All well." in said


def test_doctor_never_shows_the_key(capsys, monkeypatch):
    monkeypatch.setenv("YUBO_API_KEY", "sk-a-real-key-0123456789")
    monkeypatch.setenv("YUBO_BASE_URL", "https://relay.example")
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "api_key: environment variable YUBO_API_KEY" in said
    assert "0123456789" not in said


def test_doctor_looks_at_the_history(capsys, tmp_path):
    from yubo_nb.history import History

    History(tmp_path / ".yubo_nb" / "history.sqlite3").close()
    assert cli.main(["doctor"]) == 0
    assert "intact" in capsys.readouterr().out
    (tmp_path / "broken.sqlite3").write_bytes(b"this is no database" * 100)
    os.environ["YUBO_HISTORY"] = str(tmp_path / "broken.sqlite3")
    try:
        assert cli.main(["doctor"]) == 1
    finally:
        del os.environ["YUBO_HISTORY"]
    assert "broken.sqlite3" in capsys.readouterr().out


def test_doctor_knows_the_kernel_that_cannot(capsys, monkeypatch):
    monkeypatch.setattr(cli, "version", lambda name: "7.0.1" if name == "ipykernel" else "1.0")
    assert cli.main(["doctor"]) == 1
    assert "ipykernel 7.0" in capsys.readouterr().out


def test_lab_passes_its_arguments_on(monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(cli.subprocess, "call", lambda command: called.append(command) or 0)
    monkeypatch.setattr(cli, "_of_checkout", lambda: tmp_path / "nowhere.ipynb")
    assert cli.main(["lab", "--no-browser", "--port", "9999"]) == 0
    assert called == [[sys.executable, "-m", "jupyterlab", "--no-browser", "--port", "9999"]]
    first = tmp_path / "notebooks" / "00_first.ipynb"
    first.parent.mkdir()
    first.write_text("{}")
    cli.main(["lab"])
    assert called[1][3:] == ["notebooks/00_first.ipynb"]


def test_lab_that_is_not_installed(monkeypatch, capsys):
    def missing(name: str) -> str:
        raise cli.PackageNotFoundError(name)

    monkeypatch.setattr(cli, "version", missing)
    assert cli.main(["lab"]) == 1
    assert "pip install 'yubo_nb[lab]'" in capsys.readouterr().err


def test_an_unknown_argument(capsys):
    with pytest.raises(SystemExit):
        cli.main(["where", "--loudly"])
    assert "--loudly" in capsys.readouterr().err


def test_the_sandbox_alone():
    from yubo_nb.api import Client

    root = str(Path(yubo_nb.__file__).parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-m", "yubo_nb.cli", "sandbox", "--speed", "100"],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        told = dict(process.stdout.readline().strip().split("=", 1) for _ in range(2))
        with Client(told["YUBO_BASE_URL"], told["YUBO_API_KEY"]) as client:
            assert client.imagine("a cat").accepted
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        process.stdout.close()
