"""The board in a real browser: states, keyboard, patches, hostile text, pictures."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, UUID, FakeEngine, card, finished, picture
from yubo_nb.live.hub import CardButton
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser


def article(stage: Stage, name: str):
    return stage.page.get_by_role("article", name=name)


def test_a_finished_card_shows_picture_prompt_and_real_buttons(stage: Stage) -> None:
    engine = FakeEngine(finished("a", prompt="a lighthouse in fog --ar 1:1"))
    stage.show(Board(engine)).pictures(1)
    shown = article(stage, "a lighthouse in fog")
    expect(shown.get_by_text("Finished")).to_be_visible()
    expect(shown.get_by_role("img", name="a lighthouse in fog")).to_be_visible()
    expect(shown.get_by_role("button", name="Upscale 2")).to_have_text("U2")
    expect(shown.get_by_text("nothing is charged")).to_be_visible()
    expect(shown.get_by_role("group", name="Actions").get_by_role("button")).to_have_count(9)


def test_an_empty_board_says_what_to_do(stage: Stage) -> None:
    stage.show(Board(FakeEngine())).pump()
    expect(stage.page.get_by_text("No pictures yet")).to_be_visible()
    stage.board._engine.hub.put(card("a"))
    stage.pump()
    expect(stage.page.get_by_text("No pictures yet")).to_be_hidden()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"phase": "failure", "message": "No.", "charged": "refunded"},
         ["Failed", "No.", "of 0.1 was given back"]),
        ({"phase": "in_doubt", "charged": "unknown"}, ["In doubt", "may have been charged 0.1"]),
        ({"phase": "rejected", "message": "No."}, ["Refused", "No.", "Nothing was charged."]),
        ({"phase": "modal", "message": "A dialog waits."}, ["Needs your input", "A dialog waits."]),
        ({"phase": "unknown", "status": "PAUSED_BY_MOON"}, ["PAUSED_BY_MOON"]),
        ({"phase": "queued", "queued": 4}, ["Queued", "4 ahead"]),
        ({"phase": "success", "picture_error": "The link has expired."}, ["The link has expired."]),
    ],
)  # fmt: skip
def test_every_state_is_said_in_words(stage: Stage, more: dict, words: list[str]) -> None:
    engine = FakeEngine(card("a", sandbox=False, origin="https://relay.example", price=0.1, **more))
    stage.show(Board(engine)).pump()
    for word in words:
        expect(stage.page.get_by_role("article").get_by_text(word)).to_be_visible()


def test_no_price_stands_behind_not_charged(stage: Stage) -> None:
    """ "not charged 0.1" read as if it had been."""
    spent = {"sandbox": False, "origin": "https://relay.example", "price": 0.1}
    stage.show(Board(FakeEngine(card("a", phase="rejected", **spent), finished("b", **spent))))
    stage.pump()
    expect(article(stage, "prompt of a").locator(".yb-money")).to_have_text("not charged")
    expect(article(stage, "prompt of b").locator(".yb-money")).to_have_text("charged 0.1")


def test_whatever_did_not_go_well_is_counted_as_failed(stage: Stage) -> None:
    phases = ("failure", "rejected", "not_sent", "running", "success")
    stage.show(Board(FakeEngine(*(card(phase, phase=phase) for phase in phases)))).pump()
    expect(stage.page.locator(".yb-count")).to_have_text("5 tasks · 1 busy · 3 failed")


def test_after_a_restart_of_the_kernel_a_press_says_that_nothing_was_sent(stage: Stage) -> None:
    """The host threw, and ten seconds later the card promised that the press was not lost."""
    stage.show(Board(FakeEngine(finished("a")))).pump()
    stage.page.evaluate("() => { window.sent.push = () => { throw new Error('Cannot send') } }")
    button = stage.page.get_by_role("button", name="Upscale 2")
    button.click()
    expect(stage.page.get_by_role("article")).to_contain_text("Nothing was sent")
    expect(stage.page.get_by_text("Not connected to a kernel")).to_be_visible()
    expect(button).to_be_enabled()


def test_a_press_is_one_act_and_the_button_is_off_until_the_reply(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    stage.show(Board(engine)).pump()
    button = stage.page.get_by_role("button", name="Upscale 2")
    button.dblclick()
    expect(button).to_be_disabled()
    stage.pump()
    expect(button).to_be_enabled()
    assert len(stage.said("act")) == 1
    assert engine.acts[0][:2] == ("a", GRID_BUTTONS[1].custom_id)


def test_what_a_cell_made_before_says_so(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    stage.show(Board(engine)).pump()
    mark = stage.page.get_by_text("Made earlier by this cell; again=True makes it anew.")
    expect(mark).to_be_hidden()
    engine.hub.put(finished("a", reused=True))
    stage.pump()
    expect(mark).to_be_visible()


def test_fifty_impatient_clicks_are_one_act(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    stage.show(Board(engine)).pump()
    for _ in range(50):
        stage.page.get_by_role("button", name="Upscale 2").dispatch_event("click")
        stage.pump()
    assert len(engine.acts) == 1


def test_what_the_kernel_refuses_stands_at_the_card(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    engine.refusal = ValueError("The cap is reached. Nothing was charged.")
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="Make it again").click()
    stage.pump()
    expect(article(stage, "prompt of a").get_by_text("The cap is reached.")).to_be_visible()


def test_a_running_card_moves_by_patches(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="queued", queued=3))
    stage.show(Board(engine)).pump()
    engine.hub.put(card("a", phase="running", percent=42, picture="preview:a:1"))
    stage.pictures(1)
    expect(stage.page.get_by_role("progressbar")).to_have_attribute("value", "42")
    expect(stage.page.get_by_role("img", name="Unfinished preview")).to_be_visible()
    engine.hub.put(finished("a"))
    stage.pump()
    expect(stage.page.get_by_text("Finished", exact=True)).to_be_visible()
    expect(stage.page.get_by_role("progressbar")).to_have_count(0)
    assert len(stage.said("whole")) == 1
    assert stage.said("picture") == []  # what changes travels unasked


def test_after_a_lost_patch_everything_is_asked_for_once(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="queued"), card("b", phase="queued"))
    stage.show(Board(engine)).pump()
    engine.hub.put(card("a", phase="running", percent=10))
    stage.outbox.clear()
    for percent in (20, 30, 40):
        engine.hub.put(card("b", phase="running", percent=percent))
    stage.pump()
    expect(article(stage, "prompt of a").get_by_role("progressbar")).to_have_attribute("value", "10")
    expect(article(stage, "prompt of b").get_by_role("progressbar")).to_have_attribute("value", "40")
    assert len(stage.said("whole")) == 2  # the one at the start, and one for the gap


def test_two_views_of_one_model_show_the_same(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    stage.show(Board(engine), views=2).pictures(2)
    engine.hub.put(card("b", phase="running", percent=7))
    stage.pump()
    expect(stage.page.get_by_role("progressbar")).to_have_count(2)
    stage.page.get_by_role("button", name="Upscale 1").first.click()
    stage.pump()
    assert len(engine.acts) == 1


def test_the_keyboard_does_everything(stage: Stage) -> None:
    engine = FakeEngine(finished("a"), finished("b", prompt="the newest"))
    stage.show(Board(engine)).pump()
    keyboard, page = stage.page.keyboard, stage.page
    expect(stage.page.get_by_role("searchbox")).to_be_visible()
    for _ in range(5):
        keyboard.press("Tab")  # past search, filter, order and the board's own menu
    expect(article(stage, "the newest")).to_be_focused()
    keyboard.press("ArrowRight")
    expect(article(stage, "prompt of a")).to_be_focused()
    keyboard.press("ArrowLeft")
    keyboard.press("Tab")
    buttons = article(stage, "the newest").get_by_role("button")
    expect(buttons.nth(0)).to_be_focused()
    keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    keyboard.press("ArrowDown")
    expect(article(stage, "the newest").get_by_role("button", name="Vary 2")).to_be_focused()
    keyboard.press("Enter")
    stage.pump()
    assert engine.acts[-1][1] == GRID_BUTTONS[6].custom_id
    keyboard.press("Escape")
    expect(article(stage, "the newest")).to_be_focused()
    keyboard.press("3")
    stage.pump()
    assert engine.acts[-1][1] == GRID_BUTTONS[2].custom_id
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert len(engine.acts) == 2


def test_a_child_leads_to_its_parent(stage: Stage) -> None:
    engine = FakeEngine(
        finished("a", prompt="a lighthouse"), finished("b", via="U2", parent="a", buttons=SINGLE_BUTTONS)
    )
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="U2 of “a lighthouse”").click()
    expect(article(stage, "a lighthouse")).to_be_focused()


def test_the_menu_of_a_card_is_a_menu(stage: Stage) -> None:
    engine = FakeEngine(finished("a", prompt="a lighthouse"), finished("b", via="U2", parent="a"))
    filled: list[str] = []
    stage.show(Board(engine, fill=filled.append)).pump()
    more = article(stage, "U2, prompt of b").get_by_role("button", name="More about this task")
    more.press("Enter")
    menu, keyboard = stage.page.get_by_role("menu"), stage.page.keyboard
    expect(menu.get_by_role("menuitem", name="Open the picture")).to_be_focused()
    keyboard.press("ArrowUp")
    expect(menu.get_by_role("menuitem", name="Show where it came from")).to_be_focused()
    keyboard.press("ArrowDown")
    keyboard.press("u")
    expect(menu.get_by_role("menuitem", name="Use these settings")).to_be_focused()
    keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(more).to_be_focused()
    more.click()
    menu.get_by_role("menuitem", name="Use these settings").click()
    stage.pump()
    assert filled == ["prompt of b"]
    more.click()
    menu.get_by_role("menuitem", name="Show where it came from").click()
    expect(article(stage, "a lighthouse")).to_be_focused()


def test_the_end_of_a_task_is_announced(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="running", prompt="a lighthouse"))
    stage.show(Board(engine)).pump()
    engine.hub.put(finished("a", prompt="a lighthouse"))
    stage.pump()
    expect(stage.page.get_by_role("status")).to_contain_text("a lighthouse, Finished")


def test_a_quadrant_is_pointed_at(stage: Stage) -> None:
    stage.show(Board(FakeEngine(finished("a")))).pump()
    stage.page.get_by_role("button", name="Upscale 3").focus()
    expect(stage.page.locator("[data-quadrant='3']")).to_have_count(1)


XSS = [
    "<script>window.bad=1</script>",
    "<img src=x onerror=window.bad=1>",
    '"><svg onload=window.bad=1>',
    "javascript:window.bad=1",
    "</article><iframe srcdoc='<script>parent.bad=1</script>'>",
    "{{constructor.constructor('window.bad=1')()}}",
    "$\\href{javascript:window.bad=1}{x}$",
]


@pytest.mark.parametrize("text", XSS)
def test_server_text_is_text_and_nothing_else(stage: Stage, text: str) -> None:
    button = CardButton(text + UUID, text, text, 2, text)
    engine = FakeEngine(
        card(
            "a",
            prompt=text,
            message=text,
            via=text,
            status=text,
            origin=text,
            sandbox=False,
            buttons=(button,),
        ),
        card("b", prompt=text, phase="success", picture_error=text, parent="a", via=text),
    )
    loads: list[str] = []
    stage.page.on("request", lambda request: loads.append(request.url))
    stage.show(Board(engine)).pump()
    expect(stage.page.get_by_role("article")).to_have_count(2)
    expect(stage.page.locator(".yb-prompt").first).to_contain_text(text)
    assert stage.page.evaluate("window.bad") is None
    assert stage.page.locator("#here :is(script, svg:not(.yb-svg), iframe, a, object, embed)").count() == 0
    assert all(url.startswith(("blob:", stage.url, "data:,")) for url in loads)


def test_a_long_prompt_is_two_lines_until_it_is_opened(stage: Stage) -> None:
    engine = FakeEngine(card("a", prompt="a very long prompt " * 1100))
    stage.show(Board(engine)).pump()
    prompt = stage.page.locator(".yb-prompt")
    closed = prompt.bounding_box()["height"]
    stage.page.get_by_role("button", name="Show all").click()
    opened = prompt.bounding_box()["height"]
    assert closed < 60 < opened < 300
    expect(prompt).to_contain_text("more characters: task.prompt")
    stage.page.get_by_role("button", name="Show less").click()
    assert prompt.bounding_box()["height"] == closed


def test_many_buttons_are_shown_on_demand_and_bounded(stage: Stage) -> None:
    many = tuple(CardButton(f"MJ::X{n}::{UUID}", f"Button {n}", "", 2, "unknown") for n in range(20_000))
    stage.show(Board(FakeEngine(finished("a", buttons=many)))).pump()
    assert stage.page.locator(".yb-card .yb-button").count() == 8
    stage.page.get_by_role("button", name="192 more").click()
    assert stage.page.locator(".yb-card .yb-button").count() == 200
    expect(stage.page.get_by_text("19800 more: task.buttons")).to_be_visible()


def test_the_rare_buttons_are_behind_one_that_the_keyboard_reaches(stage: Stage) -> None:
    engine = FakeEngine(finished("a", buttons=SINGLE_BUTTONS))
    stage.show(Board(engine)).pump()
    rare = stage.page.get_by_role("button", name="Pan left")
    expect(rare).to_have_count(0)
    stage.page.get_by_role("button", name="Upscale (Subtle)").focus()
    for _ in range(3):
        stage.page.keyboard.press("ArrowDown")
    fold = stage.page.get_by_role("button", name="7 more")
    expect(fold).to_be_focused()
    stage.page.keyboard.press("Enter")
    expect(rare).to_be_visible()
    fold = stage.page.get_by_role("button", name="7 fewer")
    expect(fold).to_be_focused()
    expect(fold).to_have_attribute("aria-expanded", "true")
    stage.page.keyboard.press("Enter")
    expect(rare).to_have_count(0)


def test_no_button_is_clipped_and_no_neighbour_is_stretched(stage: Stage) -> None:
    # a card with sixteen buttons used to cut the last ones off and to blow up the cards beside it
    engine = FakeEngine(card("c"), finished("a"), finished("b", buttons=SINGLE_BUTTONS))
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="7 more").click()
    boxes = stage.page.evaluate(
        "() => [...document.querySelectorAll('.yb-card')].map((card) => {"
        "  const last = [...card.querySelectorAll('.yb-body > *')].filter((e) => e.offsetHeight).at(-1);"
        "  const actions = [...card.querySelectorAll('.yb-actions')];"
        "  const clipped = actions.some((a) => a.scrollHeight > a.clientHeight);"
        "  const [outer, inner] = [card, last].map((e) => e.getBoundingClientRect().bottom);"
        "  return { gap: outer - inner, clipped };"
        "})"
    )
    assert [box["clipped"] for box in boxes] == [False] * 3
    assert all(box["gap"] < 20 for box in boxes)
    heights = stage.page.locator(".yb-body").evaluate_all("all => all.map((e) => e.offsetHeight)")
    assert heights[0] > heights[1] + 60


@pytest.mark.parametrize(
    ("sandbox", "name"), [(True, "Upscale 2, 0.05 (sandbox)"), (False, "Upscale 2, 0.05")]
)
def test_a_button_says_what_it_costs(stage: Stage, *, sandbox: bool, name: str) -> None:
    engine = FakeEngine(finished("a", sandbox=sandbox))
    stage.show(Board(engine, prices={"upscale": 0.05})).pump()
    button = stage.page.get_by_role("button", name=name)
    expect(button).to_have_attribute("title", f"U2: {name}")
    shown = button.evaluate("button => getComputedStyle(button, '::after').content")
    assert shown == ("none" if sandbox else '"0.05"')
    expect(stage.page.get_by_role("button", name="V2: Vary 2", exact=True)).to_be_visible()


def test_the_connection_has_a_quiet_line_of_its_own(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="running"))
    stage.show(Board(engine)).pump()
    engine.hub.notice("online", "No answer within 3 s.")
    engine.hub.notice("error", "Something else.")
    stage.pump()
    expect(stage.page.locator(".yb-online")).to_contain_text("No answer within 3 s.")
    engine.hub.notice("online", "")
    stage.pump()
    expect(stage.page.locator(".yb-online")).to_be_hidden()
    expect(stage.page.get_by_text("Something else.").first).to_be_visible()


def test_a_board_made_without_a_connection_says_so(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="running"))
    engine.online = "No answer within 3 s."
    stage.show(Board(engine)).pump()
    expect(stage.page.locator(".yb-online")).to_have_text(
        re.compile(r"^No connection, last seen .* ago\. Tasks go on at the relay\. No answer within 3 s\.$")
    )


def test_a_call_that_waits_counts_down(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="sending"))
    stage.page.clock.install()
    stage.show(Board(engine)).pump()
    now = round(stage.page.evaluate("Date.now()") + stage.board.as_told()["now"] - time.time() * 1000)
    engine.hub.put(card("a", phase="sending", message="The queue is full.", retry_ms=now + 20_000))
    stage.pump()
    line = stage.page.locator(".yb-retry")
    expect(line).to_contain_text("Sent again in")
    before = line.text_content()
    stage.page.clock.run_for(5_000)
    assert line.text_content() != before


def test_how_long_it_will_take_is_learnt_from_what_is_finished(stage: Stage) -> None:
    start = time.time_ns() // 1_000_000
    engine = FakeEngine(
        *(finished(f"{n}", finish_ms=40_000 + n) for n in range(3)),
        finished("u", verb="upscale", finish_ms=5_000),
        card("a", phase="running", submit_ms=start),
    )
    stage.show(Board(engine)).pump()
    expect(article(stage, "prompt of a").get_by_text("of about 40 s")).to_be_visible()


def test_the_filter_shows_what_is_asked_for_and_the_arrows_skip_the_rest(stage: Stage) -> None:
    engine = FakeEngine(finished("a"), card("b", phase="running"), card("c", phase="failure"), finished("d"))
    engine.hub.put(card("e", phase="in_doubt"))
    stage.show(Board(engine)).pump()
    show = stage.page.get_by_role("button", name="Show", exact=True)
    show.click()
    stage.page.get_by_role("menuitemradio", name="Done").click()
    expect(stage.page.get_by_role("article").filter(visible=True)).to_have_count(2)
    article(stage, "prompt of d").focus()
    stage.page.keyboard.press("ArrowRight")
    expect(article(stage, "prompt of a")).to_be_focused()
    show.click()
    stage.page.get_by_role("menuitemradio", name="Problems").click()
    expect(article(stage, "prompt of c")).to_be_visible()
    expect(stage.page.get_by_role("article").filter(visible=True)).to_have_count(2)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_come_as_blobs_of_their_own_type(stage: Stage, kind: str) -> None:
    engine = FakeEngine(finished("a"))
    engine.pictures["full:a"] = picture(kind=kind)
    stage.show(Board(engine)).pictures(1)
    source = stage.page.get_by_role("img", name="prompt of a").get_attribute("src")
    assert source.startswith("blob:")
    mime = stage.page.evaluate("async url => (await fetch(url)).headers.get('content-type')", source)
    assert mime == f"image/{kind.lower()}"


def test_what_is_no_picture_is_not_shown_as_one(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    engine.pictures["full:a"] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='window.bad=1'/>"
    stage.show(Board(engine)).reads("The picture is missing.")
    assert stage.page.locator("img").count() == 0
    assert stage.page.evaluate("window.bad") is None


def test_urls_of_pictures_that_are_gone_are_given_back(stage: Stage) -> None:
    engine = FakeEngine(card("a", phase="running", percent=1))
    stage.page.add_init_script(
        """window.urls = new Set();
        const make = URL.createObjectURL, drop = URL.revokeObjectURL;
        URL.createObjectURL = (blob) => {
          const url = make(blob);
          if (blob.type.startsWith("image")) urls.add(url);
          return url;
        };
        URL.revokeObjectURL = (url) => { urls.delete(url); drop(url) };"""
    )
    stage.show(Board(engine)).pump()
    for n in range(1, 6):
        engine.hub.put(card("a", phase="running", percent=n, picture=f"preview:a:{n}"))
        stage.pictures(1)
    assert stage.page.evaluate("urls.size") == 1
    stage.page.evaluate("window.end()")
    assert stage.page.evaluate("urls.size") == 0


def test_the_saved_twin_is_hidden_as_long_as_the_view_lives(stage: Stage) -> None:
    board = Board(FakeEngine(finished("a")), twin="abc123")
    stage.show(board, views=0)
    stage.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p class=yubo-twin-abc123>saved page</p>')"
    )
    expect(stage.page.get_by_text("saved page")).to_be_visible()
    stage.page.evaluate("window.view()")
    expect(stage.page.get_by_text("saved page")).to_be_hidden()
    stage.pump()
    stage.page.evaluate("window.end()")
    expect(stage.page.get_by_text("saved page")).to_be_visible()


def test_a_view_nobody_answers_shows_the_saved_page_again(stage: Stage) -> None:
    # a notebook saved with its widget state and reopened without a kernel draws the state of back then
    stage.page.clock.install()
    board = Board(FakeEngine(card("a", phase="running")), twin="abc123")
    stage.show(board)
    hidden = "[...document.querySelectorAll('style')].some((s) => s.textContent.includes('yubo-twin-abc123'))"
    assert stage.page.evaluate(hidden)
    stage.page.clock.run_for(7_000)
    expect(stage.page.get_by_text("Not connected to a kernel").first).to_be_visible()
    assert not stage.page.evaluate(hidden)
    stage.pump()
    expect(stage.page.locator(".yb-notice")).to_be_hidden()
    assert stage.page.evaluate(hidden)


def test_a_thousand_cards_ask_only_for_the_pictures_in_sight(stage: Stage) -> None:
    stage.show(Board(FakeEngine(*(finished(f"{n}") for n in range(1000))))).pictures(4)
    expect(stage.page.get_by_role("article")).to_have_count(1000)
    assert len(stage.said("picture")) < 60
    stage.page.locator(".yb-list").evaluate("list => list.scrollTo(0, list.scrollHeight / 2)")
    seen = stage.page.locator("img").count()
    stage.pictures(seen + 4)
    assert len(stage.said("picture")) < 120


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_the_notebook_wins_over_that_of_the_system(stage: Stage, theme: str) -> None:
    stage.show(Board(FakeEngine(finished("a")))).pump()
    stage.page.evaluate("light => document.body.dataset.jpThemeLight = light", str(theme == "light").lower())
    expect(stage.page.locator(".yubo")).to_have_attribute("data-theme", theme)


def test_motion_stops_where_it_is_not_wanted(stage: Stage) -> None:
    stage.page.emulate_media(reduced_motion="reduce")
    stage.show(Board(FakeEngine(card("a", phase="running")))).pump()
    name = stage.page.locator(".yb-picture").evaluate("e => getComputedStyle(e, '::before').animationName")
    assert name == "none"


def test_in_chinese(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUBO_LANG", "zh")
    quick, slow = {"submit_ms": 1, "finish_ms": 41_001}, {"submit_ms": 1, "finish_ms": 65_001}
    engine = FakeEngine(finished("b", prompt="狐狸", **slow), finished("a", prompt="雾中的灯塔", **quick))
    stage.show(Board(engine)).pump()
    shown = stage.page.get_by_role("article", name=re.compile("雾中的灯塔.*已完成"))
    expect(shown.get_by_role("button", name="放大第 2 张")).to_be_visible()
    expect(shown.get_by_text("沙盒 · 不扣费")).to_be_visible()
    expect(shown.get_by_text("41 秒")).to_be_visible()
    expect(stage.page.get_by_role("article", name="狐狸").get_by_text("1 分 05 秒")).to_be_visible()
    expect(stage.page.locator(".yubo")).to_have_attribute("lang", "zh-CN")
