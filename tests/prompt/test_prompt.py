"""Reading a prompt, writing Python arguments into it, and what else can be asked of it."""

import pickle

import numpy as np
import pytest

from yubo_nb.prompt import PromptError, columns, compose, diff, normal_key, parameters, parse, phrases


def test_the_parts_of_a_prompt():
    prompt = parse(
        "https://x.io/a.png <https://s.mj.run/b> a red fox --ar 3:2 --s 250 --no a, b --tile --v 7.0 --glow 5"
    )
    assert prompt.images == ("https://x.io/a.png", "https://s.mj.run/b")
    assert prompt.text == "a red fox"
    assert dict(prompt.parameters) == {
        "ar": "3:2", "stylize": 250, "no": "a, b", "tile": True, "version": "7.0", "glow": "5",
    }  # fmt: skip
    assert prompt.version == "7"
    assert not parse("a --ar 0:5").ok


def test_numbers_are_typed_and_what_cannot_be_read_stays_text():
    assert parameters("a --q .5 --iw 2 --seed 7 --s 1e3 --ar x") == {
        "quality": 0.5, "iw": 2.0, "seed": 7, "stylize": "1e3", "ar": "x",
    }  # fmt: skip


def test_a_flag_in_braces_is_part_of_the_words():
    prompt = parse("a bird {, --style raw} --ar 3:2")
    assert prompt.text == "a bird {, --style raw}"
    assert dict(prompt.parameters) == {"ar": "3:2"}


def test_an_em_dash_in_front_of_a_known_name_is_a_parameter_in_front_of_a_word_it_is_prose():
    assert dict(parse("a —ar 3:2 ——tile －－seed 5").parameters) == {"ar": "3:2", "tile": True, "seed": 5}
    assert parse("a wolf —alone").text == "a wolf —alone"


def test_weights_skip_urls():
    assert parse("hot::2 dog::-.5 cat").weights == (("hot", 2.0), ("dog", -0.5), ("cat", 1.0))
    assert parse("a fox").weights == (("a fox", 1.0),)
    assert parse("see https://x.io/a::b now").weights == (("see https://x.io/a::b now", 1.0),)


@pytest.mark.parametrize(
    ("text", "change", "result"),
    [
        ("a  cat --ar 1:1  --tile\n", {"ar": "3:2"}, "a  cat --ar 3:2  --tile\n"),
        ("a cat --aspect   1:1", {"ar": "3:2"}, "a cat --aspect   3:2"),
        ("a cat —ar=1:1 --tile", {"ar": "3:2"}, "a cat —ar 3:2 --tile"),
        ("a cat --ar 1:1 in fog", {"ar": "3:2"}, "a cat --ar 3:2 in fog"),
        ("a cat --ar 1:1 --aspect 2:1 --tile", {"ar": "3:2"}, "a cat --aspect 3:2 --tile"),
        ("a cat \n", {"seed": 7}, "a cat --seed 7 \n"),
        ("", {"seed": 7}, "--seed 7"),
        ("a cat --tile --seed 7", {"tile": None}, "a cat --seed 7"),
        ("--tile --seed 7", {"tile": False}, "--seed 7"),
        ("a cat --niji 6", {"niji": True}, "a cat --niji"),
        ("a cat --ar {1:1, 2:1} x", {"ar": "3:2"}, "a cat --ar 3:2"),
        ("a cat", {"ar": "{1:1, 2:1}"}, "a cat --ar {1:1, 2:1}"),
        ("a cat --glow 5", {"glow": "6"}, "a cat --glow 6"),
        ("a cat --glow 5", {"glow": None}, "a cat"),
    ],
)
def test_changing_a_parameter(text, change, result):
    assert parse(text).with_parameters(**change).source == result


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"ar": (3, 2)}, "--ar 3:2"),
        ({"s": 250.0}, "--stylize 250"),
        ({"stylize": np.int64(250)}, "--stylize 250"),
        ({"iw": np.float64(0.5)}, "--iw 0.5"),
        ({"v": 6.1}, "--version 6.1"),
        ({"version": 7}, "--version 7"),
        ({"no": ["fog", "red car"]}, "--no fog, red car"),
        ({"sref": ["1", "2"]}, "--sref 1 2"),
        ({"tile": True}, "--tile"),
        ({"niji": True}, "--niji"),
        ({"niji": 6}, "--niji 6"),
        ({"seed": "7"}, "--seed 7"),
    ],
)
def test_python_values_become_parameters(given, written):
    assert compose("a cat", **given) == f"a cat {written}"


def test_none_is_not_given_and_false_takes_away():
    assert compose("a cat --ar 3:2 --tile", ar=None, tile=False) == "a cat --ar 3:2"


@pytest.mark.parametrize(
    "given",
    [
        {"ar": "0:5"}, {"ar": 1.5}, {"ar": "16:9."}, {"ar": (3, 2, 1)}, {"ar": (1.5, 1)}, {"stylize": "lots"},
        {"stylize": 2.5}, {"stylize": True}, {"seed": -1}, {"seed": 2**32}, {"chaos": 101}, {"tile": "yes"},
        {"tile": 1}, {"no": ""}, {"no": "x --turbo"}, {"no": "a {b"}, {"iw": float("nan")},
        {"version": "7 x"},
        {"no": []}, {"seed": b"7"}, {"seed": object()}, {"quality": float("inf")},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_the_name_of_its_parameter(given):
    with pytest.raises(PromptError) as caught:
        compose("a cat", **given)
    assert caught.value.parameter == next(iter(given))
    assert next(iter(given)) in str(caught.value)


def test_an_unknown_keyword_is_refused_with_the_nearest_name(monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "en")
    with pytest.raises(PromptError, match="did you mean 'stylize'"):
        compose("a cat", stylise=5)
    monkeypatch.setenv("YUBO_LANG", "zh")
    with pytest.raises(PromptError, match="未知参数 'glow'"):
        compose("a cat", glow=5)


def test_an_error_survives_a_process_boundary():
    fault = PromptError("en", "zh", column=3, parameter="ar")
    again = pickle.loads(pickle.dumps(fault))
    assert (again.en, again.zh, again.column, again.parameter) == ("en", "zh", 3, "ar")


def test_columns_are_typed_and_ill_typed_ones_are_none():
    row = columns(
        "a --ar 16:9. --s 250 --seed x --v 7.0 --style raw --tile --q 1 --fast --relax --p --no a, b"
    )
    assert {name: value for name, value in row.items() if value is not None} == {
        "stylize": 250, "version": "7", "style": "raw", "raw": True, "tile": True, "quality": 1.0,
        "mode": "relax", "profile": "default", "no": "a, b",
    }  # fmt: skip
    assert columns("a --ar {1:1, 3:2}")["ar"] is None
    assert columns("a --niji")["niji"] == "newest"


def test_the_normal_key_is_one_for_prompts_that_differ_by_seed_order_or_spelling():
    assert (
        normal_key("a  cat --ar 3:2 --s 250 --seed 4")
        == normal_key("a cat --seed 9 --stylize 250 --aspect 3:2")
        == normal_key("a cat —s 250 --AR 3:2")
    )
    assert normal_key("a cat --v 7") == normal_key("a cat --v 7.0")
    assert normal_key("a cat") != normal_key("a Cat") != normal_key("a cat --tile")


def test_a_difference_is_told_by_words_and_by_parameters():
    told = diff("https://x.io/a.png a red cat --ar 3:2 --seed 4", "a blue cat --ar 3:2 --seed 5 --tile")
    assert told.words == (("same", "a "), ("removed", "red"), ("added", "blue"), ("same", " cat"))
    assert dict(told.parameters) == {"seed": (4, 5), "tile": (None, True)}
    assert (told.images_removed, told.images_added) == (("https://x.io/a.png",), ())
    assert diff("雾中的灯塔", "雾中的港口").words == (
        ("same", "雾中的"),
        ("removed", "灯塔"),
        ("added", "港口"),
    )
    assert diff("a cat --seed 4", "a cat --seed 5").only_seed
    assert not diff("a cat", "a cat")


def test_both_texts_can_be_made_again_from_their_difference():
    a, b = "a red fox, in fog", "one red fox at dawn; 雾"
    told = diff(a, b).words
    assert "".join(part for how, part in told if how != "added") == a
    assert "".join(part for how, part in told if how != "removed") == b


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a fox, oil on canvas, {red, blue} --ar 3:2", {
            "a fox": "oil on canvas, {red, blue} --ar 3:2",
            "oil on canvas": "a fox, {red, blue} --ar 3:2",
            "{red, blue}": "a fox, oil on canvas --ar 3:2",
        }),
        ("a lighthouse in fog at dawn", {
            "a lighthouse": "in fog at dawn",
            "in fog": "a lighthouse at dawn",
            "at dawn": "a lighthouse in fog",
        }),
        ("一座灯塔，雾中", {"一座灯塔": "雾中", "雾中": "一座灯塔"}),
        ('https://x.io/a.png a sign "to sea, and back"', {
            "a sign \"to sea, and back\"": "https://x.io/a.png ",
        }),
        ("--ar 3:2", {}),
    ],
)  # fmt: skip
def test_every_phrase_can_be_left_out(text, parts):
    assert {phrase.text: phrase.without for phrase in phrases(text)} == parts
