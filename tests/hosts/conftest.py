"""Other programs that show a notebook, each as a real server with a Chromium that looks at it."""

import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

from tests.lab.conftest import ARTIFACTS, REPOSITORY, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Serve = Callable[..., str]


def notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of these code cells."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, path)
    return path


def first_notebook(folder: Path) -> Path:
    """A copy of the first notebook, as somebody opens it who has never run it."""
    made = nbformat.read(REPOSITORY / "notebooks" / "00_first.ipynb", as_version=4)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    path = folder / "first.ipynb"
    nbformat.write(made, path)
    return path


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start `python -m …` in the test's folder, `{port}` and `{token}` filled in, and give its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, ready: str = "/", probe: str | None = None) -> str:
        """`probe`: what is asked for until the server answers, where the page itself would run something."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = {"port": port, "token": secrets.token_hex(16)}
        log = tmp_path / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", *(one.format(**words) for one in arguments)],
                stdout=out, stderr=subprocess.STDOUT, cwd=tmp_path, env=environment(tmp_path / "jupyter"),
            )  # fmt: skip
        running.append(process)
        url = f"http://127.0.0.1:{port}"
        limit = time.monotonic() + 90
        while True:
            try:
                with urllib.request.urlopen(url + (probe or ready).format(**words), timeout=5):
                    return url + ready.format(**words)
            except urllib.error.HTTPError:
                assert probe, "the page itself must be there"
                return url + ready.format(**words)
            except OSError:
                said = log.read_text(errors="replace")[-4000:]
                assert process.poll() is None, f"{arguments[0]} ended with {process.returncode}:\n{said}"
                assert time.monotonic() < limit, f"{arguments[0]} did not answer in 90 s:\n{said}"
                time.sleep(0.2)  # the only way to ask a server that has no way to tell

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(30)


@pytest.fixture
def page(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    """A page that asks no host but the server; at the end it leaves a picture of the test's name."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(60_000)
    elsewhere: list[str] = []
    broken: list[str] = []
    page.on("request", lambda one: elsewhere.append(one.url) if one.url.startswith("http") else None)
    page.on("pageerror", lambda error: broken.append(f"{error}\n{error.stack}"))
    yield page
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(
        path=ARTIFACTS / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.removeprefix('test_'))}.png"
    )
    context.close()
    assert not [error for error in broken if "yb-" in error or "yubo" in error], broken
    ours = [url for url in elsewhere if not url.startswith("http://127.0.0.1")]
    assert not [url for url in ours if "yubo" in url or "anywidget" in url], ours
