"""Addresses that no picture may be fetched from, each with the reason for which it is refused."""

# A word is a URL, or an authority that is put between http:// and a path. Grouped by the reason for refusing.
HOSTILE = {
    "loopback": """
        127.0.0.1 127.0.0.1:8000 127.1 127.0.1 127.255.255.254 127.0.0.1. 127.0.0.1． 127.0.0.1。
        127.0.0.1: 127.0.0.1:080 2130706433 0x7f000001 0X7F000001 0x7f.1 0x7F.0x0.0x0.0x1 0x7f.0.1
        0x0000007f.1 017700000001 0177.1 0177.0.0.1 0177.0.0.01 00000177.0.0.1 0177.0x0.1 127.0x1 127.0.0x1
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
