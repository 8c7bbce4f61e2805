"""One text in two languages, chosen where it is shown.

`YUBO_LANG` is `en` or `zh`; without it the locale decides. Code, names and docstrings stay English.
"""

import locale
import os
from typing import Literal

Language = Literal["en", "zh"]


def language() -> Language:
    """The language of labels, hints and errors, read anew at each call so that a notebook can change it."""
    wanted = os.environ.get("YUBO_LANG") or locale.getlocale()[0] or ""
    return "zh" if wanted.lower().startswith(("zh", "chinese")) else "en"


def say(en: str, zh: str) -> str:
    """The one of two texts that the reader reads."""
    return zh if language() == "zh" else en
