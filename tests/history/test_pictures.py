"""The picture cache holds whole pictures or nothing."""

import hashlib
import io
import multiprocessing
import os
import threading
import zlib
from pathlib import Path

import pytest
from PIL import Image

from yubo_nb.api.errors import HistoryError, ImageRefused, PictureUnavailable
from yubo_nb.history import History
from yubo_nb.history import pictures as pictures_module


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 480), **options) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp"), ("GIF", ".gif")]
)
def test_a_picture_is_kept_byte_for_byte(scene, kind, suffix) -> None:
    data = picture(kind)
    kept = scene.history.pictures.add(data)
    assert (kept.width, kept.height, kept.bytes) == (640, 480, len(data))
    assert kept.hash == hashlib.sha256(data).hexdigest()
    assert scene.history.pictures.get(kept.hash) == kept
    assert scene.history.pictures.original(kept.hash) == (data, kept.media_type)
    assert scene.history.pictures.path(kept.hash).name == kept.hash + suffix


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_thumbnail_is_small_webp_made_once(scene, kind) -> None:
    kept = scene.history.pictures.add(picture(kind))
    thumbnail = scene.history.pictures.thumbnail(kept.hash)
    with Image.open(io.BytesIO(thumbnail)) as image:
        assert (image.format, image.size) == ("WEBP", (320, 240))
    scene.history.pictures.path(kept.hash).unlink()
    assert scene.history.pictures.thumbnail(kept.hash) == thumbnail


def test_transparency_and_palettes_survive_a_thumbnail(scene) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).quantize().save(buffer, "PNG")
    kept = scene.history.pictures.add(buffer.getvalue())
    with Image.open(io.BytesIO(scene.history.pictures.thumbnail(kept.hash, 64))) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((5, 5))[3] == 0


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header alone promises this many pixels."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    data = b"IDAT" + zlib.compress(b"\x00" * 1000)
    chunks = [
        len(chunk[4:]).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
        for chunk in (header, data, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"<!DOCTYPE html><title>login</title>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b'{"error": "expired"}',
        picture()[:-200],
        picture("JPEG")[:2000],
        picture()[:30],
        picture("BMP"),
        picture("TIFF"),
        bomb(100, 100),
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    ],
    ids=["empty", "html", "svg", "json", "cut", "cut jpeg", "header", "bmp", "tiff", "short data", "zeros"],
)
def test_case_44_what_is_no_whole_picture_is_not_kept(scene, rubbish) -> None:
    with pytest.raises(PictureUnavailable) as caught:
        scene.history.pictures.add(rubbish)
    assert caught.value.charged == "no"
    assert not files(scene.history.pictures.folder)
    assert scene.rows("SELECT * FROM pictures") == []


@pytest.mark.parametrize(
    "data",
    [bomb(60_000, 60_000), bomb(8001, 8000), picture() + b"\x00" * (25 * 2**20)],
    ids=["bomb", "large", "heavy"],
)
def test_case_45_ceilings_are_checked_before_a_pixel_is_decoded(scene, data, monkeypatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("decoded"))
    with pytest.raises(ImageRefused):
        scene.history.pictures.add(data)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "..", "\x00" * 64, ""]
)
def test_case_46_only_a_digest_names_a_file(scene, name) -> None:
    for ask in (
        scene.history.pictures.path,
        scene.history.pictures.original,
        scene.history.pictures.thumbnail,
    ):
        with pytest.raises(PictureUnavailable):
            ask(name)


def test_case_47_files_are_the_owners_alone(scene) -> None:
    kept = scene.history.pictures.add(picture())
    scene.history.pictures.thumbnail(kept.hash)
    for path in scene.path.parent.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_case_47_planted_links_are_not_followed(scene, tmp_path) -> None:
    data = picture()
    digest = hashlib.sha256(data).hexdigest()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    scene.history.pictures.folder.mkdir(mode=0o700)
    (scene.history.pictures.folder / digest[:2]).symlink_to(elsewhere)
    with pytest.raises(HistoryError):
        scene.history.pictures.add(data)
    assert not files(elsewhere)
    (scene.history.pictures.folder / digest[:2]).unlink()
    (scene.history.pictures.folder / digest[:2]).mkdir()
    target = elsewhere / "secret"
    target.write_bytes(data)
    (scene.history.pictures.folder / digest[:2] / f"{digest}.png").symlink_to(target)
    with pytest.raises(PictureUnavailable):
        scene.history.pictures.original(digest)
    scene.history.pictures.add(data)  # the link is replaced, not written through
    assert not scene.history.pictures.path(digest).is_symlink()
    assert target.read_bytes() == data


def test_a_changed_file_is_not_given_out(scene) -> None:
    data = picture()
    kept = scene.history.pictures.add(data)
    scene.history.pictures.path(kept.hash).write_bytes(data[:-1] + b"x")
    with pytest.raises(PictureUnavailable):
        scene.history.pictures.original(kept.hash)


def test_case_42_the_folder_is_synced_after_the_rename(scene, monkeypatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append("fsync"), fsync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (done.append("rename"), replace(a, b))[1])
    monkeypatch.setattr(pictures_module, "sync_folder", lambda folder: done.append("folder"))
    scene.history.pictures.add(picture())
    assert done == ["fsync", "rename", "folder"]


def test_case_42_an_interrupted_write_leaves_nothing(scene, monkeypatch) -> None:
    def broken(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        scene.history.pictures.add(picture())
    assert not files(scene.history.pictures.folder)


def add_many(path: str, data: bytes, start, done) -> None:
    history = History(path)
    errors: list[Exception] = []

    def add() -> None:
        start.wait()
        try:
            kept = history.pictures.add(data)
            history.pictures.thumbnail(kept.hash)
        except Exception as error:  # noqa: BLE001 - any error at all is the failure
            errors.append(error)

    threads = [threading.Thread(target=add) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history.close()
    done.put([repr(error) for error in errors])


def test_case_43_many_threads_and_processes_on_one_cold_picture(scene) -> None:
    data = picture(size=(256, 256))
    context = multiprocessing.get_context("spawn")
    start, done = context.Event(), context.Queue()
    processes = [
        context.Process(target=add_many, args=(str(scene.path), data, start, done)) for _ in range(4)
    ]
    for process in processes:
        process.start()
    start.set()
    assert [done.get(timeout=60) for _ in processes] == [[]] * 4
    for process in processes:
        process.join()
    assert len(files(scene.history.pictures.folder)) == 1
    assert len(files(scene.path.parent / "thumbs")) == 1
    assert scene.history.pictures.original(hashlib.sha256(data).hexdigest())[0] == data


def test_a_task_knows_its_picture_and_why_it_has_none(scene) -> None:
    scene.record("SUCCESS", "100%", imageUrl="https://cdn.example/x.png")
    scene.history.picture_failed(scene.origin, "17", "WANTED", "404")
    stored = scene.history.task(scene.origin, "17")
    assert (stored.picture_hash, stored.picture_state, stored.picture_error) == (None, "WANTED", "404")
    assert len(scene.history.without_picture(scene.origin)) == 1
    kept = scene.history.pictures.add(picture())
    scene.history.picture_for(scene.origin, "17", kept.hash, url="https://cdn.example/x.png")
    scene.history.picture_failed(scene.origin, "17", "GONE", "403")  # it is in the cache: that stays
    stored = scene.history.task(scene.origin, "17")
    assert (stored.picture_hash, stored.picture_state, stored.picture_error) == (kept.hash, "CACHED", "")
    assert scene.history.without_picture(scene.origin) == []
    assert scene.rows("SELECT role, attempts FROM task_pictures") == [("result", 2)]


def test_a_task_has_pictures_in_several_roles(scene) -> None:
    kept = scene.history.pictures.add(picture())
    assert scene.history.picture_of(scene.origin, "17", "mask") is None
    scene.history.picture_for(scene.origin, "17", kept.hash, role="mask")
    assert scene.history.picture_of(scene.origin, "17", "mask") == kept.hash
    assert scene.history.picture_of(scene.origin, "17") is None
