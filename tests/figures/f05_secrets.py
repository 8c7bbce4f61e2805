"""F5: the key appears nowhere. `python tests/figures/f05_secrets.py` prints how often, place by place.

The first story (without a key, then with one) runs in a real kernel against the sandbox as a relay, with logs
at DEBUG; then against a relay that echoes the key wherever a relay can; then every way to show an object.
Everything that is left behind is searched byte by byte. A second word, planted by the story as openly as the
key is used, must be found in each of these places: else the search would prove nothing.
"""

import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.figures.f05_servers import Echoing, Elsewhere  # noqa: E402
from tests.figures.needle import Needle  # noqa: E402

PLACES = {
    "saved notebook": ("story.ipynb",),
    "widget state": ("widgets.json",),
    "notebook as HTML": ("story.html",),
    "hidden prompt's messages": ("typed.json",),
    "IPython's own history": ("ipython/**/*",),
    "history and its WAL": (".yubo_nb/*.sqlite3*", "open/*.sqlite3*"),
    "caches": (".yubo_nb/**/*", "open/**/*", ".cache/**/*"),
    "logs at DEBUG": ("debug.log",),
    "kernel's stdout and stderr": ("kernel.out",),
    "tracebacks with locals": ("frames.txt",),
    "repr, str, vars": ("shown.txt",),
    "pickles and copies": ("pickles.bin",),
    "exports": ("exports/*",),
    "requests to other origins": ("elsewhere.bin",),
    "requests to the relay, but the two headers": ("relay.bin",),
}


@dataclass(frozen=True)
class Row:
    """One place: how often the key is there, how often the planted word is, in how many files."""

    place: str
    key: Counter[str]
    planted: Counter[str]
    files: int
    size: int


def reachable(thing: object, depth: int = 6) -> str:
    """What repr, vars, slots and containers lead to, as text: what a debugger shows without calls."""
    seen: set[int] = set()
    texts: list[str] = []
    keep: list[object] = []  # an id is only good while its object lives
    todo = [(thing, depth)]
    while todo:
        item, left = todo.pop()
        if id(item) in seen or left < 0:
            continue
        seen.add(id(item))
        keep.append(item)
        texts += [repr(item), str(item)]
        try:
            names = list(vars(item))
        except TypeError:
            names = []
        names += [name for kind in type(item).__mro__ for name in getattr(kind, "__slots__", ())]
        for name in names:
            value = getattr(item, name, None)
            texts.append(repr(value))
            if not callable(value):
                todo.append((value, left - 1))
        if isinstance(item, dict):
            todo += [(part, left - 1) for pair in item.items() for part in pair]
        if isinstance(item, list | tuple | set | frozenset):
            todo += [(part, left - 1) for part in item]
    return "\n".join(texts)


def frames(error: BaseException) -> str:
    """A traceback with locals, and what those of our frames lead to: what `%debug` can print."""
    import traceback

    text = ["".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())]
    seen: set[int] = set()
    chain: list[BaseException | None] = [error]
    while chain:
        one = chain.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        chain += [one.__cause__, one.__context__]
        text.append(reachable(one, 2))
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if frame.f_globals.get("__name__", "").startswith(("yubo_nb", "httpx", "httpcore", "h11")):
                text += [reachable(value, 3) for value in frame.f_locals.values()]
    return "\n".join(text)


def run(folder: Path, *, languages: tuple[str, ...] = ("en",)) -> list[Row]:
    """The whole story in `folder`, searched."""
    from yubo_nb.sandbox import Sandbox

    word, planted = secrets.token_hex(12), "p" + secrets.token_hex(12)
    key = f"sk-odd+{word}/x=%41&~"
    with (
        Sandbox(api_key=key, speed=60) as relay,
        Elsewhere() as elsewhere,
        Echoing(key, planted, elsewhere.port) as echoing,
    ):
        for language in languages:
            from tests.figures import f05_story

            told = folder / language
            told.mkdir()
            setting = {
                "YUBO_BASE_URL": relay.base_url,
                "YUBO_API_KEY": key,
                "YUBO_LANG": language,
                "ECHOING": echoing.base_url,
                "PLANTED": planted,
                "HTTPS_PROXY": f"http://127.0.0.1:{elsewhere.port}",
            }
            f05_story.tell(told, setting)
            assert relay.ledger, "the relay has seen nothing: the key was not used"
            assert echoing.saw_key > 5
            (told / "elsewhere.bin").write_bytes(elsewhere.heard())
            (told / "relay.bin").write_bytes(echoing.heard_without_key_headers())
    return list(_rows(folder, Needle(word), Needle(planted)))


def _rows(folder: Path, key: Needle, planted: Needle) -> Iterator[Row]:
    everything = {file for file in folder.rglob("*") if file.is_file()}
    rest = set(everything)
    for place, patterns in PLACES.items():
        files = {file for part in folder.iterdir() for glob in patterns for file in part.glob(glob)}
        files = {file for file in files & rest if file.is_file()}
        rest -= files
        yield _row(place, sorted(files), key, planted)
    yield _row("anything else that was written", sorted(rest), key, planted)


def _row(place: str, files: list[Path], key: Needle, planted: Needle) -> Row:
    size = sum(file.stat().st_size for file in files)
    return Row(place, key.in_files(files), planted.in_files(files), len(files), size)


def failures(rows: list[Row]) -> list[str]:
    """What is wrong, in words; nothing when all is well."""
    wrong = [f"{row.place}: the key, {dict(row.key)}" for row in rows if row.key]
    blind = [row.place for row in rows[:-1] if not row.planted]
    return wrong + [f"{place}: the planted word was not found, so nothing is proved" for place in blind]


def main() -> int:
    """Print the figure; 1 when it does not hold."""
    start = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="yubo-f05-"))
    try:
        rows = run(folder, languages=("en", "zh"))
    finally:
        if "--keep" not in sys.argv:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{'place':<44}{'key':>6}{'planted':>9}{'files':>7}{'kB':>8}")
    for row in rows:
        counts = f"{row.key.total():>6}{row.planted.total():>9}{row.files:>7}{row.size / 1000:>8.0f}"
        print(f"{row.place:<44}{counts}")
    wrong = failures(rows)
    total = sum(row.key.total() for row in rows)
    print(f"\nF5: the key was found {total} times; {time.monotonic() - start:.0f} s", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    os.environ.pop("YUBO_API_KEY", None)
    os.environ.pop("YUBO_HISTORY", None)
    print(json.dumps({"python": sys.version.split()[0]}))
    sys.exit(main())
