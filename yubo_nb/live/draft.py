"""The prompt that a dialog starts from."""

import re

from yubo_nb.api.models import Task, meaning_of
from yubo_nb.api.results import choices_of

_ZOOM = re.compile(r"(?:^|\s)--zoom\s")


def draft(parent: Task | None, custom_id: str | None) -> str:
    """What to offer in the dialog that this button of `parent` opens; "" for nothing better than its prompt.

    Relays answer the button with no prompt, or with a wrong one, so it is taken from the parent.
    """
    if parent is None:
        return ""
    meaning = meaning_of(custom_id)
    text = parent.final_prompt or parent.prompt
    match meaning.verb:
        case "custom_zoom":
            return text if _ZOOM.search(text) else f"{text} --zoom 2".strip()
        case "pick_prompt" | "shorten_pick":
            return next((one.text for one in choices_of(parent) if one.index == meaning.index), "")
        case _:
            return text
