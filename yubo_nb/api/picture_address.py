"""Where a picture may be fetched from. The relay names the place, so it is judged before anything connects.

The grammar is narrower than a browser's, and what passes is written anew, so that no second parser can read
it otherwise. What a name's addresses are is judged in `pinned`.
"""

import re
import string
from dataclasses import dataclass, replace
from urllib.parse import quote

from yubo_nb.api.errors import ImageRefused
from yubo_nb.api.hosts import BAD_PORTS, Literal, is_local, kind_of, read_host
from yubo_nb.lang import say

LONGEST = 8192  # what servers take as a request line; signed links with session tokens reach about 2,000

_URL = re.compile(r"(https?)://([^/?#]*)(/[^?#]*)?(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^\[\]:]*)(?::([0-9]{0,9}))?")
_RELAY_PICTURE = re.compile(r"/mj/image/[A-Za-z0-9_-][A-Za-z0-9_.~-]*(?:\?.*)?")
_DEFAULT_PORT = {"http": 80, "https": 443}
_AT_HOME = frozenset({"local", "loopback", "private", "shared", "benchmark"})

WHY = {
    "length": ("it is too long", "过长"),
    "characters": ("it holds blanks, control characters or backslashes", "含有空白、控制字符或反斜杠"),
    "scheme": ("only http:// and https:// are fetched", "只允许 http:// 和 https://"),
    "credentials": ("it holds a user name or password", "含有用户名或密码"),
    "host": ("its host cannot be read", "主机名无法识别"),
    "port": ("its port does not serve pictures", "该端口不提供图片"),
    "local": ("its host is a name of the local network", "主机名属于本地网络"),
    "metadata": ("it is the address of a cloud's metadata service", "指向云平台的元数据服务"),
    "loopback": ("it points at this computer", "指向本机"),
    "unspecified": ("it is no address of a computer", "不是有效的主机地址"),
    "embedded": ("it hides an IPv4 address in another one", "在地址中夹带了 IPv4 地址"),
    "private": ("it points into a private network", "指向私有网络"),
    "shared": ("it points into a provider's or VPN's inner network", "指向运营商或 VPN 的内部网络"),
    "link-local": ("it points at the nearest network", "指向链路本地网络"),
    "multicast": ("it is a multicast address", "是组播地址"),
    "benchmark": ("it lies in a block for measurements (198.18.0.0/15)", "位于测试专用网段（198.18.0.0/15）"),
    "documentation": ("it lies in a block for documentation", "位于文档示例网段"),
    "reserved": ("it lies in a reserved block", "位于保留网段"),
    "downgrade": ("an https:// address leads to http://", "从 https:// 跳转到了 http://"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A URL as we read it: `host` in ASCII and lower case, `path` with its query, `literal` for an address.

    `home` is true when it is the relay's own origin (scheme, host and port).
    """

    scheme: str
    host: str
    port: int
    path: str
    literal: Literal | None
    home: bool = False

    @property
    def host_header(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port; two spellings of one origin are equal."""
        return f"{self.scheme}://{self.host_header}"

    @property
    def url(self) -> str:
        """The whole URL, written anew: ASCII, without fragment."""
        return self.origin + self.path


def check(url: str, *, home: str) -> Target:
    """Judge a URL without a look-up. `home` is the client's base URL, the one place that may be local.

    Raises ImageRefused. A name that passes may still have forbidden addresses: `pinned.pin` looks.
    """
    target = _read(url)
    target = replace(target, home=_origin(home) == target.origin)
    kind = kind_of(target.literal) if target.literal else "local" if is_local(target.host) else ""
    if not kind and target.port in BAD_PORTS and not target.home:
        kind = "port"
    if kind and not right_at_home(kind, target):
        raise refused(url, kind)
    return target


def has_host(url: str) -> bool:
    """Whether this can be read as the address of a picture at all; nothing is said of whether it may be."""
    try:
        _read(url)
    except ImageRefused:
        return False
    return True


def unsigned(url: str) -> str:
    """An address as a person may see it: without password and signature, and not endless."""
    # Signatures stand in the query and passwords before the @: neither belongs into an error.
    bare = re.sub(r"//[^/]*@", "//…@", re.split(r"[?#]", url[:LONGEST], maxsplit=1)[0])
    shown = "".join(char for char in bare if char.isprintable())
    return shown if len(shown) <= 300 else shown[:299] + "…"


def rehome(url: str, home: str) -> str:
    """The same picture at the relay's own origin when the relay links to its own loopback, else `url`.

    A relay whose owner left its public address unset writes http://localhost:3000/mj/image/..., of which only
    the path is true. Nothing but that one path is carried over.
    """
    try:
        target, base = _read(url), _read(home)
    except ImageRefused:
        return url
    mine = (
        kind_of(target.literal) == "loopback" if target.literal else f".{target.host}".endswith(".localhost")
    )
    return base.origin + target.path if mine and _RELAY_PICTURE.fullmatch(target.path) else url


def _read(url: str) -> Target:
    clean(url)
    found = _URL.fullmatch(url)
    if not found:
        raise refused(url, "scheme")
    scheme, authority, path = found[1].lower(), found[2], (found[3] or "/") + (found[4] or "")
    if "@" in authority:
        raise refused(url, "credentials")
    place = _AUTHORITY.fullmatch(authority)
    try:
        host, literal = read_host(place[1] if place else "")
    except ValueError:
        raise refused(url, "host") from None
    port = int(place[2]) if place and place[2] else _DEFAULT_PORT[scheme]
    if not 0 < port < 65536:
        raise refused(url, "port")
    return Target(scheme, host, port, quote(path, safe=string.punctuation), literal)


def clean(url: str) -> None:
    """Refuse what parsers drop or turn without a word: blanks, line breaks, invisible text, backslashes."""
    if len(url) > LONGEST:
        raise refused(url, "length")
    if not url or not url.isprintable() or " " in url or "\\" in url:
        raise refused(url, "characters")


def right_at_home(kind: str, target: Target) -> bool:
    """What the person configured may be local. But a public name, which others answer, is never loopback."""
    own = target.literal is not None or is_local(target.host)
    return target.home and kind in _AT_HOME and (own or kind != "loopback")


def _origin(home: str) -> str:
    try:
        return _read(home).origin
    except ImageRefused:
        return ""


def refused(url: str, kind: str) -> ImageRefused:
    """The error for one of the reasons in `WHY`, with as much of the URL as is safe to show."""
    en, zh = WHY[kind]
    shown = unsigned(url)
    shown = shown if len(shown) <= 120 else shown[:119] + "…"
    hint = say(
        "A local proxy in fake-ip mode answers like that; exempt this host there.",
        "本地代理的 fake-ip 模式会这样解析；请在代理中把该域名加入 fake-ip 排除列表。",
    )
    text = say(f"The picture's address is refused: {en}: {shown}.", f"图片地址被拒绝：{zh}：{shown}。")
    return ImageRefused(
        text, endpoint="picture", address=unsigned(url), hint=hint if kind == "benchmark" else ""
    )
