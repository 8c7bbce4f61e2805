"""What moves: from the relay to the card, and back after a restart."""

import pytest

from tests.history.clips import mp4
from tests.live.scripted import SUBMITTED, Scripted
from tests.widgets.fakes import picture
from yubo_nb.api import protocol
from yubo_nb.api.extras import video


def relay_with(task: dict, files: dict[str, bytes]) -> Scripted:
    """A relay with one finished video."""

    def answer(method, path, body):
        if "/submit/" in path:
            return SUBMITTED
        if path.startswith("/files/"):
            data = files.get(path.removeprefix("/files/"))
            return (200, data) if data else (404, b"gone")
        urls = {
            name: [{"url": f"{scripted.base_url}/files/{one}"} for one in value]
            if isinstance(value, list)
            else f"{scripted.base_url}/files/{value}"
            for name, value in task.items()
        }
        whole = {"id": "1001", "action": "VIDEO", "status": "SUCCESS", "progress": "100%", **urls}
        return 200, [whole] if "list" in path else whole

    scripted = Scripted(answer)
    return scripted


@pytest.fixture
def finished(make_engine):
    relays = []

    def finish(task, **files):
        relay = relay_with(task, files)
        relays.append(relay)
        engine = make_engine(relay.base_url, "sk-test-0000000000000000")
        made = engine.submit(video("it drifts", image=picture()), prompt="it drifts")
        made.wait(20)
        engine.idle()
        return engine, made

    yield finish
    for relay in relays:
        relay.close()


def test_the_sandbox_paints_a_clip_and_the_card_has_it(engine):
    made = engine.submit(video("it drifts", image=picture()), prompt="it drifts").wait(60)
    engine.idle()
    (clip,) = made.clips
    assert clip[:4] == b"RIFF"
    assert made.card.picture.removeprefix("full:") == made.card.clips[0].removeprefix("clip:")
    assert made.image.n_frames > 8


def test_a_video_beside_its_picture_is_a_clip(finished):
    task = {"imageUrl": "still", "videoUrls": ["one", "two"]}
    _, made = finished(task, still=picture(), one=mp4(), two=mp4(640))
    assert made.clips == [mp4(), mp4(640)]
    assert made.image.size == (320, 320)
    assert made.card.complete


def test_a_video_without_a_picture_is_enough(finished):
    _, made = finished({"videoUrl": "one"}, one=mp4())
    assert made.clips == [mp4()]
    assert made.card.complete
    assert made.card.picture == ""
    assert made.image is None


def test_a_video_in_the_place_of_the_picture_is_no_picture(finished):
    _, made = finished({"imageUrl": "one"}, one=mp4())
    assert made.clips == [mp4()]
    assert made.card.picture_error == ""


@pytest.mark.parametrize("bad", [mp4()[:-5], b"<html>no</html>"], ids=["cut", "page"])
def test_a_clip_that_cannot_be_had_says_so_and_can_be_asked_for_again(finished, bad):
    engine, made = finished({"videoUrl": "one"}, one=bad)
    assert made.card.clips == ()
    made.look_again()
    assert made.card.picture_error == ""
    engine.idle()
    assert made.card.picture_error


def test_after_a_restart_the_clip_is_there_without_asking(finished, history, make_engine):
    engine, made = finished({"imageUrl": "still", "videoUrls": ["one"]}, still=picture(), one=mp4())
    task_id = made.id
    engine.close()
    later = make_engine("http://127.0.0.1:1", "sk-test-0000000000000000")
    assert later.follow(task_id).clips == [mp4()]


def test_a_pictureless_imagine_is_still_without_a_picture(engine):
    made = engine.submit(protocol.imagine("a fox"), prompt="a fox").wait(30)
    assert made.clips == []
    assert made.card.clips == ()
