"""The main job in Python: a prompt, a picture that grows, a button, a row."""

import asyncio
import threading
import time

import pytest

from yubo_nb.api import protocol
from yubo_nb.api.errors import Closed, InvalidRequest, TaskNotFound, TaskTimeout, UnknownButton
from yubo_nb.live.thread import LoopThread
from yubo_nb.sandbox import Sandbox


def test_a_prompt_becomes_a_picture(make_engine, history):
    with Sandbox(speed=15) as relay:  # slow enough for previews
        engine, seen = make_engine(relay.base_url, relay.api_key), []
        engine.hub.subscribe(seen.append)
        story(engine, history, seen)


def story(engine, history, seen):
    task = engine.submit(
        protocol.imagine("a lighthouse in fog --ar 3:2"), prompt="a lighthouse in fog --ar 3:2"
    )
    assert task.id is None or task.phase != "success"
    assert task.wait(30) is task

    mine = [card for card in seen if card.key == task.key]
    percents = [card.percent for card in mine if card.percent is not None]
    assert mine[0].phase == "sending"
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert any(0 < percent < 100 for percent in percents)
    assert any(card.picture.startswith("preview:") for card in mine)
    assert [card.version for card in mine] == list(range(1, len(mine) + 1))
    assert task.card.picture.startswith("full:")
    assert task.image.width > task.image.height
    assert len(task.images) == 4
    assert history.task("sandbox", task.id).picture_state == "CACHED"


def test_a_click_and_a_call_are_one_path(engine, relay):
    grid = engine.submit(protocol.imagine("two harbours"), prompt="two harbours").wait(30)
    second = next(button for button in grid.buttons if button.caption == "U2")
    called = grid.upscale(2).wait(30)
    clicked = engine.act(grid.key, second.custom_id, gesture="g1").wait(30)

    for child in (called, clicked):
        assert child.parent == grid
        assert child.card.via == "U2"
        assert len(child.images) == 1
    assert grid.children == (called, clicked)
    assert [heard.path for heard in relay.requests if heard.path.endswith("submit/action")] == [
        "/mj/submit/action"
    ] * 2


def test_case_15_the_same_gesture_is_one_task(engine, relay):
    grid = engine.submit(protocol.imagine("a fox"), prompt="a fox", gesture="enter-1")
    again = engine.submit(protocol.imagine("a fox"), prompt="a fox", gesture="enter-1")
    assert grid == again
    grid.wait(30)
    custom_id = grid.buttons[0].custom_id
    clicks = {engine.act(grid.key, custom_id, gesture="click-1") for _ in range(5)}
    (child,) = clicks
    child.wait(30)
    assert sum(heard.method == "POST" and "/submit/" in heard.path for heard in relay.requests) == 2


def test_cards_move_while_the_main_thread_sleeps(engine, seen):
    task = engine.submit(protocol.imagine("a slow river"), prompt="a slow river")
    arrived = threading.Event()
    engine.hub.subscribe(lambda card: card.complete and arrived.set())
    before = threading.get_ident()
    deadline = time.monotonic() + 30
    while not arrived.is_set() and time.monotonic() < deadline:
        time.sleep(0.2)  # the blocking cell itself: nothing but the engine's own thread can move a card
    assert task.phase == "success"
    assert threading.get_ident() == before
    assert len(seen) >= 4


def test_waiting_in_a_running_loop(engine):
    async def cell() -> int:
        task = engine.submit(protocol.imagine("dawn"), prompt="dawn")  # a sync call inside a running loop
        await task
        return len((await task).images)

    assert asyncio.run(cell()) == 4


def test_case_34_an_await_can_be_stopped_where_nothing_wakes_its_loop(make_engine):
    # In ipykernel 7 the stop button puts a callback into the loop and does not wake it: `await task` went on.
    async def main() -> bool:
        async def wait() -> None:
            await task

        waiting = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        threading.Timer(0.1, loop.call_soon, [waiting.cancel]).start()
        await asyncio.wait({waiting})
        return waiting.cancelled()

    with Sandbox(speed=4) as relay:
        engine = make_engine(relay.base_url, relay.api_key)
        task = engine.submit(protocol.imagine("a fox"), prompt="a fox")
        assert asyncio.run(main())
        assert not task.done  # or it was the task's end that woke the loop
        engine.close()


def test_a_timeout_ends_only_the_waiting(engine):
    task = engine.submit(protocol.imagine("patience"), prompt="patience")
    with pytest.raises(TaskTimeout, match="still running"):
        task.wait(0)
    assert task.wait(30).phase == "success"


def test_buttons_of_an_unfinished_grid(engine):
    task = engine.submit(protocol.imagine("too early"), prompt="too early")
    with pytest.raises(InvalidRequest, match="not finished"):
        task.upscale(1)
    task.wait(30)


def test_an_unknown_button_lists_what_is_offered(engine):
    grid = engine.submit(protocol.imagine("a door"), prompt="a door").wait(30)
    with pytest.raises(UnknownButton, match="U1, U2, U3, U4") as caught:
        grid.act("Fly")
    assert caught.value.charged == "no"
    with pytest.raises(UnknownButton, match="pan"):
        grid.pan("left")
    with pytest.raises(InvalidRequest, match="1 to 4"):
        grid.upscale(5)


def test_an_unknown_id(engine):
    with pytest.raises(TaskNotFound):
        engine.follow("1730000000000000")


def test_a_task_made_elsewhere(engine, relay):
    from yubo_nb.api import Client

    with Client(relay.base_url, relay.api_key) as other:
        made = other.imagine("from another program")
    task = engine.follow(made.task_id)
    assert task.key == f"task:{made.task_id}"
    assert task.wait(30).prompt == "from another program"
    assert engine.follow(made.task_id) == task


def test_a_single_picture_has_other_buttons(engine):
    single = engine.submit(protocol.imagine("a red boat"), prompt="a red boat").wait(30).upscale(1).wait(30)
    for child in (single.vary(strength="strong"), single.zoom(2), single.pan("left"), single.upscale()):
        assert child.wait(30).phase == "success"
    assert single.act("Vary (Subtle)").wait(30).card.via == "Vary (Subtle)"


def test_a_region_is_pressed_and_answered(engine, relay):
    single = engine.submit(protocol.imagine("a house"), prompt="a house").wait(30).upscale(3).wait(30)
    heard = len(relay.requests)
    region = single.vary_region(box=(0.2, 0.1, 0.8, 0.6), prompt="a red door").wait(30)
    while region.phase == "modal":  # waited before the dialog was answered
        region.wait(30)
    assert region.phase == "success"
    posts = [one.path for one in relay.requests[heard:] if "/submit/" in one.path]
    assert posts == ["/mj/submit/action", "/mj/submit/modal"]
    assert region.card.charged == "yes"


def test_a_dialog_waits_for_the_person(engine, relay):
    single = engine.submit(protocol.imagine("a house"), prompt="a house").wait(30).upscale(3).wait(30)
    dialog = single.act("Custom Zoom").wait(30)
    assert dialog.phase == "modal"
    assert dialog.card.charged == "no"
    dialog.confirm("a house --zoom 1.8").wait(30)
    assert dialog.phase == "success"
    assert dialog.parent == single
    assert len(engine.hub.cards()) == 3


def test_nothing_is_asked_when_nothing_is_live(engine, relay):
    engine.submit(protocol.imagine("rest"), prompt="rest").wait(30)
    engine.idle()
    asked = len(relay.requests)
    engine.call(lambda: None)
    assert len(relay.requests) == asked
    lists = [heard for heard in relay.requests if heard.path.endswith("list-by-condition")]
    assert lists
    assert not [heard for heard in relay.requests if heard.path.endswith("/fetch")]


def test_case_31_close_leaves_no_thread(engine):
    task = engine.submit(protocol.imagine("goodbye"), prompt="goodbye")
    engine.close()
    assert not engine.alive
    assert task.id  # the POST that was under way has been waited for
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("yubo-nb", "asyncio"))]
    with pytest.raises(Closed):
        engine.submit(protocol.imagine("too late"), prompt="too late")
    engine.close()


def test_a_waiter_is_told_of_the_end(engine):
    task = engine.submit(protocol.imagine("never mind"), prompt="never mind")
    future = engine.completion(task.key)
    engine.close()
    with pytest.raises(Closed):
        future.result(5)


def test_an_error_of_a_posted_call_is_shown(engine):
    def broken() -> None:
        raise ValueError("a view broke")

    engine.post(broken)
    engine.call(lambda: None)
    assert [notice.text for notice in engine.hub.notices] == ["a view broke"]


def test_the_thread_cannot_wait_for_itself():
    thread = LoopThread("test")
    thread.start()

    async def nothing() -> None: ...

    async def finish() -> None: ...

    with pytest.raises(RuntimeError, match="itself"):
        thread.call(lambda: thread.run(nothing))
    thread.stop(finish)


def test_closing_right_after_a_task_was_accepted(make_engine, relay):
    """The cancel met the event that brings the next poll forward, and `close` waited for ever."""
    for number in range(5):
        engine = make_engine(relay.base_url, relay.api_key)
        accepted = threading.Event()
        engine.hub.subscribe(lambda card, accepted=accepted: card.phase == "queued" and accepted.set())
        engine.submit(protocol.imagine(f"one {number}"), prompt="one")
        engine.submit(protocol.imagine(f"two {number}"), prompt="two")
        assert accepted.wait(30)
        engine.close()
        assert not engine.alive


def test_a_waiting_call_says_so(make_engine, relay):
    """It read "The relay refused submit/imagine" for a call that was still on its way."""
    engine = make_engine(relay.base_url, relay.api_key)
    client = engine.call(engine._client)
    said = []
    engine.hub.subscribe(lambda card: said.append((card.message, card.retry_ms)))
    send = client.send

    async def queue_is_full(request, **options):
        if request.paid:
            engine.paused(10, "The queue is full.")
        return await send(request, **options)

    client.send = queue_is_full
    done = engine.submit(protocol.imagine("a queue"), prompt="a queue").wait(30).card
    assert (done.message, done.retry_ms) == ("", None)
    assert [message for message, retry in said if retry] == ["The relay is busy."]


def test_a_full_queue_is_waited_for_and_charged_once(make_engine, relay):
    """The relay said that it did not take the order: the one kind of answer after which it is sent again."""
    engine = make_engine(relay.base_url, relay.api_key)
    relay.faults.add("code_23", retry_after=1)
    task = engine.submit(protocol.imagine("a queue"), prompt="a queue").wait(60)
    assert task.phase == "success"
    assert (sum("/submit/" in one.path for one in relay.requests), len(relay.ledger)) == (2, 1)
