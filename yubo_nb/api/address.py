"""Base URLs as people paste them: what is taken off, what is refused, and the advice that goes with it."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say

_ENDPOINT = re.compile(r"/(?:mj|v1|v1beta|suno)(?=/|$).*")
_MODE_PREFIX = re.compile(r"/(?:mj-)?(?:fast|relax|turbo)(?=/|$)")


@dataclass(frozen=True, slots=True)
class Address:
    """A relay's place. `origin` is scheme, host and port; `root` the path below which it lives, "" mostly.

    `mode_prefix` is a speed prefix that was part of the pasted address ("/mj-fast"). `advice` says in a
    sentence what was changed; "" when nothing was.
    """

    origin: str
    root: str
    mode_prefix: str
    advice: str

    @property
    def base_url(self) -> str:
        """What every path is put behind."""
        return self.origin + self.root + self.mode_prefix

    @property
    def loopback(self) -> bool:
        """The relay is on this machine."""
        return is_loopback(urlsplit(self.origin).hostname or "")


def is_loopback(host: str) -> bool:
    """`localhost` and the loopback addresses; no name is looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _refuse(en: str, zh: str) -> InvalidRequest:
    return InvalidRequest(say(f"base_url: {en}", f"base_url：{zh}"), field="base_url", endpoint="connect")


def parse_address(base_url: str, *, insecure: bool = False) -> Address:
    """Where to send.

    Raises InvalidRequest(field="base_url") for what is no address, holds a password, or would carry the key
    in clear over a network (`http://` beyond this machine) unless `insecure`.
    """
    if not isinstance(base_url, str) or not base_url.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _refuse(
            "give the relay's address, such as https://relay.example.",
            "请填写中转站地址，例如 https://relay.example。",
        )
    pasted = base_url.strip()
    changes: list[str] = []
    if "://" not in pasted:
        host = re.split(r"[/:?#]", pasted, maxsplit=1)[0]
        pasted = f"{'http' if is_loopback(host) else 'https'}://{pasted}"
        changes.append(say("added the missing https://", "补上了缺少的 https://"))
    try:
        parts = urlsplit(pasted)
        port = parts.port
        host = parts.hostname or ""
        host.encode("idna")
    except ValueError:  # UnicodeError included
        raise _refuse("this is no web address.", "这不是一个网址。") from None
    if parts.scheme.lower() not in {"http", "https"} or not host or re.search(r"[\s\\%<>\"]", host):
        raise _refuse("it must begin with https:// and name a host.", "必须以 https:// 开头并包含主机名。")
    if "@" in parts.netloc:
        raise _refuse(
            "no user name or password belongs in it; the key goes into api_key.",
            "不能包含用户名或密码；key 请放在 api_key。",
        )
    scheme = parts.scheme.lower()
    if scheme == "http" and not insecure and not is_loopback(host):
        raise _refuse(
            "http:// would show the key to everyone on the way; use https://, or insecure=True if you must.",
            "http:// 会以明文发送 key；请使用 https://，确有必要时用 insecure=True。",
        )
    if parts.query or parts.fragment:
        changes.append(say("dropped what follows ? or #", "去掉了 ? 或 # 之后的部分"))
    path = parts.path.rstrip("/")
    if found := _ENDPOINT.search(path):
        path = path[: found.start()]
        changes.append(
            say(f"dropped {found[0]}, which every call adds itself", f"去掉了 {found[0]}，调用时会自动加上")
        )
    mode = ""
    if found := _MODE_PREFIX.search(path):
        mode, path = found[0], path[: found.start()]
    shown = f"[{host}]" if ":" in host else host.encode("idna").decode()
    origin = f"{scheme}://{shown}" + (
        f":{port}" if port and port != {"http": 80, "https": 443}[scheme] else ""
    )
    what = say("; ", "；").join(changes)
    used = origin + path + mode
    advice = (
        say(f"base_url: {what}; calls go to {used}/mj/…", f"base_url：{what}；请求发往 {used}/mj/…")
        if changes
        else ""
    )
    return Address(origin, path, mode, advice)
