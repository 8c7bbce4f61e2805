"""Base URLs as people paste them, and how speed is written."""

import json

import httpx
import pytest

from yubo_nb.api import Client, InvalidRequest
from yubo_nb.api.address import parse_address

KEY = "sk-verysecret0123456789"


@pytest.mark.parametrize(
    ("pasted", "used", "advised"),
    [
        ("https://relay.example", "https://relay.example", False),
        ("https://relay.example/", "https://relay.example", False),
        ("  https://Relay.Example:443//  ", "https://relay.example", False),
        ("https://relay.example/v1", "https://relay.example", True),
        ("https://relay.example/v1/chat/completions", "https://relay.example", True),
        ("https://relay.example/mj", "https://relay.example", True),
        ("https://relay.example/mj/submit/imagine", "https://relay.example", True),
        ("https://relay.example/mj-fast", "https://relay.example/mj-fast", False),
        ("https://relay.example/mj-fast/mj", "https://relay.example/mj-fast", True),
        ("https://relay.example/fast", "https://relay.example/fast", False),
        ("https://relay.example/sub/path", "https://relay.example/sub/path", False),
        ("relay.example", "https://relay.example", True),
        ("127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("http://localhost:3000/mj", "http://localhost:3000", True),
        ("http://[::1]:3000", "http://[::1]:3000", False),
        ("https://relay.example/?a=1#b", "https://relay.example", True),
        ("https://中转.example", "https://xn--fiqq40n.example", False),
    ],
)
def test_pasted_addresses(pasted, used, advised):
    address = parse_address(pasted)
    assert (address.base_url, bool(address.advice)) == (used, advised)


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("", "give the relay's address"),
        (None, "give the relay's address"),
        ("ftp://relay.example", "must begin with https"),
        ("https://", "must begin with https"),
        ("https://user:pass@relay.example", "no user name"),
        ("http://relay.example", "show the key"),
        ("https://relay.example:99999", "no web address"),
        ("https://[::1", "no web address"),
        ("https://re lay.example", "must begin with https"),
        ("https：//relay.example", "no web address"),
    ],
)
def test_case_52_what_is_no_address_is_refused(pasted, reason):
    with pytest.raises(InvalidRequest, match=reason) as caught:
        parse_address(pasted)
    assert caught.value.field == "base_url"


def test_case_52_http_over_a_network_only_when_insisted():
    assert parse_address("http://relay.example", insecure=True).base_url == "http://relay.example"


@pytest.mark.parametrize(
    ("profile", "mode", "base", "path", "part"),
    [
        ("new-api", None, "https://r.example", "/mj/submit/imagine", {}),
        ("new-api", "fast", "https://r.example", "/mj-fast/mj/submit/imagine", {}),
        ("new-api", "relax", "https://r.example/mj-fast", "/mj-relax/mj/submit/imagine", {}),
        ("new-api", None, "https://r.example/mj-turbo", "/mj-turbo/mj/submit/imagine", {}),
        ("openai-hk", "fast", "https://r.example", "/fast/mj/submit/imagine", {}),
        ("dmxapi", "relax", "https://r.example", "/mj/submit/imagine", {"mode": "RELAX"}),
        ("plus", "turbo", "https://r.example", "/mj/submit/imagine", {"accountFilter": {"modes": ["TURBO"]}}),
        ("novicezk", "fast", "https://r.example", "/mj/submit/imagine", {"prompt": "a cat --fast"}),
    ],
)
def test_speed_is_written_as_the_relay_wants_it(profile, mode, base, path, part):
    seen = []

    def look(request):
        seen.append(request)
        return httpx.Response(
            200, json={"code": 1, "result": "5"} if request.method == "POST" else {"id": "5", "status": ""}
        )

    with Client(base, KEY, transport=httpx.MockTransport(look), profile=profile, mode=mode) as client:
        client.imagine("a cat")
        client.fetch("5")
    assert seen[0].url.path == path
    assert part.items() <= json.loads(seen[0].content).items()
    assert seen[1].url.path == path.replace("submit/imagine", "task/5/fetch")


def test_unknown_modes_and_profiles_are_refused():
    for wrong in ({"mode": "warp"}, {"profile": "acme"}):
        with pytest.raises(InvalidRequest) as caught:
            Client("https://r.example", KEY, **wrong)
        assert caught.value.field in wrong
