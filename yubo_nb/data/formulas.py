"""Text that a spreadsheet would take for a formula, made text again."""

import re

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫−"
_UNSEEN = "\\s\x00-\x20\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_START = re.compile(f"[{_UNSEEN}]*[\t\r\n{_SIGNS}]")
# A spreadsheet set to another separator cuts a cell in two here; its second half starts a cell.
_INSIDE = re.compile(f"([;\t\r\n])(?=[{_UNSEEN}]*[{_SIGNS}])")


def neutral(text: str) -> str:
    """`text`, with `'` before whatever would start a formula; other text comes back as it is."""
    inside = _INSIDE.sub(r"\1'", text)
    return f"'{inside}" if _START.match(text) else inside


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate a cell with this text."""
    return _START.match(text) is not None
