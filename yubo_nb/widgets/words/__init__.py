"""The fixed words of the live views, in the reader's language; the browser has no text of its own."""

from yubo_nb.widgets.words import (
    ask,
    board,
    card,
    compare,
    dialog,
    form,
    grid,
    lineage,
    mask,
    picture,
    reasons,
    results,
    slots,
    state,
    tabs,
)

_ALL = (
    ask,
    board,
    card,
    compare,
    dialog,
    form,
    grid,
    lineage,
    mask,
    picture,
    reasons,
    results,
    slots,
    state,
    tabs,
)


def words() -> dict[str, str]:
    """Every key is used by `static/*.js` and every key used there is here: a test compares them."""
    return {key: text for part in _ALL for key, text in part.words().items()}
