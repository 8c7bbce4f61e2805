"""Where settings come from: argument, environment, `.env`, Colab's secrets, `yb.login()`, keyring.

In this order. A key is never shown, not even by a traceback that shows local variables.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yubo_nb import keyplaces
from yubo_nb.api.address import parse_address
from yubo_nb.api.errors import AuthError, InvalidRequest
from yubo_nb.api.key import Sealed, seal
from yubo_nb.lang import say

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
    api_key: str | Sealed[str] | None = None,
    *,
    history: str | os.PathLike[str] | None = None,
    sandbox: bool | None = None,
    insecure: bool = False,
) -> Settings:
    """Settle every setting. Raises InvalidRequest or AuthError for settings that do not fit together.

    `sandbox=True` passes over any key of the environment; `sandbox=False` insists on a relay.
    """
    api_key = None if api_key is None else seal(api_key)
    find = Finder()
    place = find("history", os.fspath(history) if history is not None else None, "YUBO_HISTORY").open()
    place = place or os.fspath(DEFAULT_HISTORY)
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
    address = find("base_url", base_url, "YUBO_BASE_URL").open()
    key = find("api_key", api_key, "YUBO_API_KEY")
    if not address and (address := keyplaces.typed_address()):
        find.sources["base_url"] = "yb.login()"
    origin = parse_address(address, insecure=insecure) if address else None
    if origin is not None and not key and (key := keyplaces.typed(origin.origin)):
        find.sources["api_key"] = "yb.login()"
    if origin is not None and not key and (key := keyplaces.in_keyring(origin.origin)):
        find.sources["api_key"] = say("keyring", "系统钥匙串")
    if not address and not key and not sandbox and sandbox is None:
        return Settings(history=place, sources=find.sources)
    if origin is None:
        raise address_missing("base_url")
    if not key:
        raise AuthError(
            say(f"There is no key for {origin.origin}.", f"没有 {origin.origin} 的 key。"), charged="no"
        )
    if key.open().startswith(SANDBOX_KEY) and not origin.loopback:
        raise InvalidRequest(
            say("This is a sandbox's key; it is not sent to a relay.", "这是沙盒的 key，不会发给中转站。"),
            field="api_key",
        )
    return Settings(
        history=place, base_url=origin.base_url, api_key=key, insecure=insecure, sources=find.sources
    )


def address_missing(argument: str) -> InvalidRequest:
    """The error for a relay that nobody named."""
    return InvalidRequest(
        say(
            f"The relay's address is missing: set YUBO_BASE_URL, or give {argument}.",
            f"缺少中转站地址：请设置 YUBO_BASE_URL 或传入 {argument}。",
        ),
        field="base_url",
    )


class Finder:
    """Looks in one place after the other and remembers where it found each setting."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def __call__(self, name: str, argument: str | Sealed[str] | None, variable: str) -> Sealed[str]:
        """The setting, sealed whatever it is; empty when it is in none of the places."""
        if argument:
            self.sources[name] = say("argument", "参数")
            return seal(argument)
        if value := Sealed(os.environ.get(variable, "").strip()):
            self.sources[name] = say(f"environment variable {variable}", f"环境变量 {variable}")
            return value
        if value := _dotenv(variable):
            self.sources[name] = say(f"{variable} in .env", f".env 中的 {variable}")
            return value
        if value := keyplaces.in_colab(variable):
            self.sources[name] = say(f"Colab secret {variable}", f"Colab 密钥 {variable}")
            return value
        return Sealed("")


def _dotenv(variable: str) -> Sealed[str]:
    """Read, not exported: a setting of this package is nobody else's environment."""
    from dotenv import dotenv_values, find_dotenv

    file = find_dotenv(usecwd=True)
    try:
        return Sealed((dotenv_values(file, interpolate=False).get(variable) or "").strip())
    except (OSError, ValueError) as error:
        reason = type(error).__name__  # the reader's frames hold the file's text: they must not come along
    raise InvalidRequest(
        say(f"{file} cannot be read ({reason}).", f"无法读取 {file}（{reason}）。"), field=variable
    )
