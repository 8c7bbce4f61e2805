"""Find a Chromium that starts, or fetch one; run as a script it prints the path.

`YUBO_BROWSER` is taken at its word. Else the system's own, else the one Playwright downloads, else, for root
on a machine with apt, Debian's package. A browser counts only once it has rendered an empty page: a bare
container often has the file and lacks its libraries.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# In a container root cannot make the sandbox's namespaces, and /dev/shm is too small for pictures.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
HELP = """No browser for the tests, and none could be fetched. One of these helps:
  install Chromium or Chrome with your system's package manager, or
  .venv/bin/playwright install --with-deps chromium, or
  set YUBO_BROWSER to the path of a Chromium or Chrome."""


def starts(path: str) -> bool:
    """Whether this browser renders an empty page."""
    command = [path, "--headless", *FLAGS, "--dump-dom", "about:blank"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "<html>" in answer.stdout


def installed() -> Iterator[str]:
    """Browsers that are already here, the system's first."""
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from playwrights()


def playwrights() -> Iterator[str]:
    """Browsers that Playwright has downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if path.exists():
        yield str(path)


def find() -> str | None:
    """The browser to test with, if there is one; fetches nothing."""
    if named := os.environ.get("YUBO_BROWSER"):
        return named
    return next(filter(starts, installed()), None)


def fetch() -> str | None:
    """Download a browser, with the system's package manager where that is allowed."""
    may_apt = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None
    playwright = [sys.executable, "-m", "playwright"]
    if run([*playwright, "install", "chromium"]):
        if not (browser := next(filter(starts, playwrights()), None)) and may_apt:
            run([*playwright, "install-deps", "chromium"])  # downloaded, but its libraries are missing
            browser = next(filter(starts, playwrights()), None)
        if browser:
            return browser
    if may_apt and run(["apt-get", "update"]):
        run(
            [
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends",
                "chromium",
                "fonts-noto-cjk",
                "fonts-noto-color-emoji",
            ]
        )
    return find()


def run(command: list[str]) -> bool:
    """Whether the command succeeded; what it says goes to stderr, because stdout is the answer."""
    print("$", *command, file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdout=sys.stderr, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    found = find() or fetch()
    if found is None:
        sys.exit(HELP)
    if not starts(found):
        sys.exit(f"YUBO_BROWSER names {found}, which does not start. Unset it, or name one that does.")
    print(found)
