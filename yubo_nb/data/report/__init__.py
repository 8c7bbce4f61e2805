"""The history, or a part of it, as one page to send to a colleague: it works offline and runs nothing."""

# pandas comes without complete types; what it returns is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from yubo_nb.data.export import Place, replacing, shared, values
from yubo_nb.data.markup import Sheet
from yubo_nb.data.report.page import page
from yubo_nb.data.report.rows import Cost, Row
from yubo_nb.lang import say

if TYPE_CHECKING:
    import pandas as pd

    from yubo_nb.history import History

PictureSize = Literal["thumbnail", "full", "none"]
_THUMBNAIL = 480  # sharp at the width of a card on most screens, about 35 kB
# Links to pictures are signed in their query: whoever has one has the picture.
_SIGNED = re.compile(r"(https?://[^\s?#<>\"']+)[?#][^\s<>\"']*")
_HELD = {"charge": "charged", "confirm": "charged", "doubt": "doubt"}


def report(
    history: "History",
    path: Place,
    *,
    only: Collection[str] | None = None,
    title: str | None = None,
    pictures: PictureSize = "thumbnail",
) -> Path:
    """Write the page; `only` are task ids or intent ids. Raises ValueError, IsADirectoryError, OSError.

    Nothing of this machine is in it: no local path, no id of ours, no link with its signature. Prompts and
    your own notes are.
    """
    target = Path(path)
    if pictures not in get_args(PictureSize):
        raise ValueError(
            say(
                f"pictures is thumbnail, full or none, not {pictures!r}.",
                f"pictures 只能是 thumbnail、full 或 none，而不是 {pictures!r}。",
            )
        )
    if target.suffix.lower() not in {".html", ".htm"}:
        raise ValueError(say("A report is an .html file.", "报告是 .html 文件。"))
    if target.is_dir():
        raise IsADirectoryError(
            say(f"{target} is a folder; nothing was written.", f"{target} 是文件夹，未写入任何内容。")
        )
    rows, intents = _rows(history, only)
    costs = _costs(history, None if only is None else intents)

    def fetch(digest: str, size: int) -> bytes:
        # Names on a page are digests; a size of 0 stands for the picture as it came.
        store = history.pictures
        return store.thumbnail(digest, size) if size else store.original(digest)[0]

    size = {"thumbnail": _THUMBNAIL, "full": 0, "none": None}[pictures]
    text = page(rows, costs, Sheet(fetch), Sheet(fetch), title=title, size=size)
    with replacing(target) as file:
        file.write(text.encode("utf-8", "replace"))
    return target


def _rows(history: "History", only: Collection[str] | None) -> tuple[list[Row], set[str]]:
    """The tasks in their order, and the intents behind them."""
    from yubo_nb.data import frame
    from yubo_nb.history.schema import PARAMETERS

    tasks = frame.tasks(history)
    if only is not None:
        wanted = tasks["id"].isin(list(only)) | tasks["intent_id"].isin(list(only))
        tasks = cast("pd.DataFrame", tasks.loc[wanted])
    intents = {one for one in values(tasks.loc[:, "intent_id"]) if one}
    public = shared(tasks, history)
    columns = {str(name): values(public.loc[:, name]) for name in public.columns}
    known: dict[tuple[str, str], int] = {}
    for number, place in enumerate(zip(columns["origin"], columns["id"], strict=True)):
        known.setdefault(place, number)
    rows: list[Row] = []
    for number in range(len(public)):
        cells = {name: _unsigned(column[number]) for name, column in columns.items()}
        parent = known.get((cells["origin"], cells["parent_id"])) if cells["parent_id"] else None
        set_ = {name: cells[name] for name in PARAMETERS if cells[name] is not None}
        rows.append(
            Row(
                number=number + 1, parent=None if parent is None else parent + 1, parameters=set_, cells=cells
            )
        )
    return rows, intents


def _unsigned(value: Any) -> Any:
    return _SIGNED.sub(r"\1?…", value) if isinstance(value, str) else value


def _costs(history: "History", intents: set[str] | None) -> list[Cost]:
    """What the ledger says, by kind of call."""
    from yubo_nb.data import frame

    ledger = frame.ledger(history)
    names = ("intent_id", "origin", "action", "kind", "amount")
    origins = history.origins()
    calls: dict[str, Cost] = {}
    last: dict[str, tuple[str, str, bool]] = {}
    held: dict[str, float] = {}
    refunded: dict[str, float] = {}
    unknown: set[str] = set()
    for intent, origin, action, kind, amount in zip(
        *(values(ledger.loc[:, name]) for name in names), strict=True
    ):
        if intents is not None and intent not in intents:
            continue
        last[intent] = (action or "", kind, bool(origins.get(origin)))
        held[intent] = held.get(intent, 0.0) + (amount or 0.0)
        if kind == "refund":
            refunded[intent] = -(amount or 0.0)
        if amount is None:
            unknown.add(intent)
    for intent, (action, kind, sandbox) in last.items():
        cost = calls.setdefault(action, Cost(action))
        cost.calls += 1
        cost.sandbox = cost.sandbox or sandbox
        cost.unknown += intent in unknown
        cost.refunded += refunded.get(intent, 0.0)
        if (place := _HELD.get(kind)) is not None:
            setattr(cost, place, getattr(cost, place) + held[intent])
    return list(calls.values())
