"""What a key can ask about itself: quota, use, models, and, in the sandbox only, the ledger."""

from dataclasses import asdict

from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.wire import Json

_MODELS = [
    "mj_imagine",
    "mj_variation",
    "mj_reroll",
    "mj_blend",
    "mj_upscale",
    "mj_describe",
    "mj_zoom",
    "mj_shorten",
    "mj_modal",
    "mj_inpaint",
    "mj_custom_zoom",
    "mj_high_variation",
    "mj_low_variation",
    "mj_pan",
    "mj_upload",
    "mj_video",
    "mj_edits",
    "swap_face",
]


def subscription(relay: Relay) -> Json:
    """What the key may use, used and left together."""
    limit = relay.switches.credit
    return {
        "object": "billing_subscription",
        "has_payment_method": True,
        "soft_limit_usd": limit,
        "hard_limit_usd": limit,
        "system_hard_limit_usd": limit,
        "access_until": 0,
    }


def usage(relay: Relay) -> Json:
    """What it has used, in hundredths."""
    return {"object": "list", "total_usage": round(relay.spent() * 100, 4)}


def models(_relay: Relay) -> Json:
    """The models of the key; the gateway's older form says `success` and has no `object`."""
    rows: list[Json] = [
        {"id": name, "object": "model", "created": 1626777600, "owned_by": "midjourney"} for name in _MODELS
    ]
    return {"success": True, "data": [{**r, "permission": [], "root": r["id"], "parent": None} for r in rows]}


def ledger(relay: Relay) -> Json:
    """Every paid submit and what came back."""
    charges = relay.charges()
    return {
        "charges": [asdict(c) for c in charges],
        "submits": len(charges),
        "charged": round(sum(c.price for c in charges), 6),
        "refunded": round(sum(c.price for c in charges if c.refunded), 6),
        "spent": relay.spent(),
    }
