"""Files for others: nothing a spreadsheet runs, nothing of this machine (cases 47, 48, 60)."""

import csv
import io
import json
import os
import re
import stat
import sys
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from tests.data.conftest import ORIGIN, task
from yubo_nb.data import export, frame
from yubo_nb.data.formulas import neutral, starts_formula

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "\ufeff=1", "＝1", "＋1",
    "－1", "＠1", "﹦1", "−1", '=HYPERLINK("http://canary.test/")', "=cmd|' /C calc'!A0", "\x00=1",
)  # fmt: skip
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheet(path):
    """The cells of an XLSX file as (type, value)."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not root.findall(".//m:f", NS)
    return [
        [(cell.get("t"), "".join(part.text or "" for part in cell.iter())) for cell in row]
        for row in root.iterfind(".//m:row", NS)
    ]


@pytest.fixture
def hostile(history):
    """Every prompt of the history starts a formula somewhere."""
    for number, text in enumerate(FORMULAS):
        history.record(ORIGIN, task(f"f{number}", prompt=text, failReason=text, status="FAILURE"))
    return history


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text_and_stays_readable(text):
    assert starts_formula(text)
    assert not starts_formula(neutral(text))
    assert neutral(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["a fox", "a = b", "a fox --ar 3:2", "猫", "", "5", "'=1", "::2 a - b"])
def test_other_text_stays_as_it_is(text):
    assert neutral(text) == text


def test_a_spreadsheet_with_another_separator_finds_no_formula_either():
    for text in ("x;=1+1", "x\n=1", "x\t@y", "x; =1"):
        parts = re.split("[;\t\n]", neutral(text))
        assert not any(starts_formula(part) for part in parts)


def test_case_48_no_cell_of_a_csv_starts_a_formula(hostile, tmp_path):
    found = cells(export.save(hostile, tmp_path / "t.csv"))
    assert len(found) == len(frame.tasks(hostile)) + 1
    texts = [cell for row in found for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    assert not [cell for cell in texts if starts_formula(cell)]
    assert "'=1+1" in texts


def test_raw_by_choice(hostile, tmp_path):
    assert "=1+1" in [
        cell for row in cells(export.save(hostile, tmp_path / "t.csv", raw=True)) for cell in row
    ]


def test_numbers_stay_numbers(tmp_path):
    table = pd.DataFrame({"n": pd.array([-5, None], "Int64"), "=n": [-0.5, 1.5], "t": ["-5", None]})
    assert cells(export.to_csv(table, tmp_path / "t.csv")) == [
        ["n", "'=n", "t"],
        ["-5", "-0.5", "'-5"],
        ["", "1.5", ""],
    ]
    assert sheet(export.to_xlsx(table, tmp_path / "t.xlsx"))[1] == [
        (None, "-5"),
        (None, "-0.5"),
        ("inlineStr", "'-5"),
    ]


def test_case_48_no_cell_of_a_sheet_is_a_formula(hostile, tmp_path):
    found = sheet(export.save(hostile, tmp_path / "t.xlsx"))
    assert len(found) == len(frame.tasks(hostile)) + 1
    texts = [text for row in found for kind, text in row if kind == "inlineStr"]
    assert not [text for text in texts if starts_formula(text)]


def test_a_sheet_keeps_times_truths_and_odd_characters(tmp_path):
    table = pd.DataFrame(
        {
            "at": pd.to_datetime(["2024-11-03T12:00:00Z", None], utc=True),
            "ok": pd.array([True, None], "boolean"),
            "text": ["_x003D_1 <b>&\x01", "x" * 40_000],
        }
    )
    rows = sheet(export.to_xlsx(table, tmp_path / "t.xlsx"))
    assert rows[1] == [(None, "45599.5"), ("b", "1"), ("inlineStr", "_x005F_x003D_1 <b>&\ufffd")]
    assert len(rows[2][2][1]) == 32_767


def test_json_parquet_and_their_texts_are_untouched(hostile, tmp_path):
    prompts = frame.tasks(hostile)["prompt"].tolist()
    rows = json.loads(export.save(hostile, tmp_path / "t.json").read_bytes())
    assert [row["prompt"] for row in rows] == prompts
    table = pd.read_parquet(export.save(hostile, tmp_path / "t.parquet"))
    pd.testing.assert_frame_equal(table, frame.tasks(hostile), check_dtype=False, check_categorical=False)


def test_parquet_without_its_library_is_one_clear_sentence(history, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"yubo_nb\[parquet\]"):
        export.to_parquet(pd.DataFrame({"a": [1]}), tmp_path / "t.parquet")
    assert list(tmp_path.glob("*.parquet*")) == []


def test_case_61_the_page_has_no_markup_of_the_server(history, tmp_path):
    history.record(ORIGIN, task("x", prompt="<img src=x onerror=hit()> $x$ http://canary.test/"))
    page = export.save(history, tmp_path / "t.html").read_text()
    assert "<img" not in page
    assert "<a " not in page
    assert "&lt;img src=x" in page
    assert "mathjax_ignore" in page


def test_case_60_a_shared_file_says_nothing_of_this_machine(history, tmp_path):
    home = str(history.path.parent)
    text = f"disk full: {home}/x ynb1.0192abc.mine"
    history.record(ORIGIN, task("p", status="FAILURE", failReason=text))
    intents = [intent.intent_id for intent in history.intents()]
    for ending in ("csv", "json", "html", "xlsx", "parquet", "zip"):
        path = export.save(history, tmp_path / f"t.{ending}", share=True)
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                data = b"".join(parts.read(name) for name in parts.namelist())
        assert b"ynb1." not in data, ending
        assert home.encode() not in data, ending
        assert not [one for one in intents if one.encode() in data], ending


def test_without_sharing_everything_is_there(history, tmp_path):
    (row, *_) = json.loads(export.save(history, tmp_path / "t.json").read_bytes())
    assert row["intent_id"]
    assert row["picture"].endswith(".png")


def test_another_ending_is_refused_and_nothing_is_written(history, tmp_path):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ValueError, match=r"\.docx.*\.csv"):
        export.save(history, tmp_path / "t.docx")
    assert sorted(tmp_path.iterdir()) == before


def test_case_47_a_link_in_the_export_folder_is_replaced_not_followed(history, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "t.csv").symlink_to(victim)
    path = export.save(history, tmp_path / "t.csv")
    assert victim.read_text() == "mine"
    assert not path.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_export_leaves_the_old_file(history, tmp_path, monkeypatch):
    path = export.save(history, tmp_path / "t.csv")
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        export.save(history, path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_a_csv_is_read_back_as_it_was_written(history, tmp_path):
    found = pd.read_csv(io.BytesIO(export.save(history, tmp_path / "t.csv").read_bytes()), dtype="string")
    assert found["id"].dropna().tolist() == frame.tasks(history)["id"].dropna().tolist()
