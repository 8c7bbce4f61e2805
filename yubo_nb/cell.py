"""Which cell asks, and whether a person is there.

Both are read from the message that the kernel works on: a cell that runs is an `execute_request`, which holds
its code and says whether somebody could be asked a question (`allow_stdin`). A click is another kind of
message, and so never a cell.
"""

import ast
import hashlib
import os
import sys
from collections.abc import Mapping
from typing import Any, cast

from yubo_nb.live.terms import Asked

# Set by the services that run jobs; most set CI.
_JOBS = ("CI", "JENKINS_URL", "TEAMCITY_VERSION", "TF_BUILD", "CODEBUILD_BUILD_ID")
_NO = ("", "0", "false", "no", "off")


def asked() -> Asked:
    """Who asks for a paid call on this thread, now."""
    message = _message()
    unattended = any(os.environ.get(name, "").strip().lower() not in _NO for name in _JOBS)
    if _get(message, "header", "msg_type") != "execute_request":
        return Asked(person=not unattended)
    code, run = _get(message, "content", "code"), _get(message, "header", "msg_id")
    # nbconvert, papermill, nbval and Voilà send False: nobody is there who could answer a question.
    person = _get(message, "content", "allow_stdin") is not False and not unattended
    if not isinstance(code, str) or not isinstance(run, str):
        return Asked(person=person)
    return Asked(cell=cell_hash(code), run=run, person=person)


def has_front_end() -> bool:
    """Whether somebody could show a widget; a plain script and a terminal cannot."""
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def allowed_by_environment() -> bool | None:
    """What YUBO_ALLOW_PAID says; None when it is not set."""
    value = os.environ.get("YUBO_ALLOW_PAID", "").strip().lower()
    return None if not value else value not in _NO


def cell_hash(code: str) -> str:
    """The same for cells that differ in comments, blanks and line breaks only."""
    try:
        meant = ast.unparse(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError):  # magics and other lines that are not Python
        meant = "\n".join(line.rstrip() for line in code.strip().splitlines())
    return hashlib.sha256(meant.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _message() -> Mapping[str, Any]:
    """The message that the kernel works on; empty without a kernel."""
    if "IPython" not in sys.modules:  # a script: not worth a third of a second
        return {}
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    parent = getattr(kernel, "get_parent", None)
    found: object = parent() if callable(parent) else None
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def _get(message: Mapping[str, Any], part: str, name: str) -> object:
    held = message.get(part)
    return cast("Mapping[str, Any]", held).get(name) if isinstance(held, Mapping) else None
