"""Explore prompts, compare seeds and analyse the history of a midjourney-proxy relay, in a notebook.

`yb.connect()` gives a studio. Importing this package does nothing and costs nothing.
"""

TYPE_CHECKING = False  # not from typing, which alone is most of what an import would cost
if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from yubo_nb.api import AsyncClient as AsyncClient
    from yubo_nb.api import Client as Client
    from yubo_nb.api.errors import SubmitInDoubt as SubmitInDoubt
    from yubo_nb.api.errors import TaskFailed as TaskFailed
    from yubo_nb.api.errors import TaskTimeout as TaskTimeout
    from yubo_nb.api.errors import YuboError as YuboError
    from yubo_nb.comparing import compare as compare
    from yubo_nb.comparing import grid as grid
    from yubo_nb.frozen import freeze as freeze
    from yubo_nb.history import Caps as Caps
    from yubo_nb.keyprompt import login as login
    from yubo_nb.live.handle import TaskHandle as TaskHandle
    from yubo_nb.live.progress import wait as wait
    from yubo_nb.sandbox import Sandbox as Sandbox
    from yubo_nb.spending import budget as budget
    from yubo_nb.studio import Studio as Studio
    from yubo_nb.studio import connect as connect

__version__ = "0.1.0"
_HOMES = {
    "AsyncClient": "yubo_nb.api",
    "Caps": "yubo_nb.history",
    "Client": "yubo_nb.api",
    "Sandbox": "yubo_nb.sandbox",
    "Studio": "yubo_nb.studio",
    "SubmitInDoubt": "yubo_nb.api.errors",
    "TaskFailed": "yubo_nb.api.errors",
    "TaskHandle": "yubo_nb.live.handle",
    "TaskTimeout": "yubo_nb.api.errors",
    "YuboError": "yubo_nb.api.errors",
    "budget": "yubo_nb.spending",
    "compare": "yubo_nb.comparing",
    "connect": "yubo_nb.studio",
    "freeze": "yubo_nb.frozen",
    "grid": "yubo_nb.comparing",
    "login": "yubo_nb.keyprompt",
    "wait": "yubo_nb.live.progress",
}
__all__ = [
    "AsyncClient",
    "Caps",
    "Client",
    "Sandbox",
    "Studio",
    "SubmitInDoubt",
    "TaskFailed",
    "TaskHandle",
    "TaskTimeout",
    "YuboError",
    "__version__",
    "budget",
    "compare",
    "connect",
    "freeze",
    "grid",
    "login",
    "wait",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """`%load_ext yubo_nb`: the magics %imagine, %%imagine and %yubo."""
    from yubo_nb.magics import YuboMagics

    shell.register_magics(YuboMagics)
