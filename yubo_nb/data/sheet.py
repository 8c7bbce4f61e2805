"""A table as an XLSX file. Texts go in as texts, which no spreadsheet evaluates; there is no formula element.

Written by hand because it is one page of XML, and a library for it would be a dependency for everybody.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from yubo_nb.lang import say

ROWS = 1_048_575  # below the header
_CELL = 32_767  # characters
Value = str | float | int | bool | datetime | None
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>'
    '<sheet name="tasks" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def write_sheet(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write one sheet. Times are written in UTC; raises ValueError for more rows than a sheet has."""
    with ZipFile(file, "w", ZIP_DEFLATED) as book:
        for name, xml in _PARTS.items():
            book.writestr(name, _HEAD + xml)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            sheet.write(_row(header))
            for number, row in enumerate(rows):
                if number == ROWS:
                    raise ValueError(
                        say(
                            "A sheet holds 1,048,575 rows; use CSV or Parquet.",
                            "一张表最多 1,048,575 行；请用 CSV 或 Parquet。",
                        )
                    )
                sheet.write(_row(row))
            sheet.write(b"</sheetData></worksheet>")


def _row(values: Sequence[Value]) -> bytes:
    return f"<row>{''.join(map(_cell, values))}</row>".encode()


def _cell(value: Value) -> str:
    match value:
        case None:
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case int() | float():
            return f"<c><v>{value!r}</v></c>"
        case datetime():
            days = (value - _DAY_ZERO).total_seconds() / 86_400
            return f'<c s="1"><v>{days!r}</v></c>'
        case str():
            text = escape(_ESCAPE.sub("_x005F_", _NOT_XML.sub("\ufffd", value[:_CELL])))
            return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
