"""One value: from the characters behind a flag to a Python value, and back."""

import math
import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import SupportsIndex, cast

from yubo_nb.prompt.errors import PromptError
from yubo_nb.prompt.scan import braces, starts_flag
from yubo_nb.prompt.tables import Rule, Value

# At most 18 digits: what a 64-bit column holds, and far below what makes int() slow.
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
_RATIO = re.compile(r"0*[1-9][0-9]{0,8}:0*[1-9][0-9]{0,8}")
_DECIMAL_RATIO = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?):([0-9]{1,6}(?:\.[0-9]{1,6})?)")
_EXPECTED = {
    "int": ("a whole number", "整数"),
    "float": ("a number", "数字"),
    "ratio": ("width:height in whole numbers above 0, like 3:2", "宽:高，两个大于 0 的整数，例如 3:2"),
    "text": ("a text", "文本"),
    "optional": ("a text, or True for none", "文本，或用 True 表示不带值"),
    "flag": ("True or False", "True 或 False"),
}


def read(rule: Rule, raw: str) -> Value | None:
    """The typed value of one written value, or None where the characters are not of that kind."""
    match rule.kind:
        case "int":
            return int(raw) if _INT.fullmatch(raw) else None
        case "float":
            return float(raw) if _FLOAT.fullmatch(raw) else None
        case "ratio":
            return raw if _RATIO.fullmatch(raw) else None
        case "text":
            return raw or None
        case "optional":
            return raw or True
        case "flag":
            return True


def first_word(rule: Rule, raw: str) -> str:
    """The part of what stands behind a flag that is its value: all of it, or one word."""
    return raw if rule.separator or not raw else raw.split(maxsplit=1)[0]


def expected(rule: Rule) -> tuple[str, str]:
    """What a value of this parameter looks like, in both languages."""
    return _EXPECTED[rule.kind]


def repaired(rule: Rule, raw: str) -> str | None:
    """What was probably meant by a value that cannot be read: full-width signs, a full stop behind it."""
    plain = unicodedata.normalize("NFKC", raw).strip(" .,;。、，；")
    if rule.kind == "ratio":
        plain = re.sub(r"\s*[:/xX*×]\s*", ":", plain)
        if match := _DECIMAL_RATIO.fullmatch(plain):
            width, height = Fraction(match[1]), Fraction(match[2])
            if width > 0 and height > 0 and "." in plain:
                plain = "{}:{}".format(*(width / height).as_integer_ratio())
    elif rule.kind == "int" and _FLOAT.fullmatch(plain) and "." in plain:
        plain = str(round(float(plain)))
    return plain if plain != raw and read(rule, plain) is not None else None


def written(rule: Rule, value: object) -> str | None:
    """How a Python value is written behind the flag: "" for a bare flag, None for no flag at all."""
    if value is None or value is False:
        return None
    text = _text(rule, value)
    if text is None:
        en, zh = expected(rule)
        raise PromptError(
            f"{rule.name}={value!r}: expected {en}", f"{rule.name}={value!r}：应为{zh}", parameter=rule.name
        )
    groups, stray = braces(text)
    if stray or starts_flag(text):
        raise PromptError(
            f"{rule.name}={value!r}: a value holds no other parameter and no single brace",
            f"{rule.name}={value!r}：值里不能含有别的参数或单个花括号",
            parameter=rule.name,
        )
    single = not rule.separator and not groups
    if (single and len(text.split()) > 1) or (not groups and text and read(rule, text) is None):
        en, zh = expected(rule)
        raise PromptError(
            f"{rule.name}={value!r}: expected {en}", f"{rule.name}={value!r}：应为{zh}", parameter=rule.name
        )
    return text


def _text(rule: Rule, value: object) -> str | None:
    if value is True:
        return "" if rule.kind in ("flag", "optional") else None
    if rule.kind == "flag":
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bytes | bytearray):
        return None  # float() would read them
    if isinstance(value, Sequence):
        return _joined(rule, cast("Sequence[object]", value))
    number = _number(value)
    if number is None or (rule.kind == "int" and not isinstance(number, int)) or rule.kind == "ratio":
        return None
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")


def _joined(rule: Rule, values: Sequence[object]) -> str | None:
    if rule.kind == "ratio":
        pair = [_number(value) for value in values]
        return f"{pair[0]}:{pair[1]}" if len(pair) == 2 and all(isinstance(n, int) for n in pair) else None
    if not rule.separator or not values:
        return None
    return rule.separator.join(str(value).strip() for value in values) or None


def _number(value: object) -> int | float | None:
    """An int or a finite float, also from NumPy's scalars, which pandas hands out; 250.0 is 250."""
    if isinstance(value, bool):
        return None
    try:
        return int(cast("SupportsIndex", value).__index__())
    except (AttributeError, TypeError):
        pass
    try:
        number = float(cast("float", value))
    except (TypeError, ValueError, OverflowError):
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e18 else number
