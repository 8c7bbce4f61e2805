"""What every test and notebook shares: a world without keys, its own history, a browser on request."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from chromium import FLAGS, HELP, find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A developer's own key must never reach a test, and a test never a real relay or the developer's history.
# YUBO_BROWSER and YUBO_EXAMPLES (how many examples a property is tried on) are for the tests themselves.
for name in [name for name in os.environ if name.startswith("YUBO_")]:
    if name not in {"YUBO_BROWSER", "YUBO_EXAMPLES"}:
        del os.environ[name]
os.environ["YUBO_LANG"] = "en"
# In a CI job, where a person would be missing, tests still play persons; those about jobs say so themselves.
for name in ("CI", "JENKINS_URL", "TEAMCITY_VERSION", "TF_BUILD", "CODEBUILD_BUILD_ID"):
    os.environ.pop(name, None)
# The same examples at every run, so that a red run is about the change; the long runs look for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True)
if "YUBO_EXAMPLES" not in os.environ:
    hypothesis.settings.load_profile("repeatable")
# Kernels and other processes that tests start find this tree, installed or not.
os.environ["PYTHONPATH"] = str(Path(__file__).parent)
os.environ["YUBO_HISTORY"] = str(Path(tempfile.mkdtemp(prefix="yubo-tests-")) / "history.sqlite3")
# A job that was started in the background ignores SIGINT and hands that down; interrupts are tested here.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_view_is_left() -> Iterator[None]:
    """A kernel keeps its views as long as it lives; a test's are its own."""
    yield
    panel = sys.modules.get("yubo_nb.widgets.panel")  # not imported for the question
    if panel is not None:
        panel._panels.clear()  # noqa: SLF001 - for tests alone there is no public way


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The path of a Chromium that starts."""
    path = find()
    if path is None:
        pytest.fail(HELP, pytrace=False)
    return path


@pytest.fixture(scope="module")
def chromium(browser_path: str) -> Iterator["Browser"]:
    """A running Chromium. One per module: Playwright keeps this thread's event loop as long as it lives."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield browser
        browser.close()
