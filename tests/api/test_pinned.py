"""Pictures from the address that was judged (49, 50, 51): changing answers, redirects, real sockets."""

import asyncio
import re
import socket
import ssl
from ipaddress import ip_address

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.hostile_addresses import CORPUS
from yubo_nb.api.errors import ImageRefused, PictureUnavailable
from yubo_nb.api.hosts import kind_of, through_nat64
from yubo_nb.api.picture_address import rehome
from yubo_nb.api.pinned import look_up, look_up_now, next_hop, pin, pin_now

HOME = "https://relay.example"
PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:4700::6810:84e5"


class Names:
    """A resolver with one list of addresses for each time it is asked; the last one stays."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def __call__(self, host, port):
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Listener:
    """Counts its connections and keeps the requests; answers `answer` to each."""

    def __init__(self, answer=b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture"):
        self.answer = answer
        self.connections = 0
        self.requests = []

    async def _serve(self, reader, writer):
        self.connections += 1
        try:
            self.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
            writer.write(self.answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()


async def fetch(url, *, home, resolve, hops=3):
    """A picture the way the guard wants it fetched: pinned, keyless, every redirect judged, at most three."""
    url = rehome(url, home)
    for _hop in range(hops + 1):
        pinned = await pin(url, home=home, resolve=resolve)
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(
                pinned.url,
                headers={"Host": pinned.host_header},
                extensions={"sni_hostname": pinned.sni},
                follow_redirects=False,
            )
        if not answer.has_redirect_location:
            return answer
        url = next_hop(pinned, answer.headers["location"], home=home).url
    raise ImageRefused("too many redirects")


async def test_case_50_a_name_is_pinned_to_its_address_with_its_own_host_and_certificate_name():
    pinned = await pin("https://cdn.example/a.png?ex=1&hm=2&", home=HOME, resolve=Names([PUBLIC]))
    assert pinned.url == f"https://{PUBLIC}/a.png?ex=1&hm=2&"
    assert (pinned.host_header, pinned.sni, pinned.address) == ("cdn.example", "cdn.example", PUBLIC)
    pinned = await pin("https://cdn.example:8443/", home=HOME, resolve=Names([PUBLIC_6]))
    assert pinned.url == f"https://[{PUBLIC_6}]:8443/"
    assert pinned.host_header == "cdn.example:8443"


async def test_case_50_an_address_is_not_looked_up():
    names = Names([])
    pinned = await pin(f"http://[{PUBLIC_6}]:8080/a", home=HOME, resolve=names)
    assert names.asked == []
    assert (pinned.url, pinned.host_header) == (f"http://[{PUBLIC_6}]:8080/a", f"[{PUBLIC_6}]:8080")


async def test_case_50_an_answer_that_changes_later_does_not_matter():
    rebinding = Names([PUBLIC], ["127.0.0.1"])
    pinned = await pin("https://cdn.example/a", home=HOME, resolve=rebinding)
    assert (pinned.address, pinned.url) == (PUBLIC, f"https://{PUBLIC}/a")
    assert len(rebinding.asked) == 1
    with pytest.raises(ImageRefused, match="this computer"):
        await pin("https://cdn.example/a", home=HOME, resolve=rebinding)


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        [PUBLIC, "10.0.0.1"],
        ["::1", PUBLIC],
        [PUBLIC, PUBLIC_6, "fe80::1%2"],
        ["2606:4700::1%eth0"],
        ["169.254.169.254"],
        ["fd00:ec2::254"],
        ["100.100.100.200"],
        ["::ffff:8.8.8.8"],
        ["64:ff9b::7f00:1"],
        ["64:ff9b::a9fe:a9fe"],
        ["0.0.0.0"],
        ["not an address"],
        ["127.1"],
        [""],
    ],
)
async def test_case_49_one_forbidden_address_refuses_the_name(answers):
    for url in ("https://cdn.example/a", "http://127.0.0.1.nip.example/latest"):
        with pytest.raises(ImageRefused):
            await pin(url, home=HOME, resolve=Names(answers))
        with pytest.raises(ImageRefused):
            pin_now(url, home=HOME, resolve=lambda host, port: answers)


async def test_case_49_a_network_of_ipv6_alone_still_reaches_public_ipv4():
    pinned = await pin("https://cdn.example/a", home=HOME, resolve=Names(["64:ff9b::5db8:d822"]))
    assert pinned.url == "https://[64:ff9b::5db8:d822]/a"


async def test_case_49_made_up_answers_of_a_local_proxy_are_explained():
    with pytest.raises(ImageRefused, match="fake-ip"):
        await pin("https://cdn.example/a", home=HOME, resolve=Names(["198.18.0.7"]))
    assert (await pin(HOME + "/a", home=HOME, resolve=Names(["198.18.0.7"]))).address == "198.18.0.7"


async def test_case_49_the_relays_own_name_may_be_private_but_no_public_name_becomes_this_computer():
    assert (await pin(HOME + "/a", home=HOME, resolve=Names(["10.1.2.3"]))).address == "10.1.2.3"
    for address in ("127.0.0.1", "169.254.169.254", "224.0.0.1", "0.0.0.0"):
        with pytest.raises(ImageRefused):
            await pin(HOME + "/a", home=HOME, resolve=Names([address]))
    local = "http://relay.lan:3000"
    assert (await pin(local + "/a", home=local, resolve=Names(["127.0.0.1"]))).address == "127.0.0.1"


async def test_case_50_other_addresses_of_the_same_answer_are_the_only_second_try():
    pinned = await pin("https://cdn.example/a", home=HOME, resolve=Names([PUBLIC_6, PUBLIC, PUBLIC_6]))
    second = pinned.fallback()
    assert second is not None
    assert (pinned.address, second.address, second.fallback()) == (PUBLIC_6, PUBLIC, None)
    assert (second.url, second.sni) == (f"https://{PUBLIC}/a", "cdn.example")
    home = "http://localhost:3000"
    assert (await pin(home, home=home, resolve=Names(["::1", "127.0.0.1"]))).address == "127.0.0.1"


@pytest.mark.parametrize("fault", [socket.gaierror(-2, "unknown"), TimeoutError(), UnicodeError("label")])
async def test_case_50_a_name_without_an_address_may_be_tried_again_later(fault):
    async def fails(host, port):
        raise fault

    def fails_now(host, port):
        raise fault

    with pytest.raises(PictureUnavailable, match="no address") as failed:
        await pin("https://cdn.example/a", home=HOME, resolve=fails)
    assert failed.value.retryable
    with pytest.raises(PictureUnavailable, match="no address"):
        pin_now("https://cdn.example/a", home=HOME, resolve=fails_now)
    with pytest.raises(PictureUnavailable, match="no address"):
        await pin("https://cdn.example/a", home=HOME, resolve=Names([]))


async def test_case_50_the_systems_own_look_up_finds_this_computer():
    assert "127.0.0.1" in await look_up("localhost", 80)
    assert "127.0.0.1" in look_up_now("localhost", 80)


@given(
    answers=st.lists(st.ip_addresses().map(str) | st.sampled_from([PUBLIC, PUBLIC_6]) | st.text(max_size=12))
)
@settings(max_examples=500, deadline=None)
def test_case_50_fuzz_only_public_addresses_are_ever_pinned(answers):
    try:
        pinned = pin_now("https://cdn.example/a", home=HOME, resolve=lambda host, port: answers)
    except (ImageRefused, PictureUnavailable):
        return
    tried = []
    while pinned is not None:
        tried.append(pinned.address)
        assert httpx.URL(pinned.url).raw_host.decode().strip("[]") == pinned.address
        pinned = pinned.fallback()
    assert not any(kind_of(through_nat64(ip_address(address))) for address in tried)


# Sockets ----------------------------------------------------------------------------------------


async def test_case_50_a_pinned_request_reaches_its_address_under_its_name():
    async with Listener() as listener:
        home = f"http://relay.lan:{listener.port}"
        names = Names(["127.0.0.1"], ["127.0.0.9"])
        url = home + "/mj/image/1?ex=6728&hm=a%2Fb&&"
        answer = await fetch(url, home=home, resolve=names)
        assert answer.content == b"picture"
        assert listener.connections == 1
        assert names.asked == [("relay.lan", listener.port)]
        line, *headers = listener.requests[0].split("\r\n")
        assert line == "GET /mj/image/1?ex=6728&hm=a%2Fb&& HTTP/1.1"
        assert [header for header in headers if header.lower().startswith("host:")] == [
            f"Host: relay.lan:{listener.port}"
        ]
        assert "authorization" not in listener.requests[0].lower()


async def test_case_50_a_pinned_request_asks_for_the_certificate_of_the_name():
    asked = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=tls)
    home = f"https://relay.lan:{server.sockets[0].getsockname()[1]}"
    async with server:
        with pytest.raises(httpx.ConnectError):  # this server has no certificate; what it was asked is enough
            await fetch(home + "/a", home=home, resolve=Names(["127.0.0.1"]))
    assert asked == ["relay.lan"]


async def test_case_51_a_relays_link_to_its_own_loopback_goes_to_the_relay():
    async with Listener() as relay, Listener() as canary:
        home = f"http://relay.lan:{relay.port}"
        url = f"http://localhost:{canary.port}/mj/image/1?rand=2"
        await fetch(url, home=home, resolve=Names(["127.0.0.1"]))
        assert (relay.connections, canary.connections) == (1, 0)
        assert relay.requests[0].startswith("GET /mj/image/1?rand=2 HTTP/1.1")


async def test_case_49_50_a_canary_on_this_computer_counts_nothing():
    async with Listener() as canary:
        at_canary = {
            re.sub(r"^(https?://[^/?#:@]+)(?=[/?#])", rf"\1:{canary.port}", url) for _, url in CORPUS
        }
        urls = (
            {url for _, url in CORPUS}
            | at_canary
            | {f"http://any{n}.example:{canary.port}/" for n in range(9)}
        )
        refused = 0
        for url in urls:
            with pytest.raises(ImageRefused):
                await fetch(url, home=HOME, resolve=Names(["127.0.0.1"]))
            refused += 1
        assert refused == len(urls) > 400
        assert canary.connections == 0
        # The same canary is alive, and the guard alone kept these requests away from it.
        await fetch(f"http://127.1:{canary.port}/", home=f"http://127.0.0.1:{canary.port}", resolve=Names([]))
        assert canary.connections == 1


async def test_case_50_a_redirect_reaches_no_canary():
    async with Listener() as canary:
        for host in ("127.0.0.1", "0x7f.1", "localhost", "[::ffff:127.0.0.1]", "inner.example", "2130706433"):
            location = f"http://{host}:{canary.port}/"
            redirect = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
            async with Listener(redirect.encode()) as relay:
                home = f"http://relay.lan:{relay.port}"
                with pytest.raises(ImageRefused):
                    await fetch(home + "/mj/image/1", home=home, resolve=Names(["127.0.0.1"]))
                assert relay.connections == 1
        assert canary.connections == 0


async def test_case_50_a_redirect_that_changes_its_name_to_this_computer_is_refused_on_its_second_hop():
    async with Listener() as canary:
        location = f"http://rebind.example:{canary.port}/b"
        redirect = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        async with Listener(redirect.encode()) as relay:
            home = f"http://relay.lan:{relay.port}"
            names = Names(["127.0.0.1"], ["127.0.0.1"])
            with pytest.raises(ImageRefused, match="this computer"):
                await fetch(home + "/a", home=home, resolve=names)
            assert [host for host, _port in names.asked] == ["relay.lan", "rebind.example"]
        assert canary.connections == 0


async def test_case_50_the_fourth_redirect_is_not_followed():
    loop = b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"
    async with Listener(loop) as relay:
        home = f"http://relay.lan:{relay.port}"
        with pytest.raises(ImageRefused):
            await fetch(home + "/a", home=home, resolve=Names(["127.0.0.1"]))
        assert relay.connections == 4
