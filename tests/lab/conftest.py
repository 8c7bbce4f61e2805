"""A real JupyterLab with its own directories, and a Chromium that looks at it."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, ViewportSize

REPOSITORY = Path(__file__).parents[2]
ARTIFACTS = REPOSITORY / "tests" / "artifacts"
SETTINGS = {
    # No question about news, no saving behind a test's back, and cells out of sight stay in the page.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
CONFIG = """
from jupyterlab.galata import configure_jupyter_server
configure_jupyter_server(c)
c.ServerApp.port = {port}
c.ServerApp.root_dir = {root!r}
c.ServerApp.allow_root = True
c.IdentityProvider.token = {token!r}
c.LabApp.workspaces_dir = {workspaces!r}
c.LabApp.user_settings_dir = {settings!r}
"""


@dataclass
class Server:
    """A running JupyterLab: where it is, which folder it serves, and what it has said so far."""

    process: subprocess.Popen[bytes]
    url: str
    token: str
    root: Path
    log: Path

    def alive(self) -> None:
        """Fail at once, with its last words, if the server has died."""
        if self.process.poll() is not None:
            words = self.log.read_text(errors="replace")[-4000:]
            pytest.fail(f"JupyterLab ended with {self.process.returncode}:\n{words}", pytrace=False)

    def ready(self) -> bool:
        self.alive()
        try:
            with urllib.request.urlopen(f"{self.url}/api/status?token={self.token}", timeout=5):
                return True
        except OSError:
            return False


def environment(home: Path) -> dict[str, str]:
    """A world of its own for Jupyter: nothing of the person's, a history beside each notebook."""
    return {
        **{name: value for name, value in os.environ.items() if name != "YUBO_HISTORY"},
        **{f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")},
        "IPYTHONDIR": str(home / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyterlab(tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@contextmanager
def jupyterlab(home: Path) -> Iterator[Server]:
    """A JupyterLab that keeps everything in this folder, as long as the block lasts."""
    root = home / "notebooks"
    root.mkdir()
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    folders = {"workspaces": str(home / "workspaces"), "settings": str(home / "settings")}
    config = home / "jupyter_server_test_config.py"
    config.write_text(CONFIG.format(port=port, root=str(root), token=token, **folders))
    log = home / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", f"--config={config}"],
            stdout=out, stderr=subprocess.STDOUT, cwd=root, env=environment(home),
        )  # fmt: skip
    running = Server(process, f"http://127.0.0.1:{port}", token, root, log)
    try:
        limit = time.monotonic() + 90
        while not running.ready():
            if time.monotonic() > limit:
                pytest.fail(f"JupyterLab did not answer in 90 s:\n{log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.2)  # the only way to ask a server that has no way to tell
        yield running
    finally:
        process.terminate()
        process.wait(30)


@dataclass
class Lab:
    """One browser page on JupyterLab, spoken to through its own commands."""

    page: "Page"
    server: Server

    def write(self, *cells: str) -> Path:
        """A notebook with these code cells, in a folder (and so with a history) of its own."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        path = self.server.root / secrets.token_hex(4) / "story.ipynb"
        path.parent.mkdir()
        nbformat.write(notebook, path)
        return path

    def open(self, path: Path) -> None:
        """Show a notebook alone and wait until its kernel can be talked to."""
        self.visit(path)
        self.page.wait_for_function(
            "jupyterapp.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'"
        )

    def visit(self, path: Path) -> None:
        """Show a notebook alone, with or without a kernel, and wait until its cells are drawn."""
        self.server.alive()
        name = path.relative_to(self.server.root).as_posix()
        self.page.goto(
            f"{self.server.url}/lab/workspaces/{secrets.token_hex(4)}/tree/{name}?token={self.server.token}"
        )
        self.page.wait_for_function("window.jupyterapp !== undefined")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", state="attached")

    def visit_without_kernel(self, path: Path) -> None:
        """Show a saved notebook that gets no kernel.

        It must name a language nobody has: once JupyterLab knows its kernels it takes one that only speaks
        the language, without asking, and whether it knows them by then is chance.
        """
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata["kernelspec"] = {"name": "not-here", "display_name": "Not here", "language": "none"}
        notebook.metadata["language_info"] = {"name": "none"}
        nbformat.write(notebook, path)
        self.visit(path)
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="No Kernel", exact=True).click()

    def command(self, name: str, **arguments: Any) -> None:
        """Execute a command of JupyterLab and wait for its end."""
        self.page.evaluate("([name, args]) => jupyterapp.commands.execute(name, args)", [name, arguments])

    def run_all(self) -> None:
        """Run all cells and wait for the last one; a traceback fails the test."""
        self.command("notebook:run-all-cells")
        errors = self.page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")
        tracebacks = [text for text in errors.all_inner_texts() if "Traceback" in text]
        assert not tracebacks, tracebacks[0]

    def start_all(self) -> None:
        """Run all cells without waiting, so that the test can look while they run."""
        self.page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")

    def python(self, code: str) -> str:
        """Run code in the open notebook's kernel, outside its cells, and give what it prints."""
        return self.page.evaluate(
            """async code => {
                let said = "";
                const kernel = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
                const future = kernel.requestExecute({ code, store_history: false });
                future.onIOPub = ({ content }) => {
                    said += content.text ?? content.traceback?.join("\\n") ?? "";
                };
                await future.done;
                return said;
            }""",
            code,
        ).strip()

    def cell(self, index: int) -> "Locator":
        """The index-th cell, with its outputs."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def save(self, path: Path) -> nbformat.NotebookNode:
        """Save the open notebook and read the file."""
        self.command("docmanager:save")
        return nbformat.read(path, as_version=4)

    def theme(self, name: str) -> None:
        """Change the theme; it stays changed for the tests that follow."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")
        self.page.wait_for_selector(f"body[data-jp-theme-name='JupyterLab {name}']", state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")

    def picture(self, name: str, part: "Locator | None" = None) -> None:
        """A screenshot of the page, or of a part of it, among the artifacts, for a person to judge."""
        ARTIFACTS.mkdir(exist_ok=True)
        (part or self.page).screenshot(path=ARTIFACTS / f"{name}.png")


@pytest.fixture(scope="module")
def visit(server: Server, chromium: "Browser") -> Callable[..., AbstractContextManager[Lab]]:
    """A way to open a page of one's own on JupyterLab; at the end it leaves a picture of this name."""

    @contextmanager
    def visiting(name: str, *, sharpness: float = 1) -> Iterator[Lab]:
        screen: ViewportSize = {"width": 1280, "height": 1000}
        context = chromium.new_context(viewport=screen, device_scale_factor=sharpness, locale="en-US")
        page = context.new_page()
        page.set_default_timeout(30_000)
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(f"{error}\n{error.stack}"))
        lab = Lab(page, server)
        try:
            yield lab
            server.alive()
            ours = [error for error in broken if "yb-" in error or "yubo" in error]
            assert not ours, f"JavaScript failed: {ours}"
        finally:
            lab.picture(name)
            page.evaluate("window.jupyterapp?.serviceManager.sessions.shutdownAll()")
            context.close()

    return visiting


@pytest.fixture
def lab(visit: Callable[[str], AbstractContextManager[Lab]], request: pytest.FixtureRequest) -> Iterator[Lab]:
    with visit(re.sub(r"\W+", "-", request.node.name)) as lab:
        yield lab
