"""Pictures: fetched whole, without the key, from judged addresses only."""

import asyncio
import base64
import json

import httpx
import pytest

from yubo_nb.api import AsyncClient, Client, ImageRefused, PictureClient, PictureGone, PictureUnavailable

KEY = "sk-verysecret0123456789"
RELAY = "https://relay.example"


class Host:
    """Plays answers by path and keeps what was asked."""

    def __init__(self, pages):
        self.pages, self.asked = pages, []

    def __call__(self, request):
        self.asked.append(request)
        answer = self.pages[request.url.path]
        if isinstance(answer, Exception):
            raise answer
        return answer


def fetch(host, url, **options):
    client = PictureClient(RELAY, transport=httpx.MockTransport(host), **options)
    return asyncio.run(client.fetch(url))


def test_case_51_a_picture_comes_whole_and_keyless_over_three_redirects():
    def leads(to):
        return httpx.Response(302, headers={"location": to})

    host = Host(
        {
            "/0": leads("/1"),
            "/1": leads("https://b.example/2"),
            "/2": leads("/3"),
            "/3": httpx.Response(200, content=b"png"),
        }
    )
    assert fetch(host, "https://a.example/0?ex=1&") == b"png"
    assert [str(asked.url.host) for asked in host.asked] == [
        "a.example",
        "a.example",
        "b.example",
        "b.example",
    ]
    assert not any(
        "authorization" in asked.headers or "mj-api-secret" in asked.headers for asked in host.asked
    )


def test_case_50_a_fourth_redirect_is_refused():
    host = Host({"/": httpx.Response(302, headers={"location": "/"})})
    with pytest.raises(ImageRefused, match="more than 3"):
        fetch(host, "https://a.example/")
    assert len(host.asked) == 4


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000/x",
        "file:///etc/passwd",
        "https://a@b.example/",
        "http://169.254.169.254/",
    ],
)
def test_case_49_forbidden_places_are_never_asked(url):
    host = Host({})
    with pytest.raises(ImageRefused):
        fetch(host, url)
    assert host.asked == []
    host = Host({"/go": httpx.Response(302, headers={"location": url})})
    with pytest.raises(ImageRefused):
        fetch(host, "https://a.example/go")
    assert len(host.asked) == 1


def test_a_relay_that_says_localhost_means_itself():
    host = Host({"/mj/image/17": httpx.Response(200, content=b"png")})
    assert fetch(host, "http://localhost:3000/mj/image/17?rand=5") == b"png"
    assert str(host.asked[0].url) == f"{RELAY}/mj/image/17?rand=5"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(404), PictureGone),
        (httpx.Response(403), PictureGone),
        (httpx.Response(500), PictureUnavailable),
        (httpx.Response(200, content=b""), PictureUnavailable),
        (httpx.Response(200, content=b"x" * 101), ImageRefused),
        (httpx.Response(200, headers={"content-length": "999"}, stream=httpx.ByteStream(b"x")), ImageRefused),
        (httpx.ReadError("cut"), PictureUnavailable),
        (httpx.ConnectError("refused"), PictureUnavailable),
    ],
    ids=str,
)
def test_what_is_no_picture_says_why(answer, kind):
    with pytest.raises(PictureUnavailable) as caught:
        fetch(Host({"/x": answer}), "https://a.example/x", max_bytes=100)
    assert type(caught.value) is kind


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_addresses_given_to_blend_are_downloaded_and_sent_as_pictures(kind, example_json):
    pictures = example_json("req_blend")["base64Array"]
    data, other = (base64.b64decode(picture.partition(",")[2]) for picture in pictures)
    host = Host(
        {
            "/a.png": httpx.Response(200, content=data),
            "/mj/submit/blend": httpx.Response(200, json={"code": 1, "result": "5"}),
        }
    )
    client = kind(RELAY, KEY, transport=httpx.MockTransport(host))
    got = client.blend(["https://pictures.example/a.png", other])
    if kind is AsyncClient:
        got = asyncio.run(got)
    assert got.task_id == "5"
    assert json.loads(host.asked[-1].content)["base64Array"] == pictures
    assert "authorization" not in host.asked[0].headers
