"""Colab, VS Code, a machine without a network: no view needs a package of ours there, or another host."""

import re
import sys
import types

import pytest

from tests.widgets.fakes import FakeEngine, finished
from tests.widgets.test_contract import LIVE
from yubo_nb import host
from yubo_nb.widgets.base import STATIC
from yubo_nb.widgets.boards import TaskBoard

ADDRESS = re.compile(r"""(?:https?:)?//[\w-]+\.[\w.-]+|@import\s+(?:url|["'])|url\(\s*["']?(?!data:)""")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", sorted(STATIC.iterdir()), ids=lambda path: path.name)
def test_no_file_names_another_host(path):
    text = COMMENT.sub("", path.read_text("utf-8"))
    assert not ADDRESS.findall(text.replace("http://www.w3.org/2000/svg", "")), path.name


@pytest.mark.parametrize("view", LIVE, ids=lambda view: view.__name__)
def test_every_live_view_needs_anywidget_and_nothing_of_ours(view):
    assert view._view_module.default_value == view._model_module.default_value == "anywidget"


def test_what_a_cell_shows_names_a_model_and_no_address(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **more: shown.append(bundle))
    monkeypatch.setattr("IPython.display.update_display", lambda bundle, **more: shown.append(bundle))
    monkeypatch.setattr(host, "draws_widgets", lambda: True)
    TaskBoard(FakeEngine(finished("a")), None, {})._ipython_display_()
    view, *saved = shown
    assert set(view) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert saved
    for page in saved:
        assert not ADDRESS.findall(page["text/html"])
        assert re.findall(r'src="([^"]{11})', page["text/html"]) == ["data:image/"]


def test_colab_gets_its_widget_manager_and_a_bar(monkeypatch):
    """Colab draws others' widgets only once it was asked to, and paints nothing that a thread changes."""
    asked = []
    output = types.ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: asked.append(True)
    for name, module in {
        "google": types.ModuleType("google"),
        "google.colab": types.ModuleType("google.colab"),
        "google.colab.output": output,
    }.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(host, "shell", lambda: types.SimpleNamespace(kernel=object()))
    from anywidget._util import enable_custom_widget_manager_once

    enable_custom_widget_manager_once.cache_clear()
    assert host.has_moving_line()
    TaskBoard(FakeEngine(finished("a")), None, {}).close()
    assert asked == [True]
    enable_custom_widget_manager_once.cache_clear()
