"""A relay that takes every order, draws it at once and counts; what goes wrong on the way is scripted."""

import itertools
import threading
from io import BytesIO
from typing import Any

from PIL import Image

from tests.live.scripted import Scripted

KEY = "sk-test-key-1234567890"  # no sandbox's: whoever takes it may charge


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, "PNG")
    return out.getvalue()


PNG = _png()


class Shop:
    """Accepts every order and finishes it at once. `answer` may speak first; None breaks the connection."""

    def __init__(self) -> None:
        self.orders: list[tuple[str, dict[str, Any]]] = []
        self.tasks: dict[str, dict[str, Any]] = {}
        self.log: list[dict[str, Any]] | None = None
        self.used: float | None = None
        """What the key has used, in money; None: this relay tells no balance."""
        self.instead: list[Any] = []
        """Answers to the next submits: "lost" takes the order and breaks the connection."""
        self._ids = itertools.count(1001)
        self._lock = threading.Lock()
        self.server = Scripted(self._answer)

    def _answer(self, _method: str, path: str, body: Any) -> Any:
        with self._lock:
            if "/submit/" in path or "insight-face" in path:
                return self._order(path, body)
            if "list-by-condition" in path:
                return 200, [self.tasks[one] for one in body["ids"] if one in self.tasks]
            if path.endswith("/fetch"):
                return 200, self.tasks.get(path.split("/")[-2])
            if path == "/picture.png":
                return 200, PNG
            if path == "/api/log/token" and self.log is not None:
                return 200, {"success": True, "message": "", "data": self.log}
            if path.startswith("/v1/dashboard/billing/subscription") and self.used is not None:
                return 200, {"object": "billing_subscription", "hard_limit_usd": 10.0, "access_until": 0}
            if path.startswith("/v1/dashboard/billing/usage") and self.used is not None:
                return 200, {"object": "list", "total_usage": self.used * 100}
            return 404, b"<html><title>404</title></html>"

    def _order(self, path: str, body: dict[str, Any]) -> Any:
        self.orders.append((path, body))
        said = self.instead.pop(0) if self.instead else None
        if said not in (None, "lost", "unseen"):
            return said
        task_id = str(next(self._ids))
        self.tasks[task_id] = {
            "id": task_id,
            "action": "IMAGINE",
            "status": "SUCCESS",
            "progress": "100%",
            "prompt": body.get("prompt", ""),
            "state": "" if said == "unseen" else body.get("state", ""),
            "imageUrl": f"{self.server.base_url}/picture.png",
            "buttons": [
                {"customId": f"MJ::JOB::upsample::1::{task_id}", "label": "U1"},
                {"customId": f"MJ::JOB::variation::1::{task_id}", "label": "free picture"},
            ],
        }
        return None if said else (200, {"code": 1, "description": "ok", "result": task_id})

    @property
    def prompts(self) -> list[str]:
        return [body.get("prompt", "") for _, body in self.orders]
