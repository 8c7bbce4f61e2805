"""What a button does, read from its customId. The label is only a label and may lie."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from yubo_nb.api.wire import integer, mapping, sequence, text

Verb = Literal[
    "upscale",
    "vary",
    "vary_subtle",
    "vary_strong",
    "reroll",
    "zoom",
    "pan",
    "vary_region",
    "custom_zoom",
    "upscale_subtle",
    "upscale_creative",
    "upscale_2x",
    "upscale_4x",
    "make_square",
    "animate",
    "bookmark",
    "pick_prompt",
    "shorten_pick",
    "describe_retry",
    "imagine_all",
    "link",
    "unknown",
]
Dialog = Literal["always", "perhaps", "never"]

# verb → (class it is priced by, whether it opens a dialog). "perhaps": when the account is in Remix mode.
_FACTS: dict[Verb, tuple[str, Dialog]] = {
    "upscale": ("upscale", "never"),
    "vary": ("variation", "perhaps"),
    "vary_subtle": ("variation", "perhaps"),
    "vary_strong": ("variation", "perhaps"),
    "reroll": ("reroll", "perhaps"),
    "zoom": ("zoom", "never"),
    "pan": ("pan", "perhaps"),
    "vary_region": ("inpaint", "always"),
    "custom_zoom": ("custom_zoom", "always"),
    "upscale_subtle": ("upscale", "never"),
    "upscale_creative": ("upscale", "never"),
    "upscale_2x": ("upscale", "never"),
    "upscale_4x": ("upscale", "never"),
    "make_square": ("zoom", "never"),
    "animate": ("video", "perhaps"),
    "bookmark": ("unknown", "never"),
    "pick_prompt": ("imagine", "always"),
    "shorten_pick": ("imagine", "always"),
    "describe_retry": ("describe", "never"),
    "imagine_all": ("imagine", "never"),
    "link": ("unknown", "never"),
    "unknown": ("unknown", "perhaps"),
}
_WORDS: dict[str, Verb] = {
    "upsample": "upscale",
    "video_virtual_upscale": "upscale",
    "variation": "vary",
    "low_variation": "vary_subtle",
    "high_variation": "vary_strong",
    "reroll": "reroll",
    "Inpaint": "vary_region",
    "CustomZoom": "custom_zoom",
    "BOOKMARK": "bookmark",
    "PicReader": "pick_prompt",
    "PromptAnalyzer": "shorten_pick",
    "video": "animate",
}
_REAL_UPSCALE = re.compile(r"upsample_v\w+?_(2x_subtle|2x_creative|2x|4x)")
_REAL: dict[str, Verb] = {
    "2x_subtle": "upscale_subtle",
    "2x_creative": "upscale_creative",
    "2x": "upscale_2x",
    "4x": "upscale_4x",
}
_PAN = re.compile(r"pan_(left|right|up|down)|(left|right|up|down)_pan(?:_variation)?")
_ANIMATE = re.compile(r"animate_(high|low)(_extend)?")
_OUTPAINT = {"50": 2.0, "75": 1.5}  # Midjourney's own numbers; 100 makes the picture square. It is no formula
_EMOJI_NAME = re.compile(r"[\x21-\x7e]*[A-Za-z_][\x21-\x7e]*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What pressing does.

    `index` is the 1-based picture or choice, `factor` the zoom, `label` the rest in a word: a pan's
    direction, `high`/`low` motion (`extend high`), or the verb's own word when it is unknown. `opens_dialog`
    tells whether the relay answers with a form that `modal` must fill in: "perhaps" depends on its account.
    """

    verb: Verb
    index: int | None = None
    label: str = ""
    factor: float | None = None

    @property
    def charge_action(self) -> str:
        """The class a relay prices this by; an old `upsample_max` is an upscale with an unknown verb."""
        if self.verb == "unknown" and self.label.startswith("upsample"):
            return "upscale"
        return _FACTS[self.verb][0]

    @property
    def opens_dialog(self) -> Dialog:
        """Whether `modal` must follow."""
        return _FACTS[self.verb][1]


def meaning_of(custom_id: str | None) -> Meaning:
    """Decode `MJ::JOB::verb::n::uuid`, `MJ::Name::…` and `MJ::Job::Name::n` by whole parts. Never raises."""
    if not custom_id:
        return Meaning("link")
    parts = custom_id.split("::")
    if len(parts) > 2 and parts[1].upper() == "JOB":
        del parts[1]
    if len(parts) < 2:
        return Meaning("unknown", label=custom_id)
    word, rest = parts[1], parts[2:]
    first = rest[0] if rest else ""
    number = integer(first)
    if word == "Outpaint":
        if first == "100":
            return Meaning("make_square")
        return (
            Meaning("zoom", factor=_OUTPAINT[first]) if first in _OUTPAINT else Meaning("unknown", label=word)
        )
    if word == "Picread" and first == "Retry":
        return Meaning("describe_retry")
    if word == "PicReader" and first == "all":
        return Meaning("imagine_all")
    if found := _REAL_UPSCALE.fullmatch(word):
        return Meaning(_REAL[found[1]], number)
    if found := _PAN.fullmatch(word):
        return Meaning("pan", number, found[1] or found[2])
    if found := _ANIMATE.fullmatch(word):
        return Meaning("animate", number, f"extend {found[1]}" if found[2] else found[1])
    verb = _WORDS.get(word, "unknown")
    if verb == "unknown":
        return Meaning(verb, number, word)
    return Meaning(verb, None if verb == "reroll" else number)


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the relay offers it. `custom_id` goes back unchanged; None is a link nobody can press.

    `emoji` holds characters only: a Discord emoji *name* such as `upscale_1` is dropped. `type` 2 is a
    button, 3 a menu; `style` is Discord's number (1 blue … 5 link) and means nothing to a client.
    """

    custom_id: str | None
    label: str
    emoji: str
    type: int
    style: int

    @property
    def meaning(self) -> Meaning:
        """What pressing does."""
        return meaning_of(self.custom_id)

    @property
    def caption(self) -> str:
        """The label, else the emoji, else the verb: never empty."""
        return self.label or self.emoji or (self.meaning.label or self.meaning.verb)


def decode_buttons(value: Any) -> tuple[Button, ...]:
    """The `buttons` of a task; null, missing or a wrong type is no buttons, a broken entry is left out."""
    return tuple(_button(found) for entry in sequence(value) if (found := mapping(entry)))


def _button(entry: dict[str, Any]) -> Button:
    emoji = entry.get("emoji")
    shown = text(mapping(emoji).get("name")) if isinstance(emoji, dict) else text(emoji)
    kind, style = integer(entry.get("type")), integer(entry.get("style"))
    return Button(
        custom_id=text(entry.get("customId")) or None,
        label=text(entry.get("label")) or text(entry.get("placeholder")),
        emoji="" if _EMOJI_NAME.fullmatch(shown) else shown,
        type=2 if kind is None else kind,
        style=2 if style is None else style,
    )
