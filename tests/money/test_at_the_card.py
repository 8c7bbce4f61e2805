"""What is in doubt is settled where it is seen: a board's messages, an engine, and a relay that counts."""

import threading
import uuid

import pytest

from yubo_nb.history import Caps
from yubo_nb.widgets.board import Board

DIALOG = (200, {"code": 21, "description": "Waiting for window confirm", "result": "2001", "properties": {}})


class Hand:
    """A person at a board: presses, and hears the answer."""

    def __init__(self, studio):
        self.board = Board(studio.engine)
        self.replies = {}
        self._heard = threading.Condition()
        self.board.send = self._hear

    def _hear(self, content, _buffers=None):
        if content["kind"] == "reply":
            with self._heard:
                self.replies[content["gesture"]] = content
                self._heard.notify_all()

    def press(self, kind, **fields):
        gesture = uuid.uuid4().hex
        self.board._guard(self.board, {"kind": kind, "gesture": gesture, **fields}, [])
        with self._heard:
            assert self._heard.wait_for(lambda: gesture in self.replies, 20)
        return self.replies[gesture]

    def settle(self, key, choice, task_id=None):
        return self.press("settle", key=key, choice=choice, task_id=task_id)


def reached(studio, key, phase):
    """Wait until the card is in this phase: an open dialog is asked for as long as it is open."""
    there = threading.Event()

    def look(card):
        if card.key == key and card.phase == phase:
            there.set()

    leave = studio.engine.call(studio.engine.hub.subscribe, look)
    look(studio.engine.card(key))
    found = there.wait(20)
    leave()
    assert found, studio.engine.card(key)
    return studio.engine.card(key)


@pytest.fixture
def doubt(shop, studio):
    shop.instead = ["lost"]
    key = studio.imagine("a red fox").key
    reached(studio, key, "in_doubt")
    return key


@pytest.fixture
def dialog(shop, studio):
    """A press that opened a dialog; nothing is paid yet."""
    task = studio.imagine("a red fox").wait(20)
    shop.instead = [DIALOG]
    key = task.act(task.buttons[1].custom_id).key
    reached(studio, key, "modal")
    return key


def test_case_3_its_task_is_shown_and_then_linked(shop, studio, doubt):
    hand = Hand(studio)
    assert "look(log=True)" in hand.settle(doubt, "find")["text"]
    shown = hand.settle(doubt, "compare", "1001")
    assert "a red fox" in shown["text"]
    assert studio.engine.card(doubt).phase == "in_doubt"
    assert hand.settle(doubt, "adopt", "1001")["ok"]
    reached(studio, doubt, "success")
    assert len(shop.orders) == 1


def test_case_3_sending_again_is_a_call_of_its_own(shop, studio, doubt):
    hand = Hand(studio)
    assert hand.settle(doubt, "again")["ok"]
    studio.engine.idle(20)
    assert [card.phase for card in studio.engine.hub.cards()] == ["in_doubt", "success"]
    assert shop.prompts == ["a red fox", "a red fox"]


def test_case_3_leaving_it_sends_nothing_and_forgets_nothing(shop, studio, doubt):
    assert "counts as charged" in Hand(studio).settle(doubt, "leave")["text"]
    assert len(studio.doubts()) == len(shop.orders) == 1
    assert studio.doubts()[0].left
    assert studio.engine.card(doubt).left


def test_a_dialog_is_answered_with_one_paid_call(shop, studio, dialog):
    hand = Hand(studio)
    answers = [hand.press("confirm", key=dialog, prompt="a blue fox") for _ in range(2)]
    assert [answer["ok"] for answer in answers] == [True, False]
    reached(studio, dialog, "success")
    assert [path for path, _ in shop.orders].count("/mj/submit/modal") == 1
    assert shop.prompts[-1] == "a blue fox"


def test_case_3_an_answer_to_a_dialog_in_doubt_is_never_asked_for_as_if_it_were_the_first(
    shop, studio, dialog, open_studio
):
    shop.instead = ["lost"]
    hand = Hand(studio)
    hand.press("confirm", key=dialog, prompt="a blue fox")
    reached(studio, dialog, "in_doubt")
    hand.settle(dialog, "leave")
    assert studio.engine.card(dialog).left
    assert not hand.press("confirm", key=dialog, prompt="a blue fox")["ok"]
    studio.close()
    later = open_studio()
    later.history.resume()
    assert reached(later, dialog, "in_doubt").left
    assert [path for path, _ in shop.orders].count("/mj/submit/modal") == 1
    assert Hand(later).settle(dialog, "again")["ok"]
    assert not reached(later, dialog, "success").left
    assert [path for path, _ in shop.orders].count("/mj/submit/modal") == 2
    assert shop.prompts[-2:] == ["a blue fox", "a blue fox"]


def test_case_68_two_views_and_one_that_comes_later(shop, studio, open_studio):
    task = studio.imagine("a red fox").wait(20)
    left, right = Hand(studio), Hand(studio)
    custom_id, gesture = task.buttons[0].custom_id, uuid.uuid4().hex
    for hand in (left, right):  # a front end that doubled sends what it sent once more
        hand.board._guard(
            hand.board, {"kind": "act", "key": task.key, "custom_id": custom_id, "gesture": gesture}, []
        )
    studio.engine.idle(20)
    assert len(shop.orders) == 2  # the picture and one press
    left.board.close()  # the tab was closed: the other view works on
    assert right.press("act", key=task.key, custom_id=task.buttons[1].custom_id)["ok"]
    studio.engine.idle(20)
    assert len(shop.orders) == 3
    shop.instead = ["lost"]
    doubt = studio.imagine("a crow").key
    reached(studio, doubt, "in_doubt")
    studio.close()
    later = open_studio()
    later.history.resume()
    later.task(task.id)
    shown = {card.key: card.phase for card in Board(later.engine)._scope.cards()}
    assert shown == {task.key: "success", doubt: "in_doubt"}
    assert len(shop.orders) == 4


def test_case_18_at_the_cap_a_press_says_how_to_go_on(shop, open_studio):
    studio = open_studio(budget=Caps(calls_per_hour=1))
    task, hand = studio.imagine("a red fox").wait(20), Hand(studio)
    custom_id = task.buttons[0].custom_id
    refused = hand.press("act", key=task.key, custom_id=custom_id)
    assert not refused["ok"]
    assert "nothing was sent" in refused["text"]
    assert "studio.budget.more(calls=20, money=2)" in refused["text"]
    studio.budget.more(calls=1)
    assert hand.press("act", key=task.key, custom_id=custom_id)["ok"]
    studio.engine.idle(20)
    assert len(shop.orders) == 2
