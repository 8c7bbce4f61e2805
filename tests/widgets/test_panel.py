"""What a cell gets: the live view and its saved twin, as two outputs."""

from types import SimpleNamespace

import pytest

from tests.widgets.fakes import FakeEngine, finished
from yubo_nb.widgets import cells, panel


@pytest.fixture
def shown(monkeypatch):
    out: list[tuple[dict, str | None]] = []
    show = lambda bundle, *, raw, display_id=None: out.append((bundle, display_id))  # noqa: E731
    monkeypatch.setattr("IPython.display.display", show)
    monkeypatch.setattr("IPython.display.update_display", show)
    monkeypatch.setattr(cells.Cells, "_one", None)
    return out


@pytest.fixture
def studio():
    asked: list[tuple[str, list, str | None]] = []
    return SimpleNamespace(
        engine=FakeEngine(finished("a"), finished("b")),
        asked=asked,
        imagine=lambda prompt, images=(), *, gesture=None: asked.append((prompt, images, gesture)),
    )


VIEW = "application/vnd.jupyter.widget-view+json"


def test_a_studio_is_a_form_and_a_board_and_below_it_a_saved_page(studio, shown):
    panel.show(studio)
    (live, _), (saved, display_id) = shown
    assert VIEW in live
    assert "text/html" not in live  # a saved page in the same output would never be shown
    assert live["text/plain"] == ""  # a reader without widgets read "<yubo_nb live view>" before
    assert saved["text/html"].count("<figure") == 2
    assert display_id.startswith("yubo-twin-")


def test_a_cell_that_runs_again_shows_the_same_model(studio, shown):
    panel.show(studio)
    panel.show(studio)
    assert shown[0][0][VIEW]["model_id"] == shown[2][0][VIEW]["model_id"]
    assert shown[1][1] == shown[3][1]


def test_a_task_is_its_own_card(studio, shown):
    panel.show_task(studio, SimpleNamespace(key="b"))
    panel.show_task(studio, SimpleNamespace(key="a"))
    assert shown[0][0][VIEW]["model_id"] != shown[2][0][VIEW]["model_id"]
    assert shown[1][0]["text/plain"] == "Finished: prompt of b"


def test_what_the_form_sends_is_an_imagine_with_its_gesture(studio, shown):
    panel.show(studio)
    form = panel._panels[studio.engine][""][0].children[1]
    press = {
        "kind": "submit",
        "gesture": "3" * 32,
        "number": 1,
        "text": "a fox",
        "base": 0,
        "agreed": 1,
        "moves": [],
    }
    form.field._guard(form.field, press, [])
    assert studio.asked == [("a fox", [], "3" * 32)]
