"""The picture cache: files named by the SHA-256 of their bytes, thumbnails beside them. Nothing is ever half
there.
"""

import hashlib
import io
import os
import re
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from sqlalchemy import bindparam, select

from yubo_nb.api.errors import PictureUnavailable
from yubo_nb.history.clip_check import CLIPS, check_clip, clip_type
from yubo_nb.history.database import Database
from yubo_nb.history.faults import history_error
from yubo_nb.history.folders import private_folder, sync_folder
from yubo_nb.history.ids import now_ms
from yubo_nb.history.picture_check import MEDIA_TYPES, SUFFIXES, check_picture, open_picture
from yubo_nb.history.records import Picture
from yubo_nb.history.schema import pictures
from yubo_nb.lang import say

_SUFFIXES = SUFFIXES | CLIPS
_HASH = re.compile(r"[0-9a-f]{64}")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_QUALITY = 80

_c = pictures.c
_known = select(_c.hash).where(_c.hash == bindparam("hash"))
_get = select(_c.hash, _c.media_type, _c.width, _c.height, _c.bytes).where(_c.hash == bindparam("hash"))
_insert = pictures.insert()


class Pictures:
    """Files under `folder`. Safe for many threads and processes at once, without any lock:

    a file is written under a name of its own and renamed; who comes second renames the same bytes over it.
    """

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self._db = db

    def add(self, data: bytes) -> Picture:
        """Keep a picture after decoding it whole, or a clip. On return file and name are on the disk.

        Raises ImageRefused (too large) or PictureUnavailable (no picture), HistoryError when it cannot be
        written.
        """
        media_type, width, height = check_clip(data) if clip_type(data) else check_picture(data)
        digest = hashlib.sha256(data).hexdigest()
        picture = Picture(digest, media_type, width, height, len(data))
        with self._disk():
            path = self._file(digest, _SUFFIXES[media_type])
            if self._size(path) != len(data):
                self._write(path, data)
        with self._db.reading() as transaction:
            known = transaction.row(_known, hash=digest)
        if known is None:
            with self._db.writing() as transaction:
                if transaction.row(_known, hash=digest) is None:
                    transaction.do(
                        _insert,
                        {
                            "hash": digest,
                            "media_type": media_type,
                            "width": width,
                            "height": height,
                            "bytes": len(data),
                            "created_ms": now_ms(),
                        },
                    )
        return picture

    def get(self, digest: str) -> Picture | None:
        """What is known of a picture; None when it never was in the cache."""
        with self._db.reading() as transaction:
            row = transaction.row(_get, hash=_checked(digest))
        return Picture(*row) if row else None

    def path(self, digest: str) -> Path:
        """Where the original lies. Raises PictureUnavailable when it is not there (any more)."""
        for suffix in _SUFFIXES.values():
            path = self._file(_checked(digest), suffix)
            if path.is_file() and not path.is_symlink():
                return path
        raise _missing(digest)

    def original(self, digest: str) -> tuple[bytes, str]:
        """The bytes as they were fetched, and their media type. Bytes that changed on the disk are not given
        out.
        """
        with self._disk():
            path = self.path(digest)
            data = _read(path)
        if hashlib.sha256(data).hexdigest() != digest:
            raise PictureUnavailable(
                say(
                    f"The file {path.name} has changed; fetch the picture again.",
                    f"文件 {path.name} 已被改动，请重新获取图片。",
                )
            )
        return data, next(kind for kind, suffix in _SUFFIXES.items() if suffix == path.suffix)

    def thumbnail(self, digest: str, size: int = 320) -> bytes:
        """WebP that fits into `size` × `size` pixels, made once. Never larger than the original's pixels."""
        size = min(max(int(size), 16), 2048)
        with self._disk():
            path = self._file(_checked(digest), f".{size}.webp", kind="thumbs")
            with suppress(FileNotFoundError):
                return _read(path)
            data = shrink(self.original(digest)[0], size)
            self._write(path, data)
        return data

    def _file(self, digest: str, suffix: str, *, kind: str = "pictures") -> Path:
        """A name made of nothing but the digest and a suffix of ours, in a folder that is no link to
        elsewhere.
        """
        top = self.folder if kind == "pictures" else self.folder.with_name(kind)
        return top / digest[:2] / (digest + suffix)

    def _size(self, path: Path) -> int:
        try:
            return -1 if path.is_symlink() else path.stat().st_size
        except FileNotFoundError:
            return -1

    def _write(self, path: Path, data: bytes) -> None:
        folder = private_folder(path.parent)
        for part in (folder, folder.parent):
            if part.is_symlink():
                raise NotADirectoryError(f"{part} is a link to another place")
        temporary = folder / f".{os.getpid()}-{token_hex(8)}.part"
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(folder)

    @contextmanager
    def _disk(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise history_error(error, str(self.folder)) from error


def shrink(data: bytes, size: int) -> bytes:
    """A WebP thumbnail. A JPEG is decoded at a fraction of its size, which is most of the time saved."""
    image = open_picture(data)
    try:
        image.draft("RGB", (size * 2, size * 2))
        image.thumbnail((size, size), reducing_gap=2.0)
        if image.mode not in ("RGB", "RGBA"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=_QUALITY, method=2)
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise PictureUnavailable(say("The picture cannot be decoded.", "图片无法解码。")) from error
    return buffer.getvalue()


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def _checked(digest: str) -> str:
    """Only a digest can name a file here, whoever asks."""
    if not _HASH.fullmatch(digest):
        raise PictureUnavailable(
            say("This is not the name of a picture.", "这不是图片的名称。"), retryable=False
        )
    return digest


def _missing(digest: str) -> PictureUnavailable:
    return PictureUnavailable(
        say(f"The picture {digest[:12]}… is not in the cache.", f"缓存中没有图片 {digest[:12]}…。"),
        retryable=False,
    )


__all__ = ["MEDIA_TYPES", "Pictures", "shrink"]
