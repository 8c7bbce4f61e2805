"""Picture addresses, by the numbers of the threat model (46, 49, 50, 51, 63): what is refused, and why."""

from ipaddress import IPv4Address, IPv6Address

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.api.hostile_addresses import CORPUS
from yubo_nb.api.errors import ImageRefused
from yubo_nb.api.hosts import kind_of
from yubo_nb.api.picture_address import WHY, check, rehome
from yubo_nb.api.pinned import next_hop

HOME = "https://relay.example"

PUBLIC = {
    "https://cdn.discordapp.com/attachments/1/2/a_b.png?ex=6728831f&is=6727319f&hm=ab12&": None,
    "https://cdnmjp.oneabc.org/a.webp": None,
    "http://8.8.8.8/a": "http://8.8.8.8/a",
    "http://134744072/": "http://8.8.8.8/",
    "http://0x08.010.2056/": "http://8.8.8.8/",
    "http://8.8.8.8./": "http://8.8.8.8/",
    "HTTPS://Pictures.Example.:443/A?b#c": "https://pictures.example/A?b",
    "http://pictures.example:80": "http://pictures.example/",
    "http://pictures.example:3000?rand=1": "http://pictures.example:3000/?rand=1",
    "https://[2606:4700::6810:84e5]/": None,
    "https://[2606:4700:0:0::6810:84E5]:8443/x": "https://[2606:4700::6810:84e5]:8443/x",
    "https://bücher.example/封面.png": "https://xn--bcher-kva.example/%E5%B0%81%E9%9D%A2.png",
    "https://图片.example/a%20b.png?x=%2F&&": "https://xn--wcsw84d.example/a%20b.png?x=%2F&&",
    "https://my_cdn.pictures.example/a@b/c:d": None,
    "https://relay.example/../a/%2e%2e/b": None,
    "https://172.32.0.1/": None,
    "https://100.128.0.1/": None,
    "https://notlocalhost.example/": None,
}


def test_case_49_the_corpus_is_large_and_has_no_doubles():
    assert len(CORPUS) >= 250
    assert len({url for _kind, url in CORPUS}) == len(CORPUS)


def judged(judge, *args, **kwargs):
    """The target, or the text of the refusal."""
    try:
        return judge(*args, **kwargs)
    except ImageRefused as refused:
        return refused.message


@pytest.mark.parametrize(("kind", "url"), CORPUS, ids=lambda value: ascii(value)[:60])
def test_case_49_63_hostile_addresses_are_refused_for_what_they_are(kind, url, monkeypatch):
    for language, why in zip(("en", "zh"), WHY[kind], strict=True):
        monkeypatch.setenv("YUBO_LANG", language)
        with pytest.raises(ImageRefused) as refused:
            check(url, home=HOME)
        text = refused.value.message
        assert why in text
        assert text.isprintable()
        assert len(text) < 220


@pytest.mark.parametrize(("url", "read"), PUBLIC.items())
def test_case_49_public_places_are_read_as_a_browser_reads_them(url, read):
    assert check(url, home=HOME).url == (read or url)


def test_case_49_a_refusal_never_tells_signatures_or_passwords():
    with pytest.raises(ImageRefused) as refused:
        check("http://me:hunter2@127.0.0.1/a?sig=s3cret#t0ken", home=HOME)
    assert not any(secret in str(refused.value) for secret in ("hunter2", "s3cret", "t0ken"))


def test_case_46_an_address_offers_no_name_for_a_file():
    target = check("https://pictures.example/../..%2f/CON.png;x=..", home=HOME)
    assert target.path == "/../..%2f/CON.png;x=.."
    assert not {"name", "filename", "stem"} & set(dir(target))


@pytest.mark.parametrize(
    ("home", "url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/mj/image/1"),
        ("http://127.0.0.1:8000/base/", "http://2130706433:8000/a"),
        ("http://localhost:3000", "http://LOCALHOST.:3000/a"),
        ("http://[::1]:3000", "http://[0::1]:3000/a"),
        ("http://192.168.1.7:8080/mj", "http://192.168.1.7:8080/a"),
        ("http://new-api:3000", "http://new-api:3000/a"),
        ("https://relay.lan", "https://relay.lan:443/a"),
        ("http://relay.lan:6000", "http://relay.lan:6000/a"),
        ("http://100.100.1.1", "http://100.100.1.1/a"),
    ],
)
def test_case_49_the_relay_itself_may_be_local(home, url):
    assert check(url, home=home).home


@pytest.mark.parametrize(
    ("home", "url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001/a"),
        ("http://127.0.0.1:8000", "https://127.0.0.1:8000/a"),
        ("http://127.0.0.1:8000", "http://127.0.0.2:8000/a"),
        ("http://127.0.0.1:8000", "http://localhost:8000/a"),
        ("http://127.0.0.1", "http://127.0.0.1:8000/a"),
        ("http://192.168.1.7", "http://192.168.1.1/a"),
        ("http://new-api:3000", "http://redis:3000/a"),
        ("http://169.254.169.254", "http://169.254.169.254/latest"),
        ("http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]/a"),
        ("http://0.0.0.0:3000", "http://0.0.0.0:3000/a"),
        ("no address at all", "http://127.0.0.1/a"),
        ("", "http://127.0.0.1/a"),
    ],
)
def test_case_49_a_local_relay_opens_no_other_local_place(home, url):
    with pytest.raises(ImageRefused):
        check(url, home=home)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:3000/mj/image/17306218?rand=9", HOME + "/mj/image/17306218?rand=9"),
        ("http://localhost:3001/mj/image/abc-1.png", HOME + "/mj/image/abc-1.png"),
        ("https://127.0.0.1/mj/image/1", HOME + "/mj/image/1"),
        ("http://[::1]:3000/mj/image/1", HOME + "/mj/image/1"),
        ("http://localhost:3000/mj/image/", None),
        ("http://localhost:3000/mj/image/..", None),
        ("http://localhost:3000/mj/image/../../api/user", None),
        ("http://localhost:3000/mj/image/%2e%2e/api", None),
        ("http://localhost:3000/mj/image/a/../../b", None),
        ("http://localhost:3000/api/user/self", None),
        ("http://x@localhost:3000/mj/image/1", None),
        ("http://10.0.0.1/mj/image/1", None),
        ("http://evillocalhost/mj/image/1", None),
        ("http://localhost.pictures.example/mj/image/1", None),
        ("https://pictures.example/mj/image/1", None),
        ("javascript:alert(1)", None),
    ],
)
def test_case_51_a_link_to_the_relays_own_loopback_is_read_at_the_relay(url, expected):
    assert rehome(url, HOME + "/sub/path") == (expected or url)
    assert rehome(url, "nonsense") == url


@pytest.mark.parametrize(
    ("location", "read"),
    [
        ("/b.png?x&", "https://pictures.example/b.png?x&"),
        ("b.png", "https://pictures.example/a/b.png"),
        ("//cdn.pictures.example/b", "https://cdn.pictures.example/b"),
        ("https://cdn.pictures.example:8443/b#c", "https://cdn.pictures.example:8443/b"),
    ],
)
def test_case_50_a_redirect_is_joined_to_the_named_address(location, read):
    assert next_hop("https://pictures.example/a/a.png", location, home=HOME).url == read


@pytest.mark.parametrize("start", ["https://pictures.example/a", "http://pictures.example/a"])
def test_case_50_a_redirect_to_a_hostile_place_is_refused(start):
    followed = [judged(next_hop, start, location, home=HOME) for _kind, location in CORPUS]
    targets = [found for found in followed if not isinstance(found, str)]
    # Some of the corpus are relative references, which may lead nowhere but to the same host.
    assert {target.host for target in targets} == {"pictures.example"}
    assert len(targets) < 15


UNJOINABLE = ["", "/a\r\nHost: x", "b\tc", " /a", "\\\\127.0.0.1\\", "/\x00", "/" + "a" * 9000]


@pytest.mark.parametrize("location", UNJOINABLE, ids=lambda value: ascii(value)[:20])
def test_case_50_a_redirect_is_judged_before_it_is_joined(location):
    with pytest.raises(ImageRefused):
        next_hop("https://pictures.example/a", location, home=HOME)


def test_case_50_a_redirect_never_leaves_tls():
    with pytest.raises(ImageRefused, match="leads to http"):
        next_hop("https://pictures.example/a", "http://pictures.example/b", home=HOME)
    assert next_hop("http://pictures.example/a", "https://pictures.example/b", home=HOME).scheme == "https"


ipv4 = st.integers(0, 2**32 - 1) | st.sampled_from(
    [int(IPv4Address(text)) for text in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.9.9", "8.8.8.8")]
)
spell_part = st.sampled_from(["{}", "0x{:x}", "0X{:X}", "0{:o}", "000{:o}", "0x00{:x}"])


@given(number=ipv4, length=st.integers(1, 4), data=st.data())
@settings(max_examples=400, deadline=None)
def test_case_49_fuzz_every_spelling_of_an_address_is_judged_as_that_address(number, length, data):
    high = [(number >> 24 - 8 * place) & 255 for place in range(length - 1)]
    parts = [*high, number & (256 ** (5 - length) - 1)]
    host = ".".join(data.draw(spell_part).format(part) for part in parts)
    if data.draw(st.booleans()):
        host = host.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789abcdefxABCDEFX."})
    address = IPv4Address(number)
    found = judged(check, f"http://{host}/", home=HOME)
    if isinstance(found, str):
        assert WHY[kind_of(address)][0] in found
    else:
        assert found.literal == address
        assert not kind_of(address)


@given(st.ip_addresses())
@settings(max_examples=500, deadline=None)
@example(IPv6Address("::ffff:8.8.8.8"))
def test_case_49_fuzz_what_the_standard_library_calls_not_global_is_never_public(address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert kind_of(address)


# fmt: off
host_bits = st.sampled_from([
    "127", "0x7f", "1", "0", "80", "localhost", "example", "relay", ".", ":", "@", "[", "]", "::1", "%",
    "%2e", "。", "１", "/", "\\", "?", "#", "ß", "İ", "\u200d", "xn--", "xn--a", "-", "_", "é", "//", "../",
])
# fmt: on
urls = st.text() | st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTP://", "//", "http:", ""]),
    st.lists(host_bits | st.text(max_size=3), max_size=8).map("".join),
    st.sampled_from(["", "/", "/mj/image/1", "?a=b&", "#x"]) | st.text(max_size=5),
)


@given(url=urls, home=urls | st.just(HOME), location=urls)
@settings(max_examples=1000, deadline=None)
def test_case_49_fuzz_nothing_but_a_refusal_comes_out(url, home, location):
    rehome(url, home)
    for found in (judged(check, url, home=home), judged(next_hop, url, location, home=home)):
        if isinstance(found, str):
            assert found.isprintable()
        else:
            assert found.url.isascii()
            assert check(found.url, home=home) == found


@given(url=urls)
@settings(max_examples=500, deadline=None)
@example("http://bücher.example:8080/ä b")
def test_case_49_fuzz_the_http_library_reads_the_same_host(url):
    target = judged(check, url, home=HOME)
    if isinstance(target, str):
        return
    other = httpx.URL(target.origin)
    assert other.scheme == target.scheme
    assert other.raw_host.decode().strip("[]") == target.host
    assert (other.port or {"http": 80, "https": 443}[other.scheme]) == target.port
