"""F5 in its short form, and proof that its search finds what there is to find."""

import base64
import gzip
import io
import json
import sqlite3
import zipfile

import pandas as pd
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.figures import f05_secrets
from tests.figures.needle import Needle

WORD = "4f2Kx81bq0ZtW93mLs7d"
DISGUISES = {
    "plain": f"a {WORD} b",
    "reversed": WORD[::-1],
    "hex": WORD.encode().hex().upper(),
    "URL-encoded": "".join(f"%{ord(c):02X}" for c in WORD),
    "JSON-escaped": "".join(f"\\u{ord(c):04x}" for c in WORD),
    "HTML-escaped": "".join(f"&#{ord(c)};" for c in WORD),
    "base64 at 0": base64.b64encode(f"{WORD} and more".encode()).decode(),
    "base64 at 1": base64.urlsafe_b64encode(f"?sk-{WORD}".encode()).decode(),
    "base64 at 2": base64.b64encode(f"x:sk-{WORD}".encode()).decode(),
    "UTF-16": WORD.encode("utf-16-le").decode("latin-1"),
    "UTF-16 BE": WORD.encode("utf-16-be").decode("latin-1"),
}


def sqlite_file(text, path):
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (?)", (text,))
    found = path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()
    database.close()
    return found


def zipped(text, _):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", text.encode("latin-1"))
    return out.getvalue()


def parquet(text, _):
    out = io.BytesIO()
    pd.DataFrame({"x": [text] * 3}).to_parquet(out, compression="gzip")
    return out.getvalue()


def png(text, _):
    out, note = io.BytesIO(), PngInfo()
    note.add_text("Description", text, zip=True)
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=note)
    return out.getvalue()


KINDS = {
    "text": lambda text, _: text.encode("latin-1"),
    "notebook": lambda text, _: json.dumps({"cells": [{"outputs": [{"text": [text]}]}]}).encode(),
    "gzip": lambda text, _: gzip.compress(text.encode("latin-1")),
    "zip": zipped,
    "Parquet": parquet,
    "history": sqlite_file,
    "picture": png,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_search_finds_it(kind, disguise, tmp_path):
    if disguise.startswith("UTF-16") and kind not in {"text", "gzip", "zip"}:
        assert "\0" in DISGUISES[disguise]  # no bytes of UTF-16 in a format of texts
        return
    data = KINDS[kind](DISGUISES[disguise], tmp_path / "file")
    found = Needle(WORD).count(data)
    assert found[disguise] >= 1
    assert not Needle("0" * 20).count(data)


@pytest.mark.timeout(180)
def test_case_56_59_the_key_is_nowhere(tmp_path):
    rows = f05_secrets.run(tmp_path)
    assert f05_secrets.failures(rows) == []
    assert len(rows) == len(f05_secrets.PLACES) + 1
