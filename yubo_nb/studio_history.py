"""The history as a studio offers it: tables, and the few things a person does to the past."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Never

from yubo_nb.doubts import Doubt
from yubo_nb.history import History
from yubo_nb.live.engine import Engine
from yubo_nb.live.handle import TaskHandle

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - it has none


class StudioHistory:
    """What happened, as DataFrames; `store` is the database below."""

    def __init__(self, store: History, engine: Engine) -> None:
        self.store = store
        self._engine = engine

    def tasks(self) -> "pd.DataFrame":
        """One row a task; calls that never got an id are rows too."""
        from yubo_nb.data import frame

        return frame.tasks(self.store)

    def images(self) -> "pd.DataFrame":
        """One row a picture."""
        from yubo_nb.data import frame

        return frame.images(self.store)

    def events(self) -> "pd.DataFrame":
        """One row a change of state."""
        from yubo_nb.data import frame

        return frame.events(self.store)

    def ledger(self) -> "pd.DataFrame":
        """One row a charge, doubt or refund."""
        from yubo_nb.data import frame

        return frame.ledger(self.store)

    def save(self, path: "str | os.PathLike[str]", *, share: bool = False, raw: bool = False) -> Path:
        """All tasks as a file: .csv, .xlsx, .json, .parquet, .html, or .zip with the pictures.

        `share` leaves out local paths, our ids and states. `raw` keeps what a spreadsheet would take for a
        formula. Raises ValueError for another ending.
        """
        from yubo_nb.data import export

        return export.save(self.store, path, share=share, raw=raw)

    def resume(self) -> list[TaskHandle]:
        """Follow again what is unfinished, after a restart. Sends nothing paid."""
        return self._engine.resume()

    def settle(self, intent_id: str) -> Doubt:
        """A submit in doubt, in hand: look for it, adopt its task, send it again, or leave it.

        Raises HistoryError for an id that the history does not have. Sends nothing by itself.
        """
        return Doubt(self._engine, self._engine.intent(intent_id))

    def refunded(self, intent_id: str, *, note: str = "") -> None:
        """The relay's bill says that the money of this call came back: book it."""
        self.store.refund(intent_id, source="person", note=note)

    def __reduce__(self) -> Never:
        raise TypeError("a studio's history is never pickled; its tables are, and so is its file")

    def __repr__(self) -> str:
        return f"StudioHistory({shown(self.store.url)})"


def shown(place: str) -> str:
    """A path as short as it can be said; a URL without the password in it."""
    if "://" in place:
        scheme, _, rest = place.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"
    path = Path(place).expanduser().absolute()
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
