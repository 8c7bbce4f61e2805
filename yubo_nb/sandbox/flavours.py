"""Which relay is being imitated: one switch for each oddity, and four presets."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Switches:
    """The oddities. Times are in seconds of a relay's time and run with the sandbox's clock."""

    flavour: str = "new-api"
    gateway: bool = True
    """A new-api gateway stands in front: its own checks, its error shapes, its bookkeeping."""
    refresh: float = 15.0
    """The gateway asks its upstream this often; 0 shows every change at once."""
    rewrite_codes: bool = True
    """22 becomes 1, and 21 becomes 1 except for region and custom zoom."""
    second_row: bool = True
    """A modal makes a second record with the same id; the older one freezes until the end."""
    text_plain: bool = True
    """Submit answers are sent as text/plain."""
    number_ids: bool = False
    """`result` and the ids of tasks are JSON numbers."""
    id_form: str = "time"
    """`time` (16 digits), `long` (17 digits, above 2^53), `task` (task_...), `uuid`."""
    picture_urls: str = "proxy"
    """`proxy` (/mj/image/id, the gateway's), `cdn` (signed, dead after a day), `localhost` (the gateway's,
    whose owner forgot the server address).
    """
    link_life: float = 86400.0
    """How long a `cdn` link lives."""
    unknown_task: str = "400"
    """`400` with a body, `204`, `200` (empty body)."""
    patched: bool = False
    """The gateway also passes on the buttons of describe, shorten, bookmark and video."""
    future_button: bool = False
    """Finished pictures carry a button nobody has seen before."""
    remix: bool = False
    """The account is in Remix mode: reroll, V, vary and pan open a dialog."""
    slots: int = 12
    """Tasks drawn at the same time."""
    queue: int = 1000
    """Tasks that may wait; one more is refused with 23."""
    modal_life: float = 0.0
    """An unconfirmed dialog is cancelled after this long; 0 lets it wait for ever."""
    empty_status: bool = True
    """New tasks say status "" and buttons null until the first refresh."""
    null_buttons: bool = False
    """`buttons` is null also in finished tasks of describe, swap and failure."""
    failure_progress: str = "100%"
    """What a failed task shows as progress."""
    frozen_failures: bool = False
    """A failed task says IN_PROGRESS for ever, with its reason and "100%"."""
    shuffled_lists: bool = True
    """Lists come in another order than asked."""
    duplicate_rows: bool = False
    """Lists contain every task twice."""
    hooks: bool = False
    """`notifyHook` is delivered (loopback addresses only)."""
    hook_mischief: bool = False
    """Hooks are repeated and overtake each other."""
    image_seed: bool = True
    """Seeds are found; plus finds none before its owner has set up the bot's private channel."""
    video_urls: bool = True
    """A newer gateway: every task has videoUrl and videoUrls."""
    credit: float = 1000.0
    """What the key may spend; beyond it quota_not_enough."""
    prefixes: bool = True
    """/mj-fast/mj and its sisters exist."""

    @property
    def proxies_pictures(self) -> bool:
        """/mj/image/id is served: a gateway always does, and a task may show it."""
        return self.gateway or self.picture_urls != "cdn"


_PRESETS: dict[str, dict[str, Any]] = {
    "new-api": {},
    "plus": {
        "gateway": False,
        "refresh": 0.0,
        "rewrite_codes": False,
        "second_row": False,
        "text_plain": False,
        "picture_urls": "cdn",
        "unknown_task": "200",
        "patched": True,
        "empty_status": False,
        "failure_progress": "",
        "hooks": True,
        "id_form": "long",
    },
    "trueai": {
        "gateway": False,
        "refresh": 0.0,
        "rewrite_codes": False,
        "second_row": False,
        "text_plain": False,
        "picture_urls": "cdn",
        "unknown_task": "204",
        "patched": True,
        "empty_status": False,
        "failure_progress": "0%",
        "hooks": True,
    },
    "novicezk": {
        "gateway": False,
        "refresh": 0.0,
        "rewrite_codes": False,
        "second_row": False,
        "text_plain": False,
        "picture_urls": "cdn",
        "unknown_task": "200",
        "patched": True,
        "empty_status": False,
        "failure_progress": "",
        "hooks": True,
        "prefixes": False,
    },
}


def switches(flavour: str, options: Mapping[str, Any] | None = None) -> Switches:
    """A preset with some switches turned."""
    if flavour not in _PRESETS:
        raise ValueError(f"no flavour {flavour!r}; there are {', '.join(_PRESETS)}")
    known = {f.name for f in dataclasses.fields(Switches)}
    turned = dict(options or {})
    if strange := sorted(set(turned) - known):
        raise ValueError(f"no switch {', '.join(strange)}; there are {', '.join(sorted(known))}")
    return dataclasses.replace(Switches(flavour=flavour, **_PRESETS[flavour]), **turned)
