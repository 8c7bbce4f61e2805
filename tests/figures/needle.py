"""Looks for one word in any bytes, in every disguise it could have got there in."""

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path


class Needle:
    """`word` must be letters and digits, as random as a key: it is sought in it, and no escape changes it."""

    def __init__(self, word: str) -> None:
        assert word.isalnum()
        assert len(word) >= 16
        plain = word.encode()
        patterns = {
            "plain": re.escape(plain),
            "reversed": plain[::-1],
            "hex": plain.hex().encode(),
            "UTF-16": word.encode("utf-16-le"),
            "UTF-16 BE": word.encode("utf-16-be"),
            "URL-encoded": b"".join(b"%%%02x" % byte for byte in plain),
            "JSON-escaped": b"".join(rb"\\+u00%02x" % byte for byte in plain),
            "HTML-escaped": b"".join(b"&#(?:0*%d|x0*%x);" % (byte, byte) for byte in plain),
        }
        for before in range(3):
            inner = base64.b64encode(b"\0" * before + plain).rstrip(b"=")
            inner = inner[(0, 2, 3)[before] : len(inner) - bool((before + len(plain)) % 3)]
            patterns[f"base64 at {before}"] = re.escape(inner).replace(b"/", b"[/_]").replace(rb"\+", b"[+-]")
        any_case = {"hex", "URL-encoded", "JSON-escaped", "HTML-escaped"}
        self._patterns = {
            name: re.compile(pattern, re.IGNORECASE if name in any_case else 0)
            for name, pattern in patterns.items()
        }

    def count(self, data: bytes) -> Counter[str]:
        """How often it is there, by disguise; compressed data is looked into."""
        found: Counter[str] = Counter()
        for layer in _layers(data):
            for name, pattern in self._patterns.items():
                if hits := sum(1 for _ in pattern.finditer(layer)):
                    found[name] += hits
        return found

    def in_files(self, files: list[Path]) -> Counter[str]:
        """In the files and in their names."""
        found: Counter[str] = Counter()
        for file in files:
            found += self.count(file.read_bytes()) + self.count(str(file).encode())
        return found


def _layers(data: bytes) -> Iterator[bytes]:
    """The data, and what it holds compressed: gzip, zip, Parquet, deflated text of PNG."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _layers(archive.read(name))
    elif data[:4] == b"PAR1":
        import pandas as pd

        yield pd.read_parquet(io.BytesIO(data)).to_csv().encode()
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        for text in re.finditer(rb"(?:zTXt|iTXt)([^\0]*)\0", data):
            try:
                yield zlib.decompressobj().decompress(data[text.end() + 1 :])
            except zlib.error:
                continue  # not compressed: it was seen in plain
