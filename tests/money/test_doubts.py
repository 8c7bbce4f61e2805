"""A submit whose outcome nobody knows: found, adopted, sent again on a word, or left; never forgotten."""

import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import yubo_nb as yb
from tests.money.shop import KEY
from yubo_nb.api.errors import (
    HistoryError,
    InvalidRequest,
    NotOffered,
    Rejected,
    SubmitInDoubt,
    TaskFailed,
    TaskNotFound,
)


@pytest.fixture
def doubt(shop, studio):
    """The order was taken, and the connection broke."""
    shop.instead = ["lost"]
    with pytest.raises(SubmitInDoubt) as caught:
        studio.imagine("a red fox").wait(20)
    found = studio.history.settle(caught.value.intent_id)
    assert f"history.settle({found.intent_id!r})" in str(caught.value)
    return found


def test_case_3_a_doubt_names_its_prompt_its_time_and_the_choices(shop, studio, doubt):
    said = repr(doubt)
    assert "a red fox" in said
    assert f"{doubt.sent:%H:%M:%S}" in said
    assert "may have been charged once" in said
    assert all(word in said for word in ("look(", "adopt(", "send_again()", "leave()"))
    assert [one.intent_id for one in studio.doubts()] == [doubt.intent_id]
    assert studio.history.tasks()["charged"].tolist() == ["unknown"]
    assert studio.history.ledger()["kind"].tolist() == ["doubt"]
    assert not doubt.settled
    assert len(shop.orders) == 1


def test_case_3_adopting_its_task(shop, studio, doubt):
    assert "a red fox" in doubt.compare("1001")
    task = doubt.adopt(" 1001 ").wait(20)
    assert (task.id, task.phase, task.key, task.charged) == ("1001", "success", doubt.intent_id, "yes")
    assert doubt.settled
    assert doubt.task == task
    assert studio.doubts() == []
    assert studio.history.ledger()["kind"].tolist() == ["doubt", "confirm"]
    assert len(shop.orders) == 1


def test_case_3_no_other_task_is_adopted(shop, studio, doubt):
    other = studio.imagine("a crow").wait(20)
    with pytest.raises(InvalidRequest, match="belongs to another call"):
        doubt.adopt(other.id)
    shop.tasks["77"] = {"id": "77", "status": "SUCCESS", "prompt": "a green crow", "state": ""}
    with pytest.raises(InvalidRequest, match="a green crow"):
        doubt.adopt("77")
    with pytest.raises(TaskNotFound):
        doubt.adopt("4711")
    assert not doubt.settled


def test_case_3_sending_again_is_a_new_call_linked_to_the_old(shop, studio, doubt):
    task = doubt.send_again().wait(20)
    assert task.phase == "success"
    assert task.key != doubt.intent_id
    assert studio.history.store.intent(task.key).again_of == doubt.intent_id
    assert not doubt.settled
    assert shop.prompts == ["a red fox"] * 2


def test_case_3_sending_again_after_a_restart_and_with_pictures(shop, open_studio):
    from tests.money.shop import PNG

    first = open_studio()
    shop.instead = ["lost", "lost"]
    with pytest.raises(SubmitInDoubt):
        first.imagine("a fox", images=[PNG * 1]).wait(20)
    with pytest.raises(SubmitInDoubt):
        first.imagine("a crow").wait(20)
    assert first.doubts()[0].send_again().wait(20).phase == "success"
    assert shop.orders[0][1]["base64Array"] == shop.orders[-1][1]["base64Array"]
    first.close()
    second = open_studio()
    assert [one.prompt for one in second.doubts()] == ["a fox", "a crow"]
    assert second.doubts()[1].send_again().wait(20).phase == "success"
    assert len(shop.orders) == 4


def test_case_3_a_cell_that_sends_again_does_so_once(shop, studio, doubt, run_cell):
    code = "t = doubt.send_again().wait(20)"
    first = run_cell(code, doubt=doubt)["t"]
    assert run_cell(code, doubt=doubt)["t"] == first
    assert len(shop.orders) == 2


def test_case_3_leaving_it_and_what_the_bill_says(studio, doubt):
    doubt.leave()
    assert studio.doubts()[0].intent.charged == "unknown"
    doubt.leave("no")
    assert doubt.intent.charged == "no"
    assert not doubt.settled
    assert "not charged" in repr(doubt)
    assert studio.history.ledger()["amount"].sum() == pytest.approx(0)


def test_case_3_what_was_left_is_counted_and_not_asked_about_again(shop, studio, doubt, monkeypatch, capsys):
    # Leaving was said and not kept: the next `connect` asked again, and for ever.
    assert not studio.engine.card(doubt.intent_id).left
    doubt.leave()
    assert doubt.left
    assert "You left it so" in repr(doubt)
    assert studio.engine.card(doubt.intent_id).left
    assert studio.history.tasks()[["phase", "charged", "left"]].values.tolist() == [
        ["in_doubt", "unknown", True]
    ]
    place = studio.settings.history
    studio.close()
    monkeypatch.setenv("YUBO_HISTORY", str(place))
    with yb.connect(shop.server.base_url, KEY) as later:
        assert "in doubt" not in capsys.readouterr().out
        assert [one.left for one in later.doubts()] == [True]
        assert later.history.store.spent(later.engine.origin).calls_last_hour == 1
        later.history.resume()
        assert later.engine.card(doubt.intent_id).left
        later.doubts()[0].adopt("1001").wait(20)
        assert not later.engine.card(doubt.intent_id).left


def test_case_3_after_a_restart_a_doubt_says_it_once(shop, open_studio, studio, doubt):
    # What was kept was the whole text, and what was read of it got its ending again.
    first = str(studio.engine.error(doubt.intent_id))
    studio.close()
    later = open_studio()
    later.history.resume()
    assert str(later.engine.error(doubt.intent_id)) == first
    assert first.startswith(later.engine.card(doubt.intent_id).message)
    assert first.count("may have been charged") == 1


def test_sending_again_after_a_restart_takes_the_pictures_that_were_kept(shop, open_studio):
    # It was refused in words: the row of a call names its pictures by digest only.
    noise, other = noisy("PNG"), noisy("WEBP")
    first = open_studio()
    shop.instead = ["lost", (400, {"code": 4, "description": "bad"})]
    with pytest.raises(SubmitInDoubt):
        first.imagine("a fox", images=[noise, other]).wait(20)
    with pytest.raises(Rejected):
        first.blend([noise, other]).wait(20)
    first.close()
    second = open_studio()
    doubt, refused = second.doubts()[0], second.history.store.intents("REJECTED")[0]
    again = doubt.send_again().wait(20)
    second.engine.call(second.engine._desk.restore, refused)
    retried = second.engine.retry(refused.intent_id).wait(20)
    bodies = [{**body, "state": ""} for _, body in shop.orders]
    assert bodies[:2] == bodies[2:]
    assert [len(task.sources) for task in (again, retried)] == [2, 2]


def test_sending_again_without_its_pictures_is_refused(shop, open_studio, tmp_path):
    first = open_studio()
    shop.instead = ["lost"]
    with pytest.raises(SubmitInDoubt):
        first.imagine("a fox", images=[noisy("PNG")]).wait(20)
    first.close()
    shutil.rmtree(tmp_path / "pictures")
    with pytest.raises(InvalidRequest, match="not kept here"):
        open_studio().doubts()[0].send_again()
    assert len(shop.orders) == 1


def noisy(kind):
    """A picture too large to stand in a row by itself."""
    out = BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(out, kind)
    return out.getvalue()


def test_an_error_that_is_kept_holds_no_request_back(shop, studio):
    # Ten pictures of two megabytes stayed in memory with each refusal, in the frames of its traceback.
    shop.instead = [(400, {"code": 4, "description": "bad"}), "lost"]
    for kind in (Rejected, SubmitInDoubt):
        task = studio.imagine("a red fox")
        studio.engine.idle()
        error = task.error
        assert isinstance(error, kind)
        met = error
        while met is not None:
            for frame, _ in traceback.walk_tb(met.__traceback__):
                assert frame.f_locals == {}, frame
            met = met.__cause__ or met.__context__


def test_case_3_sending_again_leaves_the_old_one(shop, studio, doubt):
    shop.instead = ["lost"]
    second = doubt.send_again()
    with pytest.raises(SubmitInDoubt):
        second.wait(20)
    assert [one.left for one in studio.doubts()] == [True, False]
    assert [card.left for card in studio.engine.hub.cards()] == [True, False]


def test_case_23_a_disk_that_fails_right_after_sending_again_hides_no_task(shop, studio, doubt, monkeypatch):
    def full(_intent_id):
        raise HistoryError("the disk is full")

    monkeypatch.setattr(studio.history.store, "leave", full)
    assert doubt.send_again().wait(20).phase == "success"
    assert any("the disk is full" in notice.text for notice in studio.engine.hub.notices)


def test_looking_in_the_log_is_asked_for_and_not_everywhere(shop, doubt):
    heard = len(shop.server.heard)
    assert doubt.look() is None
    assert "log=True" in doubt.said
    assert len(shop.server.heard) == heard
    with pytest.raises(NotOffered):
        doubt.look(log=True)


def entry(shop, task_id, *, at=None, action="mj_imagine"):
    return {
        "id": 1,
        "type": 2,
        "created_at": int(time.time()) if at is None else at,
        "model_name": action,
        "content": f"模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID {task_id}",
        "quota": 50000,
    }


def test_the_log_finds_it_by_its_mark(shop, studio, doubt):
    shop.log = [entry(shop, "9"), entry(shop, "1001"), {"type": 1}, "rubbish"]
    assert doubt.look(log=True).wait(20).id == "1001"
    assert doubt.settled
    assert studio.history.ledger()["source"].tolist() == ["relay", "log"]
    authorisation = [path for _, path, _ in shop.server.heard if "log" in path]
    assert authorisation == ["/api/log/token"]  # the key is never in the address


def test_the_log_finds_it_by_its_prompt_only_where_nothing_else_fits(shop, studio):
    shop.instead = ["unseen"]
    with pytest.raises(SubmitInDoubt):
        studio.imagine("a red fox").wait(20)
    (doubt,) = studio.doubts()
    shop.log = [entry(shop, "1001"), entry(shop, "1002")]
    shop.tasks["1002"] = shop.tasks["1001"] | {"id": "1002"}
    assert doubt.look(log=True) is None
    assert "none of them certainly" in doubt.said
    studio.engine._settling._log_at = 0.0
    shop.log = [entry(shop, "1001")]
    assert doubt.look(log=True).id == "1001"


def test_an_empty_log_proves_nothing(shop, doubt):
    shop.log = [entry(shop, "1001", at=1), entry(shop, "1001", action="mj_upscale")]
    assert doubt.look(log=True) is None
    assert "look again in three minutes" in doubt.said
    assert not doubt.settled


def test_an_unknown_intent(studio):
    with pytest.raises(HistoryError, match="nothing"):
        studio.history.settle("nothing")


def test_case_14_a_task_that_carries_another_calls_mark_goes_to_it(shop, studio, doubt):
    """The relay answers with the id of the task that the lost call made: the poll tells whose it is."""
    shop.instead = [(200, {"code": 1, "description": "ok", "result": "1001"})]
    crow = studio.imagine("a crow")
    with pytest.raises(SubmitInDoubt):
        crow.wait(20)
    studio.engine.idle()
    assert doubt.settled
    assert doubt.task.wait(20).key == doubt.intent_id
    assert [one.prompt for one in studio.doubts()] == ["a crow"]
    assert len(studio.history.tasks()) == 2


def test_case_14_anothers_task_is_not_ours(shop, studio):
    shop.tasks["88"] = {"id": "88", "status": "SUCCESS", "prompt": "somebody's", "state": "theirs"}
    shop.instead = [(200, {"code": 1, "description": "ok", "result": "88"})]
    with pytest.raises(SubmitInDoubt):
        studio.imagine("a crow").wait(20)
    assert [one.prompt for one in studio.doubts()] == ["a crow"]


def test_a_failure_may_have_been_refunded(shop, studio):
    task = studio.imagine("a fox").wait(20)
    assert task.charged == "yes"
    shop.tasks["1002"] = {"id": "1002", "status": "FAILURE", "failReason": "Banned", "prompt": "a crow"}
    shop.instead = [(200, {"code": 1, "description": "ok", "result": "1002"})]
    crow = studio.imagine("a crow")
    with pytest.raises(TaskFailed) as caught:
        crow.wait(20)
    assert (caught.value.charged, crow.charged) == ("unknown", "unknown")
    assert studio.history.tasks().set_index("id")["charged"].to_dict() == {"1001": "yes", "1002": "unknown"}
    studio.history.refunded(crow.key, note="seen in the bill")
    assert studio.history.ledger()["kind"].tolist() == ["charge", "charge", "doubt", "refund"]
    assert studio.history.ledger()["amount"].sum() == pytest.approx(0.1)


def test_case_21_killed_while_sending(shop, open_studio, tmp_path, capsys, monkeypatch):
    """The next process finds the order in doubt, says so at once, and sends nothing."""
    import threading

    sent, go_on = threading.Event(), threading.Event()
    take = shop._order

    def hold(path, body):
        answer = take(path, body)
        sent.set()
        go_on.wait(60)
        return answer

    shop._order = hold
    script = (
        f"import yubo_nb as yb; s = yb.connect({shop.server.base_url!r}, {KEY!r});"
        " s.imagine('a red fox').wait(60)"
    )
    place = str(tmp_path / "history.sqlite3")
    environment = {**os.environ, "YUBO_HISTORY": place, "PYTHONPATH": str(Path(yb.__file__).parents[1])}
    child = subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.DEVNULL)
    try:
        assert sent.wait(60)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        go_on.set()
    shop._order = take
    monkeypatch.setenv("YUBO_HISTORY", place)
    with yb.connect(shop.server.base_url, KEY) as studio:
        assert "1 submit(s) in doubt" in capsys.readouterr().out
        (doubt,) = studio.doubts()
        assert doubt.prompt == "a red fox"
        studio.engine.idle()
        assert len(shop.orders) == 1
        assert doubt.adopt("1001").wait(20).phase == "success"


def test_case_23_a_disk_that_is_full_after_the_submit(shop, open_studio):
    studio = open_studio()
    store = studio.history.store
    take = shop._order

    def fill(path, body):
        with store._db.reading() as transaction:
            pages = transaction.text("PRAGMA page_count").fetchone()[0]
        store._db._connection(1).execute(f"PRAGMA max_page_count = {pages}")
        with suppress(HistoryError):
            while True:
                store.note_event(studio.engine.origin, "filler", "note", "x" * 4000)
        return take(path, body)

    shop._order = fill
    task = studio.imagine("a red fox")
    studio.engine.idle()
    assert task.id == "1001"
    assert "1001" in task.card.message or any("1001" in note.text for note in studio.engine.hub.notices)
    shop._order = take
    store._db._connection(1).execute("PRAGMA max_page_count = 1000000")
    studio.close()
    again = open_studio()
    assert again.doubts() == []
    assert again.task("1001").key == task.key
    assert again.history.store.intent(task.key).task_id == "1001"
    assert len(shop.orders) == 1
