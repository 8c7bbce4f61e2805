"""Remembers: intents, tasks, events and pictures. SQLAlchemy is imported when `History` is first named."""

from typing import TYPE_CHECKING, Any

from yubo_nb.history.records import Intent, IntentStatus, Mark, Picture, PictureState, StoredTask

if TYPE_CHECKING:
    from yubo_nb.history.budget import Caps, Spent
    from yubo_nb.history.store import History

__all__ = [
    "Caps", "History", "Intent", "IntentStatus", "Mark", "Picture", "PictureState", "Spent", "StoredTask",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    homes = {"Caps": "budget", "History": "store", "Spent": "budget"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{homes[name]}"), name)
