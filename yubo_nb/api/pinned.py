"""One look-up for a picture, kept: the caller connects to the address that was judged, whatever DNS says."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from ipaddress import IPv6Address, ip_address
from urllib.parse import urljoin

from yubo_nb.api.errors import PictureUnavailable
from yubo_nb.api.hosts import kind_of, through_nat64
from yubo_nb.api.picture_address import Target, check, clean, refused, right_at_home
from yubo_nb.lang import say

Resolve = Callable[[str, int], Awaitable[list[str]]]
ResolveNow = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Pinned:
    """A picture at a literal address. Request `url` with the header `Host: host_header` and, to have the
    certificate checked against the name, `extensions={"sni_hostname": sni}`; no redirects and no proxy.
    """

    url: str
    host_header: str
    sni: str
    address: str
    target: Target
    others: tuple[str, ...] = ()

    def fallback(self) -> "Pinned | None":
        """The next address of the same answer, for when this one does not connect; None after the last."""
        return _at(self.target, self.others) if self.others else None


def look_up_now(host: str, port: int) -> list[str]:
    """Every address the system knows for a name, in the order in which it would try them. Raises OSError."""
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


async def look_up(host: str, port: int) -> list[str]:
    """The same, to be awaited."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(answer[4][0]) for answer in answers]


async def pin(url: str, *, home: str, resolve: Resolve = look_up) -> Pinned:
    """Judge a URL and every address of its name, and choose one. A single forbidden address refuses all.

    Raises ImageRefused, or PictureUnavailable when the name has no address.
    """
    target = check(url, home=home)
    if target.literal:
        return _at(target, (target.host,))
    try:
        answers = await resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise _unresolved(target) from error
    return _chosen(target, answers)


def pin_now(url: str, *, home: str, resolve: ResolveNow = look_up_now) -> Pinned:
    """The same, blocking."""
    target = check(url, home=home)
    if target.literal:
        return _at(target, (target.host,))
    try:
        answers = resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise _unresolved(target) from error
    return _chosen(target, answers)


def next_hop(here: Pinned | str, location: str, *, home: str) -> Target:
    """Where a redirect from `here` leads, judged like any URL; never from https to http. `pin` its `.url`.

    Hops are counted by the caller.
    """
    start = here.target if isinstance(here, Pinned) else check(here, home=home)
    clean(location)  # before urljoin, which drops line breaks without a word
    try:
        joined = urljoin(start.url, location)
    except ValueError:
        raise refused(location, "host") from None
    target = check(joined, home=home)
    if start.scheme == "https" and target.scheme == "http":
        raise refused(location, "downgrade")
    return target


def _chosen(target: Target, answers: list[str]) -> Pinned:
    try:
        addresses = [ip_address(answer) for answer in answers]
    except ValueError:
        raise refused(target.url, "host") from None
    if not addresses:
        raise _unresolved(target)
    for address in addresses:
        scoped = isinstance(address, IPv6Address) and address.scope_id is not None
        kind = "link-local" if scoped else kind_of(through_nat64(address))
        if kind and not right_at_home(kind, target):
            raise refused(target.url, kind)
    # `localhost` answers ::1 first, where the servers that people start for themselves seldom listen.
    addresses.sort(key=lambda address: address.is_loopback and address.version == 6)
    return _at(target, tuple(dict.fromkeys(map(str, addresses))))


def _at(target: Target, addresses: tuple[str, ...]) -> Pinned:
    url = replace(target, host=addresses[0]).url
    return Pinned(url, target.host_header, target.host, addresses[0], target, addresses[1:])


def _unresolved(target: Target) -> PictureUnavailable:
    shown = target.host[:120]
    text = say(f"The picture's host has no address: {shown}.", f"图片主机名无法解析：{shown}。")
    return PictureUnavailable(text, endpoint="picture")
