"""What a call was sent with stays with it."""

import io

import pytest
from PIL import Image

import yubo_nb as yb
from tests.widgets.fakes import picture


@pytest.fixture
def studio(tmp_path):
    with yb.connect(history=tmp_path / "history.sqlite3", speed=60) as studio:
        yield studio


def sizes(task) -> list[tuple[int, int]]:
    return [one.size for one in task.sources]


def test_every_call_keeps_the_pictures_it_was_sent_with(studio):
    face, into = picture(size=(320, 320)), picture("tomato", size=(400, 300))
    assert sizes(studio.swap_face(face, into)) == [(320, 320), (400, 300)]
    assert sizes(studio.blend([into, face])) == [(400, 300), (320, 320)]
    assert sizes(studio.describe(into)) == [(400, 300)]
    assert sizes(studio.video(face, "it drifts", end=into)) == [(320, 320), (400, 300)]
    assert sizes(studio.imagine("a fox", images=[face])) == [(320, 320)]
    assert sizes(studio.imagine("a fox")) == []


def test_the_sources_are_there_after_a_restart(tmp_path):
    where = tmp_path / "history.sqlite3"
    with yb.connect(history=where, speed=60) as studio:
        task = studio.describe(picture()).wait()
        made = task.id
    with yb.connect(history=where, speed=60) as studio:
        assert sizes(studio.task(made)) == [(320, 320)]
        frame = studio.history.images()
        assert list(frame[frame.role == "source:1"].media_type) == ["image/webp"]


def test_one_gesture_is_one_task_whatever_the_act(studio):
    one = studio.describe(picture(), gesture="a" * 32)
    assert studio.describe(picture(), gesture="a" * 32) == one
    assert studio.shorten("a fox", gesture="b" * 32) != one


def test_a_result_too_large_for_a_relay_is_sent_as_a_jpeg(studio, monkeypatch):
    """A grid of a real relay has 8 MB, and `studio.describe(task)` was refused for it."""
    from yubo_nb.live import given

    task = studio.imagine("a fox in snow").wait()
    monkeypatch.setattr(given, "_LARGE", 1_000)
    (sent,) = studio.describe(task).sources
    assert sent.format == "JPEG"
    assert sent.size == task.image.size


def test_a_clip_is_made_and_kept(studio):
    clip = studio.video(picture(), motion="high").wait()
    studio.engine.idle()
    (data,) = clip.clips
    assert Image.open(io.BytesIO(data)).n_frames > 8


def test_the_references_of_the_form_can_be_put_from_python(studio, tmp_path):
    file = tmp_path / "fox.webp"
    file.write_bytes(picture())
    task = studio.imagine("a fox", images=[file]).wait()
    studio.references.put(file)
    studio.references.put(task)
    first, second = studio.references.pictures()
    assert first == picture()
    assert Image.open(io.BytesIO(second)).size == task.image.size
    studio.references.clear()
    assert studio.references.pictures() == []
