"""What is taken for a clip, and what a clip needs to be kept."""

import struct

import pytest

from tests.history.clips import box, mp4
from tests.widgets.fakes import picture
from yubo_nb.api.errors import ImageRefused, PictureUnavailable
from yubo_nb.history import History
from yubo_nb.history.clip_check import check_clip, clip_type, moves

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(40)


def test_a_clip_is_known_by_its_first_bytes():
    assert clip_type(mp4()) == "video/mp4"
    assert clip_type(WEBM) == "video/webm"
    for other in (picture(), b"", b"ftyp", b"<html>ftyp", b"\x1a\x45\xdf\xa3matroska"):
        assert clip_type(other) == ""


def test_size_and_wholeness_of_an_mp4():
    assert check_clip(mp4(640, 360)) == ("video/mp4", 640, 360)
    large = struct.pack(">I4sQ", 1, b"free", 24) + bytes(8)  # a box may tell its size in eight bytes
    assert check_clip(mp4() + large + struct.pack(">I4s", 0, b"free"))[1:] == (480, 320)


@pytest.mark.parametrize(
    "data",
    [
        mp4()[:-1],
        mp4() + b"\0",
        mp4() + struct.pack(">I4s", 3, b"free"),
        box(b"ftyp", b"isom") + box(b"mdat"),
        box(b"ftyp", b"isom") + box(b"free") * 20_000,
    ],
    ids=["cut", "a byte more", "a size below its head", "no moov", "boxes without end"],
)
def test_what_is_not_whole_is_refused(data):
    with pytest.raises(PictureUnavailable, match="not whole"):
        check_clip(data)


def test_what_is_too_large_is_refused():
    with pytest.raises(ImageRefused, match="25"):
        check_clip(mp4(more=bytes(26 * 2**20)))


def test_an_animation_is_a_picture_that_moves(animated):
    assert moves(animated)
    assert not moves(picture())
    assert not moves(picture(kind="GIF"))
    assert not moves(b"")


def test_a_clip_is_kept_by_its_bytes_and_has_no_thumbnail(tmp_path):
    with History(tmp_path / "history.sqlite3") as history:
        kept = history.pictures.add(mp4())
        assert (kept.media_type, kept.width, kept.height) == ("video/mp4", 480, 320)
        assert history.pictures.original(kept.hash) == (mp4(), "video/mp4")
        assert history.pictures.path(kept.hash).suffix == ".mp4"
        with pytest.raises(PictureUnavailable):
            history.pictures.thumbnail(kept.hash)


@pytest.fixture
def animated() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()
