"""Notices a key that was typed into a cell: the notebook is saved with it, and IPython keeps it too."""

import re
import sys
from pathlib import Path
from typing import Any

from yubo_nb.api.key import Sealed
from yubo_nb.lang import say

# A sandbox's own key is nobody's secret; placeholders such as sk-xxx are shorter.
_KEY_LIKE = re.compile(r"\bsk-(?!sandbox-)[A-Za-z0-9_-]{16,}")

_told = Sealed[set[str]](set())


def look(key: Sealed[str] | None = None) -> None:
    """Warn, once a key, if a cell of this session holds `key`, or this cell what looks like one.

    Costs a search through the cells' text, and nothing outside IPython.
    """
    shell = _shell()
    if shell is None:
        return
    history: Any = shell.history_manager
    cells: list[str] = list(getattr(history, "input_hist_raw", None) or shell.user_ns.get("In", ()))
    found: dict[str, int] = {}
    if key:
        core = key.open().removeprefix("sk-")
        holds = [number for number, text in enumerate(cells) if core in text]
        if holds and len(core) >= 8 and not core.startswith("sandbox-"):
            found[core] = holds[-1]
    if cells:
        likely = (match.removeprefix("sk-") for match in _KEY_LIKE.findall(cells[-1]))
        found |= {core: len(cells) - 1 for core in likely}
    told = _told.open()
    if new := [number for core, number in found.items() if core not in told]:
        told.update(found)
        print(_warning(min(new), shell), file=sys.stderr)  # noqa: T201 - `warnings` would print the cell's line


def _shell() -> Any:
    """IPython's shell, if there is one; IPython is not imported for the question."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _warning(cell: int, shell: Any) -> str:
    history = shell.history_manager
    place = str(history.hist_file) if getattr(history, "enabled", False) else ":memory:"
    kept = "" if place == ":memory:" else _short(Path(place))
    database_en = f" and is already in IPython's own history database ({kept})" if kept else ""
    database_zh = f"，并且已经写入 IPython 自己的历史数据库（{kept}）" if kept else ""
    return say(
        f"A key is typed into cell [{cell}]. It is saved with the notebook{database_en}; deleting the cell "
        "does not take it out of there. Make a new key at the relay, delete this one at the relay, and give "
        "the new one by yb.login(), YUBO_API_KEY or .env.",
        f"单元格 [{cell}] 里写有 key。它会随笔记本一起保存{database_zh}；删除单元格并不能清除它。"
        "请在中转站新建一个 key 并删除这个 key，新的 key 请通过 yb.login()、YUBO_API_KEY 或 .env 提供。",
    )


def _short(file: Path) -> str:
    """Without the name of the person whose home it is in: this is saved with the notebook too."""
    home = Path.home()
    return f"~/{file.relative_to(home).as_posix()}" if file.is_relative_to(home) else file.as_posix()
