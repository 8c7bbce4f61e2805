"""Where settings come from: argument, environment, `.env`, keyring, in this order. A key is never shown."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yubo_nb.api.address import parse_address
from yubo_nb.api.errors import AuthError, InvalidRequest
from yubo_nb.api.key import Sealed
from yubo_nb.lang import say

KEYRING_SERVICE = "yubo_nb"  # entries are by origin, so that a key can only go where it was kept for
SANDBOX_KEY = "sk-sandbox-"
DEFAULT_HISTORY = Path(".yubo_nb") / "history.sqlite3"


@dataclass(frozen=True, slots=True)
class Settings:
    """What `connect` goes by. `sources` says for each setting where it came from, in the reader's language.

    Without `base_url` and `api_key` this is the sandbox.
    """

    history: str
    base_url: str = ""
    api_key: Sealed[str] | None = None
    insecure: bool = False
    sources: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def sandbox(self) -> bool:
        """No key: nothing can be charged."""
        return self.api_key is None

    def same_as(self, other: "Settings") -> bool:
        """Whether both lead to the same place with the same key."""
        keys = [one.api_key.open() if one.api_key else None for one in (self, other)]
        return keys[0] == keys[1] and (self.base_url, self.history) == (other.base_url, other.history)


def read_settings(
    base_url: str | None = None,
    api_key: str | None = None,
    *,
    history: str | os.PathLike[str] | None = None,
    sandbox: bool | None = None,
    insecure: bool = False,
) -> Settings:
    """Settle every setting. Raises InvalidRequest or AuthError for settings that do not fit together.

    `sandbox=True` passes over any key of the environment; `sandbox=False` insists on a relay.
    """
    find = _Finder()
    place = find("history", os.fspath(history) if history is not None else None, "YUBO_HISTORY") or os.fspath(
        DEFAULT_HISTORY
    )
    find.sources.setdefault("history", say("default", "默认"))
    if sandbox:
        if api_key is not None or base_url is not None:
            raise InvalidRequest(
                say(
                    "The sandbox takes no base_url and no key; a key is never sent to it.",
                    "沙盒不需要 base_url 和 key，也绝不会把 key 发给它。",
                ),
                field="sandbox",
            )
        return Settings(history=place, sources=find.sources)
    address = find("base_url", base_url, "YUBO_BASE_URL")
    key = find("api_key", api_key, "YUBO_API_KEY")
    origin = parse_address(address, insecure=insecure) if address else None
    if origin is not None and not key:
        key = _from_keyring(origin.origin)
        find.sources["api_key"] = say("keyring", "系统钥匙串")
    if not address and not key and not sandbox and sandbox is None:
        return Settings(history=place, sources=find.sources)
    if origin is None:
        raise InvalidRequest(
            say(
                "The relay's address is missing: set YUBO_BASE_URL, or give base_url.",
                "缺少中转站地址：请设置 YUBO_BASE_URL 或传入 base_url。",
            ),
            field="base_url",
        )
    if not key:
        raise AuthError(
            say(f"There is no key for {origin.origin}.", f"没有 {origin.origin} 的 key。"), charged="no"
        )
    if key.startswith(SANDBOX_KEY) and not origin.loopback:
        raise InvalidRequest(
            say("This is a sandbox's key; it is not sent to a relay.", "这是沙盒的 key，不会发给中转站。"),
            field="api_key",
        )
    return Settings(
        history=place, base_url=origin.base_url, api_key=Sealed(key), insecure=insecure, sources=find.sources
    )


class _Finder:
    """Looks in one place after the other and remembers where it found each setting."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self._dotenv: Callable[[], Mapping[str, str | None]] = _dotenv

    def __call__(self, name: str, argument: str | None, variable: str) -> str:
        if argument:
            self.sources[name] = say("argument", "参数")
            return argument
        if value := os.environ.get(variable, "").strip():
            self.sources[name] = say(f"environment variable {variable}", f"环境变量 {variable}")
            return value
        if value := (self._dotenv().get(variable) or "").strip():
            self.sources[name] = say(f"{variable} in .env", f".env 中的 {variable}")
            return value
        return ""


def _dotenv() -> Mapping[str, str | None]:
    """Read, not exported: a setting of this package is nobody else's environment."""
    from dotenv import dotenv_values, find_dotenv

    return dotenv_values(find_dotenv(usecwd=True), interpolate=False)


def _from_keyring(origin: str) -> str:
    try:
        import keyring  # pyright: ignore[reportMissingImports] - an extra
        from keyring.errors import KeyringError  # pyright: ignore - the same
    except ImportError:  # the extra is not installed
        return ""
    try:
        return keyring.get_password(KEYRING_SERVICE, origin) or ""
    except KeyringError:  # locked, or no backend: the same as no entry
        return ""
