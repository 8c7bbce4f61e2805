"""A card as text for the clipboard: its prompt, the Python that makes it anew, or curl. Never the key."""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

from yubo_nb.api.models import meaning_of
from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.prompt import PromptError, compose, parse
from yubo_nb.widgets.messages import Language
from yubo_nb.widgets.scope import Source

_ORIGIN = re.compile(r"https?://[\w.:\[\]-]+")
_METHODS = {
    "reroll": "reroll()",
    "vary_subtle": 'vary(strength="subtle")',
    "vary_strong": 'vary(strength="strong")',
    "upscale_subtle": "upscale()",
    "upscale_creative": "upscale(creative=True)",
}


def as_text(engine: Source, card: Card, language: Language) -> str:
    """The text in this language. Raises ValueError where nothing is known of the call."""
    if language == "prompt":
        return card.prompt
    intent = engine.history.intent(card.intent_id) if card.intent_id else None
    if language == "python":
        return _python(engine, card, intent)
    if intent is None:
        why = say("It was not sent from here, so its call is not known.", "不是从这里提交的，没有请求记录。")
        raise ValueError(why)
    return _curl(intent.endpoint, intent.body, card)


def _python(engine: Source, card: Card, intent: Any) -> str:
    if intent is None:
        return f"task = studio.task({card.task_id!r})"
    here = say("pictures of the call: put yours here", "请求中的图片：请填入自己的")
    match intent.endpoint:
        case "submit/imagine":
            pictures = bool(intent.body.get("base64Array"))
            call = _imagine(intent.prompt)
            return f"task = {call[:-1]}, images=[...])  # {here}" if pictures else f"task = {call}"
        case "submit/action":
            press = f"task = studio.task({intent.parent_task_id!r}).{_method(intent.custom_id or '')}"
            return press + _confirmed(engine, card)
        case "submit/shorten":
            return f"task = studio.shorten({intent.prompt!r})"
        case "submit/blend":
            return f"task = studio.blend([...])  # {here}"
        case "submit/describe":
            return f"task = studio.describe(...)  # {here}"
        case _:
            return f"task = studio.swap_face(..., ...)  # {here}"


def _imagine(prompt: str) -> str:
    """With parameters as arguments where that is the same text, else as it was written."""
    parsed = parse(prompt)
    given: dict[str, Any] = dict(parsed.parameters)
    try:
        same = bool(given) and all(map(str.isidentifier, given)) and compose(parsed.text, **given) == prompt
    except PromptError:
        same = False
    if not same:
        return f"studio.imagine({_quoted(prompt)})"
    arguments = ", ".join(f"{name}={_quoted(value)}" for name, value in given.items())
    return f"studio.imagine({_quoted(parsed.text)}, {arguments})"


def _method(custom_id: str) -> str:
    meaning = meaning_of(custom_id)
    if meaning.verb in {"upscale", "vary"} and meaning.index:
        return f"{meaning.verb}({meaning.index})"
    return _METHODS.get(meaning.verb, f"act({_quoted(custom_id)})")


def _confirmed(engine: Source, card: Card) -> str:
    """The answer to the dialog, where one was given."""
    last = engine.history.intent_of(card.origin, card.task_id) if card.task_id else None
    if last is None or last.endpoint != "submit/modal":
        return ""
    masked = ", mask=..." if last.body.get("maskBase64") else ""
    return f"\ntask.wait().confirm({_quoted(last.prompt)}{masked})"


def _curl(endpoint: str, body: Mapping[str, Any], card: Card) -> str:
    # `state` marks the task as ours: a copy of it would be taken for the same call.
    sent = json.dumps({k: v for k, v in body.items() if k not in {"state", "notifyHook"}}, ensure_ascii=False)
    known = _ORIGIN.fullmatch(card.origin)
    base = f"${{YUBO_BASE_URL:-{card.origin}}}" if known and not card.sandbox else "$YUBO_BASE_URL"
    lines = [
        f'curl -X POST "{base}/mj/{endpoint}"',
        '-H "Authorization: Bearer $YUBO_API_KEY"',
        '-H "Content-Type: application/json"',
        f"-d {shlex.quote(sent)}",
    ]
    note = say(
        "# sha256:… stands for a picture; put its base64 there", "# sha256:… 代表图片，请替换为 base64"
    )
    return (f"{note}\n" if "sha256:" in sent else "") + " \\\n  ".join(lines)


def _quoted(value: object) -> str:
    """As a person writes it: double quotes."""
    if not isinstance(value, str):
        return repr(value)
    return json.dumps(value, ensure_ascii=False) if value.isprintable() else repr(value)
