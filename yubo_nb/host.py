"""Which program shows what is displayed: a notebook, Colab, marimo, a terminal, or nobody."""

import os
import sys
from typing import Any


def shell() -> Any:
    """IPython's shell, if this process has one; IPython is not imported for the question."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def draws_widgets() -> bool:
    """A Jupyter kernel, whose front end may draw widgets; a script and a terminal cannot."""
    return getattr(shell(), "kernel", None) is not None


def is_marimo() -> bool:
    """A marimo notebook, which draws anywidgets and none of ipywidgets'."""
    marimo = sys.modules.get("marimo")
    return marimo is not None and bool(marimo.running_in_notebook())


def has_visitors() -> bool:
    """Voilà, or a marimo app: pages for visitors, who have no cell to type into.

    To be asked where a cell runs: marimo tells no other thread.
    """
    if is_marimo():
        return sys.modules["marimo"].app_meta().mode == "run"
    return draws_widgets() and os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")


def is_colab() -> bool:
    """Google Colab, which does not paint what a thread changes until a cell runs (colabtools#3373)."""
    return "google.colab" in sys.modules


def has_moving_line() -> bool:
    """Somebody sees a line that is written over and over, and sees no card that moves instead of it."""
    if draws_widgets():
        return is_colab()
    return not is_marimo() and sys.stderr is not None and sys.stderr.isatty()
