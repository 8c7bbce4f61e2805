"""Ranges of numbers: `1-10 (+2)`, `0-100 [5]`, `1, 2, ..., 10`. Exact decimals, never binary fractions."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?"
_RANGE = re.compile(
    rf"({_NUMBER})\s*-\s*({_NUMBER})(?:\s*\(\s*([+-]?{_NUMBER[2:]})\s*\)|\s*\[\s*([0-9]{{1,9}})\s*\])?"
)
NUMBER = re.compile(_NUMBER)
ELLIPSES = ("...", "…")


@dataclass(frozen=True, slots=True)
class Span:
    """`count` numbers from `first` in equal steps, written with `places` decimals."""

    first: Fraction
    step: Fraction
    count: int
    places: int

    def item(self, index: int) -> str:
        """The number at this place, as it is written into the prompt."""
        scaled = (self.first + self.step * index) * 10**self.places
        # Half up, not half to even: neighbours a step of one apart must never round to the same number.
        whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
        return f"{Decimal(whole).scaleb(-self.places):f}"


def span(text: str, *, bare: bool) -> Span | None:
    """The range that this text is; None for any other text. `1-10` is one only where `bare` allows it.

    Raises ValueError for a step that never arrives, with the reason in English and Chinese.
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    low, high, step, count = match.groups()
    first, last = Fraction(low), Fraction(high)
    if count is not None:
        return _divided(first, last, int(count), _places(low, high))
    if step is None:
        if not bare:
            return None
        stride = Fraction(1 if last >= first else -1)
        return Span(first, stride, int(abs(last - first)) + 1, _places(low, high))
    stride = Fraction(step)
    if stride == 0 or (last - first) * stride < 0:
        raise ValueError(
            f"a step of {step} never gets from {low} to {high}", f"步长 {step} 无法从 {low} 走到 {high}"
        )
    return Span(first, stride, int((last - first) / stride) + 1, _places(low, high, step))


def continued(before: list[str], last: str) -> Span | None:
    """What `...` stands for between the one or two numbers before it and the number behind it."""
    if not before or not all(NUMBER.fullmatch(one) for one in (*before, last)):
        return None
    first, end = Fraction(before[-1]), Fraction(last)
    step = first - Fraction(before[-2]) if len(before) > 1 else Fraction(1 if end >= first else -1)
    if step == 0 or (end - first) * step < 0:
        raise ValueError(
            f"{', '.join(before)}, ... never reaches {last}", f"{', '.join(before)}, ... 无法到达 {last}"
        )
    return Span(first + step, step, int((end - first) / step), _places(*before, last))


def _divided(first: Fraction, last: Fraction, count: int, places: int) -> Span:
    if count < 1:
        raise ValueError("a range of no values", "范围里没有任何值")
    if first == last:
        count = 1
    step = (last - first) / (count - 1) if count > 1 else Fraction(0)
    # More values than the written precision can tell apart: add decimals until all are distinct.
    while step and abs(step) * 10**places < 1:
        places += 1
    return Span(first, step, count, places)


def _places(*numbers: str) -> int:
    return max(len(number.partition(".")[2]) for number in numbers)
