"""Which submits a flavour takes, by the last part of their path."""

from collections.abc import Callable

from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.pictures import Pictures
from yubo_nb.sandbox.press import Press
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.wire import Json, Reply

_OLD = frozenset({"imagine", "blend", "describe", "change", "simple-change"})


def desk(relay: Relay, easel: Easel) -> dict[str, Callable[[Json, str], Reply]]:
    """Every order this relay takes."""
    pictures = Pictures(relay, easel)
    press = Press(relay, pictures)
    found: dict[str, Callable[[Json, str], Reply]] = {
        "imagine": relay.imagine,
        "action": press.action,
        "modal": press.modal,
        "change": press.change,
        "simple-change": press.simple_change,
        "blend": pictures.blend,
        "describe": pictures.describe,
        "shorten": pictures.shorten,
        "swap": pictures.swap,
        "edits": pictures.edits,
        "edit": pictures.edits,
        "video": pictures.video,
        "upload-discord-images": pictures.upload,
    }
    if relay.switches.flavour == "novicezk":
        return {name: order for name, order in found.items() if name in _OLD}
    if relay.switches.flavour == "trueai":
        found["retexture"] = pictures.edits
    return found
