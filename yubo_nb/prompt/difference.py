"""What two prompts do not have in common: words, pictures and parameters, as data."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from yubo_nb.prompt.tables import Tables, Value
from yubo_nb.prompt.text import Prompt

# A word, one Chinese or Japanese character, or one sign: Chinese has no blanks to cut at.
WORD = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:['’-]\w+)*|[^\w\s]|_")

Change = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """From `a` to `b`. `words` in order makes both texts again: leave out what is added, or removed."""

    words: tuple[tuple[Change, str], ...]
    parameters: Mapping[str, tuple[Value | None, Value | None]]
    images_removed: tuple[str, ...]
    images_added: tuple[str, ...]

    @property
    def same_words(self) -> bool:
        """Whether words and pictures are equal, whatever the parameters say."""
        return not (self.images_removed or self.images_added) and all(how == "same" for how, _ in self.words)

    @property
    def only_seed(self) -> bool:
        """Whether the seed, and nothing else, differs."""
        return self.same_words and set(self.parameters) == {"seed"}

    def __bool__(self) -> bool:
        return bool(self.parameters) or not self.same_words


def diff(a: str, b: str, *, tables: Tables | None = None) -> Difference:
    """Compare two prompt texts: word by word, and parameter by parameter as (before, after)."""
    old, new = Prompt(a, tables), Prompt(b, tables)
    names = [*old.parameters, *(name for name in new.parameters if name not in old.parameters)]
    changed = {
        name: (old.parameters.get(name), new.parameters.get(name))
        for name in names
        if old.parameters.get(name) != new.parameters.get(name)
    }
    return Difference(
        tuple(_words(old.text, new.text)),
        MappingProxyType(changed),
        tuple(url for url in old.images if url not in new.images),
        tuple(url for url in new.images if url not in old.images),
    )


def _words(a: str, b: str) -> list[tuple[Change, str]]:
    before, after = WORD.findall(a), WORD.findall(b)
    found: list[tuple[Change, str]] = []
    for how, a1, a2, b1, b2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(("same", "".join(before[a1:a2])))
            continue
        if a2 > a1:
            found.append(("removed", "".join(before[a1:a2])))
        if b2 > b1:
            found.append(("added", "".join(after[b1:b2])))
    return found
