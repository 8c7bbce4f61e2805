"""Prompts as people, and as nobody, would write them; and how many of them a run tries."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from yubo_nb.prompt import PARAMETERS

thorough = settings(
    max_examples=int(os.environ.get("YUBO_EXAMPLES", "2000")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

WAYS = sorted({way for rule in PARAMETERS.values() for way in (rule.name, *rule.alias)})
SCRAPS = [
    "--", "—", "–", "——", "－－", " ", "  ", "\n", "\u3000", "{", "}", "|", ",", "，", "\\", "::", "：：",
    ":", "=", ".", "https://x.io/a.png", "<https://s.mj.run/b>", "a cat", "在雾中的灯塔", "3:2", "16：9",
    "0:5", "1.5:1", "7", "-1", "250", "99999999999999999999", "raw", "red", "...", "1-10 (+2)", "0-100 [5]",
    "[", "(", "fog", "\x00", "\ud800",
]  # fmt: skip

scraps = st.lists(
    st.one_of(st.sampled_from(SCRAPS), st.sampled_from(WAYS), st.text(max_size=4)), max_size=14
).map("".join)
"""Signs of the language in any order: what a parser has to survive."""

anything = st.one_of(st.text(max_size=60), scraps)

words = st.text(st.sampled_from("abc déf猫 ,.-:—'\\"), max_size=30).filter(
    lambda text: not any(way in text for way in ("--", "—a", "—b", "—c", "—d"))
)

values = {
    "ar": st.tuples(st.integers(1, 99), st.integers(1, 99)).map(lambda pair: f"{pair[0]}:{pair[1]}"),
    "stylize": st.integers(0, 1000),
    "chaos": st.integers(0, 100),
    "weird": st.integers(0, 3000),
    "seed": st.integers(0, 4294967295),
    "quality": st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]),
    "iw": st.integers(0, 300).map(lambda hundredth: hundredth / 100),
    "version": st.sampled_from(["5.2", "6", "6.1", "7", "8.1"]),
    "niji": st.sampled_from([True, "5", "6"]),
    "tile": st.just(True),
    "raw": st.just(True),
    "no": st.lists(st.sampled_from(["fog", "red car", "猫"]), min_size=1, max_size=3).map(", ".join),
    "sref": st.sampled_from(["random", "123 456", "https://x.io/a--b.png", "12::2 34"]),
    "profile": st.sampled_from([True, "abc", "abc def"]),
}
settable = st.sampled_from(sorted(values)).flatmap(lambda name: st.tuples(st.just(name), values[name]))
