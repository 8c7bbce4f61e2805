"""`%yubo history` in a terminal of 80 columns once said `action  ...  submitted` and nothing else."""

import pandas as pd
import pytest

from yubo_nb.data.narrow import narrow

CHINESE = "雾中的灯塔，从船上看，夜里，布面油画，" * 4
LONG = "a lighthouse in fog, seen from a boat at night, oil on canvas --ar 3:2 --seed 7"


def table(prompt):
    return pd.DataFrame(
        {
            "action": ["IMAGINE"],
            "prompt": [prompt],
            "status": ["SUCCESS"],
            "submitted": pd.to_datetime(["2026-11-25 21:08:33.857"], utc=True),
        }
    )


@pytest.mark.parametrize("prompt", [LONG, CHINESE, "\x1b[31ma\nfox" * 40])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_column_is_seen_and_no_line_is_longer(prompt, width):
    head, row = narrow(table(prompt), "prompt", width).split("\n")
    assert head.split() == ["action", "prompt", "status", "submitted"]
    assert sum(2 if one > "\u2e80" else 1 for one in row) <= width
    assert "IMAGINE" in row
    assert "2026-11-25 21:08" in row
    assert "\x1b" not in row


def test_what_fits_is_not_cut():
    assert LONG in narrow(table(LONG), "prompt", 130)


def test_nothing_to_show():
    assert "prompt" in narrow(table(LONG).head(0), "prompt", 80)
