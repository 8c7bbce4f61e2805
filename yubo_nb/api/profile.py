"""How a relay wants its speed and its key written. Relays do not document it: try, then look."""

from dataclasses import dataclass
from typing import Any, Literal

from yubo_nb.api.checks import refuse

Mode = Literal["fast", "relax", "turbo"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One relay's habits.

    `speed`: where the mode goes. "path" → `/mj-fast/mj/…` (new-api, trueai, most relays); "short-path" →
    `/fast/mj/…` (openai-hk); "body" → `"mode": "FAST"` (dmxapi); "filter" → `"accountFilter": {"modes":
    ["FAST"]}` (plus, trueai; new-api deletes it); "flag" → ` --fast` at the end of the prompt (Midjourney
    itself). `auth`: which headers carry the key; "both" reaches every server of the family in one request.
    """

    name: str = "new-api"
    speed: Literal["path", "short-path", "body", "filter", "flag"] = "path"
    auth: Literal["both", "bearer", "bare", "secret"] = "both"

    def prefix(self, mode: Mode | None) -> str:
        """The path prefix of a task's whole life; fetching under another may not find it."""
        if mode is None or self.speed not in {"path", "short-path"}:
            return ""
        return f"/mj-{mode}" if self.speed == "path" else f"/{mode}"

    def with_mode(self, body: dict[str, Any], mode: Mode | None) -> dict[str, Any]:
        """A submit's body with the speed written into it, where this relay wants it there."""
        if mode is None or self.speed in {"path", "short-path"}:
            return body
        if self.speed == "body":
            return body | {"mode": mode.upper()}
        if self.speed == "filter":
            return body | {"accountFilter": {"modes": [mode.upper()]}}
        prompt = body.get("prompt")
        return body | {"prompt": f"{prompt} --{mode}"} if isinstance(prompt, str) and prompt.strip() else body

    def headers(self, key: str) -> list[tuple[str, str]]:
        """The headers that carry the key. new-api reads `mj-api-secret` only without an `Authorization`."""
        bearer, bare, secret = (
            ("Authorization", f"Bearer {key}"),
            ("Authorization", key),
            ("mj-api-secret", key),
        )
        return {"both": [bearer, secret], "bearer": [bearer], "bare": [bare], "secret": [secret]}[self.auth]


PROFILES: dict[str, Profile] = {
    "new-api": Profile(),
    "plus": Profile("plus", speed="filter"),
    "trueai": Profile("trueai"),
    "novicezk": Profile("novicezk", speed="flag"),
    "openai-hk": Profile("openai-hk", speed="short-path"),
    "dmxapi": Profile("dmxapi", speed="body"),
}


def profile_named(profile: str | Profile) -> Profile:
    """A known relay by name, or your own. Raises InvalidRequest for a name nobody knows."""
    if isinstance(profile, Profile):
        return profile
    if profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise refuse(
            "connect", "profile", f"{profile!r} is none of {known}.", f"{profile!r} 不在 {known} 之中。"
        )
    return PROFILES[profile]
