"""What a host is: a name, or one of the many spellings of an address, and what kind of place that is."""

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_network

Literal = IPv4Address | IPv6Address

# The ports that browsers open for nobody, then data stores that take a request line for a command. Any
# other is let through: mirrors of relays sit on all kinds of ports, and only public addresses are left here.
# fmt: off
BAD_PORTS = frozenset([
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513,
    514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
    1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080,
    2375, 3306, 5432, 6379, 9200, 11211, 27017,
])
# fmt: on

# The first block that holds an address says what it is; what is in none is public. Own tables, because
# `ipaddress.is_global` changes with the Python release, calls multicast global and knows no metadata service.
_BLOCKS = [
    (ip_network(block), kind)
    for kind, blocks in {
        "metadata": "169.254.169.254 100.100.100.200 168.63.129.16 192.0.0.192 fd00:ec2::254 fd20:ce::254",
        "loopback": "127.0.0.0/8 ::1",
        "unspecified": "0.0.0.0/8 ::",
        "embedded": "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 2001::/32 2002::/16",
        "private": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10",
        "shared": "100.64.0.0/10",
        "link-local": "169.254.0.0/16 fe80::/10",
        "multicast": "224.0.0.0/4 ff00::/8",
        "benchmark": "198.18.0.0/15 2001:2::/48",
        "documentation": "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
        "reserved": "192.0.0.0/24 192.88.99.0/24 240.0.0.0/4 2001::/23 3ffe::/16 ::/3 4000::/2 8000::/1",
    }.items()
    for block in blocks.split()
]
_NAT64 = ip_network("64:ff9b::/96")
_LOCAL = re.compile(r"[^.]+|.*\.(?:localhost|localdomain|local|internal|intranet|lan|home|corp|arpa)")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def kind_of(address: Literal) -> str:
    """The kind of place, "loopback" or "private" for instance; "" for a public one."""
    return next((kind for block, kind in _BLOCKS if address in block), "")


def is_local(name: str) -> bool:
    """A name that only this computer or its own network answers for: one word, or an ending kept for that."""
    return _LOCAL.fullmatch(name) is not None


def through_nat64(answer: Literal) -> Literal:
    """In a network of IPv6 alone every IPv4 host is *answered* in 64:ff9b::/96; what is behind it counts."""
    return IPv4Address(int(answer) & 0xFFFFFFFF) if answer in _NAT64 else answer


def read_host(text: str) -> tuple[str, Literal | None]:
    """A host the way a browser understands it: full-width digits, IDNA, a final dot, addresses in odd bases.

    Raises ValueError. An escape or a zone id (%) is in no grammar here, so neither gets through.
    """
    if text.startswith("["):
        literal = IPv6Address(text[1:-1])
        if literal.scope_id is not None:
            raise ValueError
        return str(literal), literal
    if len(text) > 253:  # the codec's time grows with the square of the length
        raise ValueError
    wide = unicodedata.normalize("NFKC", text).replace("。", ".").removesuffix(".")
    host = wide.encode("idna").decode("ascii").lower()
    if not _NAME.fullmatch(host):
        raise ValueError
    literal = _ipv4(host)
    return (str(literal), literal) if literal else (host, None)


def _ipv4(host: str) -> IPv4Address | None:
    """As inet_aton reads it: one to four numbers, the last one filling what is left. None for a name."""
    parts = host.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    *high, low = map(_number, parts)
    if len(high) > 3 or any(value > 255 for value in high) or low >= 256 ** (4 - len(high)):
        raise ValueError
    return IPv4Address(sum(value << 24 - 8 * place for place, value in enumerate(high)) + low)


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise ValueError
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)
