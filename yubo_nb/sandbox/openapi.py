"""The sandbox's own OpenAPI description, for fuzzers and for the curious."""

from yubo_nb.sandbox.flavours import Switches
from yubo_nb.sandbox.wire import Json

_TEXT: Json = {"type": "string"}
_PICTURE: Json = {"type": "string", "description": "data URI or bare base64"}
_FIELDS: dict[str, tuple[dict[str, Json], list[str]]] = {
    "imagine": (
        {"prompt": _TEXT, "base64Array": {"type": "array", "items": _PICTURE}, "botType": _TEXT},
        ["prompt"],
    ),
    "action": (
        {"taskId": _TEXT, "customId": _TEXT, "chooseSameChannel": {"type": "boolean"}},
        ["taskId", "customId"],
    ),
    "modal": ({"taskId": _TEXT, "prompt": _TEXT, "maskBase64": _PICTURE}, ["taskId"]),
    "blend": (
        {
            "base64Array": {"type": "array", "items": _PICTURE, "minItems": 2, "maxItems": 5},
            "dimensions": {"type": "string", "enum": ["PORTRAIT", "SQUARE", "LANDSCAPE"]},
        },
        ["base64Array"],
    ),
    "describe": ({"base64": _PICTURE, "botType": _TEXT}, ["base64"]),
    "shorten": ({"prompt": _TEXT, "botType": _TEXT}, ["prompt"]),
    "swap": ({"sourceBase64": _PICTURE, "targetBase64": _PICTURE}, ["sourceBase64", "targetBase64"]),
    "edits": ({"prompt": _TEXT, "image": _PICTURE, "maskBase64": _PICTURE}, ["prompt", "image"]),
    "video": (
        {"prompt": _TEXT, "image": _PICTURE, "motion": {"type": "string", "enum": ["low", "high"]}},
        ["image"],
    ),
    "upload-discord-images": ({"base64Array": {"type": "array", "items": _PICTURE}}, ["base64Array"]),
    "change": ({"taskId": _TEXT, "action": _TEXT, "index": {"type": "integer"}}, ["taskId", "action"]),
    "simple-change": ({"content": _TEXT}, ["content"]),
}
_ANSWER: Json = {
    "description": "a submit answer, or an error in one of the family's shapes",
    "content": {"application/json": {"schema": {"type": "object"}}, "text/plain": {"schema": {}}},
}
_MANY: Json = {
    "description": "the tasks that are known, in any order; an object refuses an unreadable body",
    "content": {"application/json": {"schema": {"type": ["array", "object"], "items": {"type": "object"}}}},
}
_DRAWN: Json = {
    "description": "the picture, or a preview",
    "content": {"image/png": {"schema": {}}, "image/webp": {"schema": {}}},
}
_KEY = [{"bearer": list[str]()}]


def _operation(
    name: str, responses: Json, *, key: bool = True, body: Json | None = None, path: str = ""
) -> Json:
    found: Json = {"operationId": name, "responses": responses, "security": _KEY if key else []}
    if body is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if path:
        found["parameters"] = [{"name": path, "in": "path", "required": True, "schema": _TEXT}]
    return found


def description(switches: Switches, submits: list[str]) -> Json:
    """OpenAPI 3.1 of what this flavour serves."""
    either = {"200": _ANSWER, "400": _ANSWER, "401": _ANSWER, "404": _ANSWER, "413": _ANSWER, "500": _ANSWER}
    if switches.flavour == "novicezk":
        either["401"] = {"description": "no key or a wrong one; nothing is said"}
    plain: Json = {**either, "204": {"description": "unknown task"}}
    fetched = plain
    if switches.unknown_task == "200":  # no content is promised, because an unknown task has none
        fetched = {**plain, "200": {"description": "the task; nothing at all for an unknown one"}}
    paths: dict[str, Json] = {}
    for name in submits:
        fields, required = _FIELDS.get(name, _FIELDS["edits"])
        shared = {"state": _TEXT, "notifyHook": _TEXT}
        schema: Json = {"type": "object", "properties": {**fields, **shared}, "required": required}
        where = "/mj/insight-face/swap" if name == "swap" else f"/mj/submit/{name}"
        paths[where] = {"post": _operation(name, either, body=schema)}
    ids: Json = {
        "type": "object",
        "properties": {"ids": {"type": "array", "items": _TEXT}},
        "required": ["ids"],
    }
    paths |= {
        "/mj/task/{id}/fetch": {"get": _operation("fetch", fetched, path="id")},
        "/mj/task/list-by-condition": {"post": _operation("list", {**plain, "200": _MANY}, body=ids)},
        "/sandbox/ledger": {"get": _operation("ledger", plain)},
    }
    if switches.flavour != "novicezk":
        paths["/mj/task/{id}/image-seed"] = {"get": _operation("seed", plain, path="id")}
    if switches.proxies_pictures:
        drawn = {**plain, "200": _DRAWN}
        paths["/mj/image/{id}"] = {"get": _operation("image", drawn, key=False, path="id")}
    if switches.gateway:
        paths |= {
            "/v1/dashboard/billing/subscription": {"get": _operation("subscription", plain)},
            "/v1/dashboard/billing/usage": {"get": _operation("usage", plain)},
            "/v1/models": {"get": _operation("models", plain)},
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": f"yubo_nb sandbox ({switches.flavour})", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }
