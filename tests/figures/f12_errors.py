"""F12: every error class says what happened, whether money was taken and what to do, in both languages.

python tests/figures/f12_errors.py
"""

import inspect
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT),) if one not in sys.path]

from yubo_nb.api import errors  # noqa: E402
from yubo_nb.lang import say  # noqa: E402

CLASSES = sorted(
    (
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.YuboError) and kind is not errors.YuboError  # which nobody raises
    ),
    key=lambda kind: kind.__name__,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MONEY = {"en": re.compile(r"charge"), "zh": re.compile(r"扣费|费用")}

PLAY_MONEY = {
    "en": re.compile(r"play money of the sandbox|sandbox gave its play money"),
    "zh": re.compile(r"沙盒.*虚拟金额"),
}
PAID = {"en": re.compile(r"It was charged|been charged|relay's bill"), "zh": re.compile(r"已经?扣费|账单")}


@dataclass
class Result:
    classes: int = 0
    texts: int = 0
    wrong: list[str] = field(default_factory=list)


def measure() -> Result:
    result = Result(len(CLASSES))
    for language in ("en", "zh"):
        with mock.patch.dict(os.environ, {"YUBO_LANG": language}):
            for kind in CLASSES:
                for charged in ("no", "yes", "unknown", "refunded", None):
                    for play_money in (False, True):
                        result.texts += 1
                        result.wrong += _faults(kind, language, charged, play_money=play_money)
    return result


def _faults(
    kind: type[errors.YuboError], language: str, charged: errors.Charged | None, *, play_money: bool
) -> list[str]:
    """What is missing in the text of one error."""
    what = say("The lamp went out.", "灯灭了。")
    error = kind(what, charged=charged, intent_id="01j0000000000000000000000", play_money=play_money)
    said = str(error)
    rest = said.removeprefix(what)
    wrong: list[str] = []
    if not said.startswith(what):
        wrong.append("does not begin with what happened")
    money = PLAY_MONEY if play_money and error.charged != "no" else MONEY
    if play_money and PAID[language].search(rest):
        wrong.append("speaks of money where there is none")
    if not money[language].search(rest) or error.money() not in rest:
        wrong.append("does not speak of money")
    if not error.advice() or error.advice() not in rest:
        wrong.append("does not say what to do")
    if "\n" in said:
        wrong.append("is more than one paragraph")
    if language == "zh" and not CHINESE.search(error.advice()):
        wrong.append("gives its advice in English only")
    if language == "en" and CHINESE.search(said):
        wrong.append("speaks Chinese to an English reader")
    where = ", sandbox" * play_money
    return [f"{kind.__name__} ({language}, {charged}{where}) {one}: {said}" for one in wrong]


def main() -> int:
    got = measure()
    print(f"F12: {got.classes} error classes, {got.texts} texts in two languages, {len(got.wrong)} wanting")
    for line in got.wrong:
        print("   ", line)
    return 1 if got.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
