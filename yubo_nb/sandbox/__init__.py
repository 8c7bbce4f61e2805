"""A relay for nothing: the protocol over real loopback HTTP, with real painted pictures and no bill.

Importing this package costs nothing; the server, NumPy and Pillow come with the first use of `Sandbox`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yubo_nb.sandbox.run import Sandbox as Sandbox

__all__ = ["Sandbox"]


def __getattr__(name: str) -> object:
    if name == "Sandbox":
        from yubo_nb.sandbox.run import Sandbox

        return Sandbox
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
