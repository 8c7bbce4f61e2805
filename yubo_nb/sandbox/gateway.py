"""What a new-api gateway does between client and proxy: its own checks before, its rewriting after."""

from typing import Any

from yubo_nb.sandbox.buttons import known_to_gateway, read_custom_id
from yubo_nb.sandbox.ledger import price_of
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.wire import Json, Reply, gateway_error, gateway_refused

_STRINGS = (
    "taskId",
    "customId",
    "prompt",
    "state",
    "notifyHook",
    "botType",
    "base64",
    "maskBase64",
    "action",
    "content",
)


def checked(relay: Relay, endpoint: str, body: Json, request_id: str) -> Reply | None:
    """The gateway's refusal, or None if the request goes through to the proxy."""
    for name in _STRINGS:
        value: Any = body.get(name)
        if value is not None and not isinstance(value, str):
            kind = (
                "bool"
                if isinstance(value, bool)
                else "number"
                if isinstance(value, int | float)
                else "object"
            )
            if isinstance(value, list):
                kind = "array"
            message = (
                f"json: cannot unmarshal {kind} into Go struct field MidjourneyRequest.{name} of type string"
            )
            return gateway_error(f"Invalid request, {message}", 400, request_id)
    missing = _missing(endpoint, body)
    if missing is not None:
        return missing
    if endpoint == "action" and (no := _action(relay, body, request_id)):
        return no
    if endpoint == "modal" and relay.task(body["taskId"]) is None:
        return gateway_refused("task_not_found")
    return None if relay.affords(_price(endpoint, body)) else gateway_refused("quota_not_enough")


def _missing(endpoint: str, body: Json) -> Reply | None:
    if endpoint in {"imagine", "shorten"} and not body.get("prompt"):
        return gateway_refused("prompt_is_required")
    if endpoint == "blend" and not body.get("base64Array"):
        return gateway_refused("base64_array_is_required")
    if endpoint == "modal" and not body.get("taskId"):
        return gateway_refused("task_id_is_required")
    if endpoint == "swap" and not (body.get("sourceBase64") and body.get("targetBase64")):
        return gateway_refused("sour_base64_and_target_base64_is_required")
    return None


def _action(relay: Relay, body: Json, request_id: str) -> Reply | None:
    custom_id = body.get("customId") or ""
    if not custom_id:
        return gateway_error("Invalid request, custom_id_is_required", 400, request_id)
    if "::" not in custom_id:
        text = "Panic detected, error: runtime error: index out of range [1] with length 1"
        return gateway_error(text, 500, request_id, "new_api_panic")
    known = known_to_gateway(custom_id) or (relay.switches.patched and read_custom_id(custom_id) is not None)
    future = relay.switches.future_button and "::future::" in custom_id
    if not (known or future):
        return gateway_error(f"Invalid request, unknown_action:{custom_id}", 400, request_id)
    if not body.get("taskId"):
        return gateway_refused("task_id_is_required")
    parent = relay.task(body["taskId"])
    if parent is None:
        return gateway_refused("task_not_found")
    if parent.at(relay.clock.now()).status != "SUCCESS":
        return gateway_refused("task_status_not_success")
    return None


def _price(endpoint: str, body: Json) -> float:
    if endpoint == "action":
        wish = read_custom_id(body.get("customId") or "")
        return price_of(wish.action) if wish else 0.1
    return price_of({"swap": "SWAP_FACE"}.get(endpoint, endpoint.upper()))


def rewritten(reply: Reply, endpoint: str, body: Json) -> Reply:
    """22 becomes 1; 21 becomes 1 unless the button was Vary (Region) or Custom Zoom."""
    if not reply.submit:
        return reply
    answer: Json = reply.body
    code = answer.get("code")
    wish = read_custom_id(str(body.get("customId") or "")) if endpoint == "action" else None
    stays = wish is not None and wish.action in {"INPAINT", "CUSTOM_ZOOM"}
    if code == 22 or (code == 21 and not stays):
        return Reply({**answer, "code": 1}, reply.status, submit=True)
    return reply
