"""The API core: a relay of the midjourney-proxy family without a notebook, a disk or pandas in sight.

    with Client("https://relay.example", api_key) as client:
        submission = client.imagine("a cat")
        task = client.fetch(submission.task_id)

Names are loaded when first used, so importing this package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yubo_nb.api.client import AsyncClient, Client
    from yubo_nb.api.download import PictureClient
    from yubo_nb.api.errors import (
        AuthError,
        BudgetExceeded,
        Closed,
        HistoryError,
        ImageRefused,
        InvalidRequest,
        NotOffered,
        NotSent,
        PaidCallsDisabled,
        PictureGone,
        PictureUnavailable,
        PromptRejected,
        QueueFull,
        QuotaError,
        RateLimited,
        Rejected,
        RelayUnavailable,
        SubmitInDoubt,
        TaskFailed,
        TaskNotFound,
        TaskTimeout,
        UnknownButton,
        UnreadableAnswer,
        YuboError,
    )
    from yubo_nb.api.models import Button, Submission, Task
    from yubo_nb.api.profile import Profile
    from yubo_nb.api.request import Request

_HOMES = {
    "AsyncClient": "client",
    "Button": "models",
    "Client": "client",
    "PictureClient": "download",
    "Profile": "profile",
    "Request": "request",
    "Submission": "models",
    "Task": "models",
}

__all__ = [
    "AsyncClient",
    "AuthError",
    "BudgetExceeded",
    "Button",
    "Client",
    "Closed",
    "HistoryError",
    "ImageRefused",
    "InvalidRequest",
    "NotOffered",
    "NotSent",
    "PaidCallsDisabled",
    "PictureClient",
    "PictureGone",
    "PictureUnavailable",
    "Profile",
    "PromptRejected",
    "QueueFull",
    "QuotaError",
    "RateLimited",
    "Rejected",
    "RelayUnavailable",
    "Request",
    "Submission",
    "SubmitInDoubt",
    "Task",
    "TaskFailed",
    "TaskNotFound",
    "TaskTimeout",
    "UnknownButton",
    "UnreadableAnswer",
    "YuboError",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
