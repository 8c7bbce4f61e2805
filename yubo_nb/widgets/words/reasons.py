"""Why a task went wrong, and what to do: the same sentences as in Python's errors."""

from yubo_nb.live.reasons import KINDS, Reason


def words() -> dict[str, str]:
    what = {f"what_{kind}": Reason(kind).what for kind in KINDS}
    return what | {f"todo_{kind}": Reason(kind).remedy for kind in KINDS}
