"""Every case of docs/trust.md has a test that says its number, or a reason here why there is none."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = {
    int(number): what
    for number, what in re.findall(
        r"^\| (\d+) \| (.+?) \|", (HERE.parent / "docs/trust.md").read_text(encoding="utf-8"), re.MULTILINE
    )
}
# Case → why no test can be had for it.
WITHOUT: dict[int, str] = {}


def names_by_case() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for path in HERE.rglob("test_*.py"):
        for name, numbers in re.findall(
            r"def (test_\w*?case_(\d+(?:_(?:and_)?\d+)*)_\w+)", path.read_text(encoding="utf-8")
        ):
            for number in re.findall(r"\d+", numbers):
                found.setdefault(int(number), set()).add(name)
    return found


TESTED = names_by_case()


def test_the_list_is_whole():
    assert list(CASES) == list(range(1, 69))
    assert TESTED.keys() <= CASES.keys()
    assert WITHOUT.keys() <= CASES.keys()


@pytest.mark.parametrize("number", range(1, 69))
def test_a_case_has_a_test_or_a_reason(number):
    assert (number in TESTED) != bool(WITHOUT.get(number)), CASES[number]
