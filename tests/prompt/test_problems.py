"""What is found before a prompt is paid for, where, and how sure that is."""

import pytest

from yubo_nb.prompt import parse


def found(text):
    return [
        (one.severity, text[one.column : one.column + one.length], one.parameter)
        for one in parse(text).problems
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a cat",
        "一只猫，在雾中",
        "https://x.io/a.png a cat --iw 2",
        "https://x.io/a.png https://x.io/b.png",
        "a cat --ar 16:9 --s 250 --c 10 --w 5 --seed 4294967295 --q 2 --v 7 --tile --raw --draft --exp 5",
        "a cat --niji",
        "a cat --niji 6 --style raw --cref https://x.io/a.png --cw 50",
        "hot::2 dog::-0.5 --v 6.1",
        "a cat --sref 123::2 456 --sw 10 --no fog, rain --p",
        "a {red, green} cat --ar {1:1, 16:9}",
        "a castle — tall and grey",
        "well-known state-of-the-art -- almost",
        "std::vector --v 6",
    ],
)
def test_good_prompts_have_no_problems(text):
    assert parse(text).problems == ()
    assert parse(text).ok


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("error", "", None)),
        ("  ", ("error", " ", None)),
        ("a --ar 0:5", ("error", "0:5", "ar")),
        ("a --ar 16:9.", ("error", ".", "ar")),
        ("a --ar 16:9, --s 5", ("error", ",", "ar")),
        ("a --ar 1.5:1", ("error", ".", "ar")),
        ("a --ar 16：9", ("error", "：", "ar")),
        ("a --ar", ("error", "--ar", "ar")),
        ("a --ar=3:2", ("error", "=", "ar")),
        ("a --ar 3:2 in the fog", ("error", "in the fog", "ar")),
        ("a --tile dog", ("error", "dog", "tile")),
        ("a --s ２５０", ("error", "２５０", "stylize")),
        ("a --s 12.5", ("error", ".", "stylize")),
        ("a --seed 4294967296", ("error", "4294967296", "seed")),
        ("a --seed -1", ("error", "-1", "seed")),
        ("a --chaos 101", ("error", "101", "chaos")),
        ("a --s -5", ("error", "-5", "stylize")),
        ("a --s 1001", ("warning", "1001", "stylize")),
        ("a --s 1001 --v 3", None),
        ("a --s 100 --v 3", ("warning", "100", "stylize")),
        ("a --q .25 --v 7", ("warning", ".25", "quality")),
        ("a --q .25 --v 6", None),
        ("a --q .3", ("warning", ".3", "quality")),
        ("https://x.io/a.png a --iw 2.5 --v 5", ("warning", "2.5", "iw")),
        ("a --ar 3:1 --v 4", ("warning", "3:1", "ar")),
        ("a --oref https://x.io/a.png --v 6", ("warning", "--oref https://x.io/a.png", "oref")),
        ("a --cref https://x.io/a.png --v 7", ("warning", "--cref https://x.io/a.png", "cref")),
        ("a --tile --v 4", ("warning", "--tile", "tile")),
        ("a --hd --v 7", ("warning", "--hd", "hd")),
        ("a --v 99", ("warning", "99", "version")),
        ("a --style pretty --v 7", ("warning", "pretty", "style")),
        ("a --sw 5", ("warning", "--sw 5", "sw")),
        ("a --iw 1", ("warning", "--iw 1", "iw")),
        ("a --v 7 --niji 6", ("warning", "--niji 6", "niji")),
        ("a --seed 5 --turbo", ("warning", "--turbo", "turbo")),
        ("a --ar 1:1 --aspect 3:2", ("warning", "--aspect 3:2", "ar")),
        ("a --glow", ("warning", "--glow", "glow")),
        ("a --AR 3:2", ("warning", "--AR", "ar")),
        ("a —ar 3:2", ("warning", "—ar", "ar")),
        ("a ——ar 3:2", ("warning", "——ar", "ar")),
        ("a wolf —alone", ("warning", "—alone", None)),
        ("a cat--ar 3:2", ("warning", "--ar", None)),
        ("hot:: dog --v 7", ("warning", "::", None)),
        ("hot::1 dog::-2 --v 6", ("error", "::1", None)),
        ("hot:: 2 dog --v 6", ("warning", ":: 2", None)),
        ("hot：： dog", ("error", "：：", None)),
        ("a cat https://x.io/a.png", ("warning", "https://x.io/a.png", None)),
        ("一只｛红，绿｝鸟", ("warning", "｛", None)),
        ("a {red cat", ("error", "{", None)),
        ("a red} cat", ("error", "}", None)),
        ("a cat --ar {1:1, 0:5}", ("error", "0:5", "ar")),
        ("a {dog --tile x, cat}", ("error", "x", "tile")),
        ("a {red, blue, red} cat", ("warning", "red", None)),
        (r"a \{red\} cat", ("warning", r"\{", None)),
    ],
)
def test_each_problem_is_found_alone_and_points_at_its_characters(text, expected):
    assert found(text) == ([expected] if expected else [])


def test_together_they_are_sorted_by_column():
    problems = parse("a --w 9999 hot --oref u --q 4 --ar 16：9 --chaso 5").problems
    assert [problem.column for problem in problems] == sorted(problem.column for problem in problems)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("a --ar 16：9", "--ar 16:9"),
        ("a --ar 16:9.", "--ar 16:9"),
        ("a --ar 1.5:1", "--ar 3:2"),
        ("a --ar 16x9", "--ar 16:9"),
        ("a --ar 16/9", "--ar 16:9"),
        ("a --s ２５０", "--stylize 250"),
        ("a --s 250,", "--stylize 250"),
        ("a --chaso 5", "--chaos"),
        ("a --s250", "--s 250"),
        ("a --ar16:9", "--ar 16:9"),
    ],
)
def test_the_message_holds_the_fix(text, fix):
    (problem,) = parse(text).problems
    assert fix in problem.en
    assert fix in problem.zh


def test_messages_follow_the_language_of_the_moment(monkeypatch):
    (problem,) = parse("a --chaos 101").problems
    monkeypatch.setenv("YUBO_LANG", "en")
    assert problem.message == "--chaos 101: from 0 to 100"
    assert str(problem) == "column 11: --chaos 101: from 0 to 100"
    monkeypatch.setenv("YUBO_LANG", "zh")
    assert problem.message == "--chaos 101：范围为 0 到 100"


def test_a_megabyte_of_nonsense_is_judged_in_part():
    assert len(parse("--glow " * 100_000).problems) == 500
