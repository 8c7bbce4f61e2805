"""Picture addresses, by the numbers of the threat model (46, 49, 50, 51, 63): what is refused, and why."""

from ipaddress import IPv4Address, IPv6Address

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yubo_nb.api.errors import ImageRefused
from yubo_nb.api.hosts import kind_of
from yubo_nb.api.picture_address import WHY, check, rehome
from yubo_nb.api.pinned import next_hop

HOME = "https://relay.example"

# A word is a URL, or an authority that is put between http:// and a path. Grouped by the reason for refusing.
HOSTILE = {
    "loopback": """
        127.0.0.1 127.0.0.1:8000 127.1 127.0.1 127.255.255.254 127.0.0.1. 127.0.0.1: 127.0.0.1:080
        2130706433 0x7f000001 0X7F000001 0x7f.1 0x7F.0x0.0x0.0x1 0x7f.0.1 0x0000007f.1
        017700000001 0177.1 0177.0.0.1 0177.0.0.01 00000177.0.0.1 0177.0x0.1 127.0x1 127.0.0x1
        0x7f.0000.01
        １２７.０.０.１ 127。0。0。1 127．0．0．1 127｡0｡0｡1 ①②⑦.⓪.⓪.① 𝟏𝟐𝟕.𝟎.𝟎.𝟏 ¹²⁷.⁰.⁰.¹ 127.0.0.１
        １２７．１ ０ｘ７ｆ．１ 0ˣ7f.1 127.\u034f1
        [::1] [0:0:0:0:0:0:0:1] [0000::0001] [::0.0.0.1] [::1]:8000 [0::1]
        http://127.0.0.1?x http://127.0.0.1#@pictures.example/ HTTP://127.0.0.1/ hTTpS://127.0.0.1/
    """,
    "private": """
        10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.0.1 192.168.1.1:8080 10.1 192.168.257
        0xa000001 167772161 0xc0.0xa8.0.1 0300.0250.0.1 3232235777 １０.０.０.１ 192.168.1.1.
        [fc00::1] [fd12:3456:789a::1] [fec0::1]
    """,
    "metadata": """
        169.254.169.254 169.254.169.254. 2852039166 0xa9fea9fe 0xa9.0xfe.0xa9.0xfe 025177524776
        0251.0376.0251.0376 169.254.43518 169.16689662 １６９.254.169.254 168.63.129.16 100.100.100.200
        0x646464c8 192.0.0.192 [fd00:ec2::254] [fd00:0ec2:0:0:0:0:0:254] [fd20:ce::254]
    """,
    "link-local": "169.254.0.1 169.254.170.2 169.254.255.255 [fe80::1] [febf::1]",
    "shared": "100.64.0.1 100.127.255.254 1681915905 100.100.100.100",
    "unspecified": "0.0.0.0 0 0x0 0x 00 0.0 0.1.2.3 [::] [::0] [0:0:0:0:0:0:0:0]",
    "multicast": "224.0.0.1 239.255.255.250 0xe0000001 [ff02::1] [ff0e::1]",
    "benchmark": "198.18.0.1 198.19.255.255 0xc6120001 [2001:2::1]",
    "documentation": "192.0.2.1 198.51.100.7 203.0.113.9 [2001:db8::1] [3fff::1]",
    "reserved": """
        192.0.0.1 192.88.99.1 240.0.0.1 255.255.255.255 4294967295 0xffffffff 037777777777
        [2001:20::1] [100::1] [4000::1] [5f00::1] [3ffe::1] [200::1]
    """,
    "embedded": """
        [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [::ffff:169.254.169.254]
        [::ffff:8.8.8.8]
        [::127.0.0.1] [::7f00:1] [::a9fe:a9fe] [::ffff:0:127.0.0.1] [2002:7f00:1::] [2002:a9fe:a9fe::1]
        [2002:808:808::] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b::10.0.0.1] [64:ff9b::8.8.8.8]
        [64:ff9b:1::7f00:1] [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001::1] [::2]
    """,
    "local": """
        localhost LOCALHOST localhost. localhost:8888 a.localhost ｌｏｃａｌｈｏｓｔ ⓛⓞⓒⓐⓛⓗⓞⓢⓣ
        loc\u017falhost.local
        localhost.localdomain ip6-localhost printer.local metadata.google.internal vault.corp nas.lan
        wiki.intranet
        box.home router.home.arpa kubernetes relay kubernetes.default.svc.cluster.local
        host.docker.internal
    """,
    "credentials": """
        user@pictures.example user:password@pictures.example @pictures.example :@pictures.example
        pictures.example@127.0.0.1 127.0.0.1@pictures.example pictures.example:80@127.0.0.1 a@b@127.0.0.1
        https://relay.example@127.0.0.1/ https://relay.example:443@169.254.169.254/
    """,
    "host": """
        http:/// https:// http://:80/ http://. http://?x [ ] [] [:: [::1 ::1] [::1]x [::1].x ::1 1:2:3
        [::1%25eth0] [fe80::1%eth0]
        [fe80::1%251] [v1.x] [127.0.0.1] [::g] 127.0.0.1%00 127.0.0.1%2f %31%32%37.0.0.1 127%2e0%2e0%2e1
        127.0.0.256
        1.2.3.4.5 256.1 0x100.1 127..1 .127.0.0.1 127.0.0.1.. 08.0.0.1 0x7g.0.0.1 a.0x7f a.1 4294967296
        1.16777216
        a..example -_-..x localhost%00 pictures.example:80:80 pictures.example:port pictures.example:-80
        pictures.example:８０ a℀b.example a／b.example a＠b.example a：80 <b>.example a,b.example
        a*b.example a$b.example 1_0.0.0.1 +1.2.3.4
    """,
    "port": """
        pictures.example:0 pictures.example:65536 pictures.example:99999 pictures.example:22
        pictures.example:25
        pictures.example:6379 pictures.example:11211 pictures.example:5060 93.184.216.34:21
        93.184.216.34:2375
        pictures.example:000022 relay.example:22 https://relay.example:25/
    """,
    "scheme": """
        javascript:alert(1) JaVaScRiPt:alert(1) data:image/png;base64,AAAA data:text/html,<script>
        file:///etc/passwd
        file://127.0.0.1/etc/passwd ftp://pictures.example/a gopher://127.0.0.1:6379/_INFO
        dict://127.0.0.1:11211/
        ws://127.0.0.1/ blob:https://x/1 about:blank vbscript:x ldap://127.0.0.1/ jar:http://x!/
        unix:///var/run/x
        //pictures.example/a /mj/image/1 http:pictures.example http:/pictures.example ://x http: https
        view-source:http://127.0.0.1/ http+unix://x/ hxxp://x/ ｈttp://pictures.example/ 127.0.0.1:80/a
    """,
}
UNCLEAN = [
    "",
    " ",
    " http://pictures.example/",
    "http://pictures.example/ ",
    "http://pictures.example/\r\nHost: 127.0.0.1",
    "http://pictures.example/\nX: y",
    "http://127.0.0.1\r/",
    "http://127.\t0.0.1/",
    "java\nscript:alert(1)",
    "\x01http://127.0.0.1/",
    "http://pictures.example/a\x00.png",
    "http://pictures.example/\x7f",
    "http://pictures.example/\x85",
    "http://pictures.example/\xa0",
    "http://pictures.example/\u202egnp.exe",
    "http://127.0.0.1\u200b/",
    "http://1\u00ad27.0.0.1/",
    "http://\u206627.0.0.1/",
    "http://pictures.example\u2028/",
    "http://pictures.example/\u3000",
    "http://pictures.example/\ufeff",
    "http://pictures.example/\ud800",
    "http://pictures.example\\@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "https://relay.example\\.pictures.example/",
]
TOO_LONG = [
    "http://pictures.example/" + "a" * 8192,
    "http://" + "a." * 5000 + "example/",
    "data:image/png;base64," + "A" * 100_000,
    "9" * 10_000,
]


def _urls(kind, lines):
    for word in lines.split():
        yield f"http://{word}/latest/meta-data/" if kind != "scheme" and "//" not in word else word


CORPUS = [(kind, url) for kind, lines in HOSTILE.items() for url in _urls(kind, lines)]
CORPUS += [("characters", url) for url in UNCLEAN] + [("length", url) for url in TOO_LONG]
CORPUS += [
    ("host", "http://" + "a" * 64 + ".example/"),
    ("host", "http://" + "a." * 130 + "example/"),
    ("host", "http://" + "９" * 300 + "/"),
    ("host", "http://" + "9" * 250 + "/"),
]
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


def test_49_the_corpus_is_large_and_has_no_doubles():
    assert len(CORPUS) >= 250
    assert len({url for _kind, url in CORPUS}) == len(CORPUS)


def judged(judge, *args, **kwargs):
    """The target, or the text of the refusal."""
    try:
        return judge(*args, **kwargs)
    except ImageRefused as refused:
        return refused.message


@pytest.mark.parametrize(("kind", "url"), CORPUS, ids=lambda value: ascii(value)[:60])
def test_49_63_hostile_addresses_are_refused_for_what_they_are(kind, url, monkeypatch):
    for language, why in zip(("en", "zh"), WHY[kind], strict=True):
        monkeypatch.setenv("YUBO_LANG", language)
        with pytest.raises(ImageRefused) as refused:
            check(url, home=HOME)
        text = refused.value.message
        assert why in text
        assert text.isprintable()
        assert len(text) < 220


@pytest.mark.parametrize(("url", "read"), PUBLIC.items())
def test_49_public_places_are_read_as_a_browser_reads_them(url, read):
    assert check(url, home=HOME).url == (read or url)


def test_49_a_refusal_never_tells_signatures_or_passwords():
    with pytest.raises(ImageRefused) as refused:
        check("http://me:hunter2@127.0.0.1/a?sig=s3cret#t0ken", home=HOME)
    assert not any(secret in str(refused.value) for secret in ("hunter2", "s3cret", "t0ken"))


def test_46_an_address_offers_no_name_for_a_file():
    target = check("https://pictures.example/../..%2f/CON.png;x=..", home=HOME)
    assert target.path == "/../..%2f/CON.png;x=.."
    assert not {"name", "filename", "stem"} & set(dir(target))


@pytest.mark.parametrize(
    ("home", "url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/mj/image/1"),
        ("http://127.0.0.1:8000/root/", "http://2130706433:8000/a"),
        ("http://localhost:3000", "http://LOCALHOST.:3000/a"),
        ("http://[::1]:3000", "http://[0::1]:3000/a"),
        ("http://192.168.1.7:8080/mj", "http://192.168.1.7:8080/a"),
        ("http://new-api:3000", "http://new-api:3000/a"),
        ("https://relay.lan", "https://relay.lan:443/a"),
        ("http://relay.lan:6000", "http://relay.lan:6000/a"),
        ("http://100.100.1.1", "http://100.100.1.1/a"),
    ],
)
def test_49_the_relay_itself_may_be_local(home, url):
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
def test_49_a_local_relay_opens_no_other_local_place(home, url):
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
def test_51_a_link_to_the_relays_own_loopback_is_read_at_the_relay(url, expected):
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
def test_50_a_redirect_is_joined_to_the_named_address(location, read):
    assert next_hop("https://pictures.example/a/a.png", location, home=HOME).url == read


@pytest.mark.parametrize("start", ["https://pictures.example/a", "http://pictures.example/a"])
def test_50_a_redirect_to_a_hostile_place_is_refused(start):
    followed = [judged(next_hop, start, location, home=HOME) for _kind, location in CORPUS]
    targets = [found for found in followed if not isinstance(found, str)]
    # Some of the corpus are relative references, which may lead nowhere but to the same host.
    assert {target.host for target in targets} == {"pictures.example"}
    assert len(targets) < 15


def test_50_a_redirect_never_leaves_tls():
    with pytest.raises(ImageRefused, match="leads to http"):
        next_hop("https://pictures.example/a", "http://pictures.example/b", home=HOME)
    assert next_hop("http://pictures.example/a", "https://pictures.example/b", home=HOME).scheme == "https"


ipv4 = st.integers(0, 2**32 - 1) | st.sampled_from(
    [int(IPv4Address(text)) for text in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.9.9", "8.8.8.8")]
)
spell_part = st.sampled_from(["{}", "0x{:x}", "0X{:X}", "0{:o}", "000{:o}", "0x00{:x}"])


@given(number=ipv4, length=st.integers(1, 4), data=st.data())
@settings(max_examples=400, deadline=None)
def test_49_fuzz_every_spelling_of_an_address_is_judged_as_that_address(number, length, data):
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
def test_49_fuzz_what_the_standard_library_calls_not_global_is_never_public(address):
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
def test_49_fuzz_nothing_but_a_refusal_comes_out(url, home, location):
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
def test_49_fuzz_the_http_library_reads_the_same_host(url):
    target = judged(check, url, home=HOME)
    if isinstance(target, str):
        return
    other = httpx.URL(target.origin)
    assert other.scheme == target.scheme
    assert other.raw_host.decode().strip("[]") == target.host
    assert (other.port or {"http": 80, "https": 443}[other.scheme]) == target.port
