import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine, card, finished
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser


def test_a_finished_card_shows_picture_prompt_and_real_buttons(stage: Stage) -> None:
    engine = FakeEngine(finished("a", prompt="a lighthouse in fog"))
    stage.show(Board(engine)).pictures(1)
    article = stage.page.get_by_role("article", name="a lighthouse in fog")
    expect(article.get_by_text("Finished")).to_be_visible()
    expect(article.get_by_role("img", name="a lighthouse in fog")).to_be_visible()
    expect(article.get_by_role("button", name="Upscale 2")).to_have_text("U2")
    expect(article.get_by_text("nothing is charged")).to_be_visible()
    assert len(article.get_by_role("button").all()) == 9


def test_a_press_is_one_act_and_the_button_is_off_until_the_reply(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    stage.show(Board(engine)).pump()
    button = stage.page.get_by_role("button", name="Upscale 2")
    button.dblclick()
    expect(button).to_be_disabled()
    stage.pump()
    expect(button).to_be_enabled()
    assert len(stage.said("act")) == 1
    assert [(key, custom_id) for key, custom_id, _ in engine.acts] == [
        ("a", engine.hub.get("a").buttons[1].custom_id)
    ]


def test_a_running_card_moves_by_patches(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="queued", queued=3))
    stage.show(Board(engine)).pump()
    expect(stage.page.get_by_text("3 ahead")).to_be_visible()
    engine.hub.put(card("a", phase="running", percent=42, picture="preview:a:1"))
    stage.pictures(1)
    expect(stage.page.get_by_role("progressbar")).to_have_attribute("value", "42")
    expect(stage.page.get_by_role("img", name="Unfinished preview")).to_be_visible()
    engine.hub.put(finished("a"))
    stage.pump()
    expect(stage.page.get_by_text("Finished", exact=True)).to_be_visible()
    expect(stage.page.get_by_role("progressbar")).to_have_count(0)
    assert len(stage.said("whole")) == 1
