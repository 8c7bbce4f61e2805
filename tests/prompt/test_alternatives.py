"""Braces, ranges and repeats: what they become, and that the count is never a lie."""

from itertools import pairwise
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.prompt.strategies import anything, thorough
from yubo_nb.prompt import PromptError, count, expand, parse, preview, values

plain = st.text(st.sampled_from("ab猫 :-"), max_size=6).filter(lambda text: "--" not in text)


def groups(inner):
    options = st.lists(inner, min_size=1, max_size=4)
    return st.tuples(options, st.sampled_from([", ", "|"])).map(lambda one: "{" + one[1].join(one[0]) + "}")


nested = st.recursive(
    plain, lambda inner: st.one_of(groups(inner), st.tuples(inner, inner).map("".join)), max_leaves=10
)


@thorough
@given(nested)
def test_the_count_is_the_number_of_prompts(text):
    try:
        total = count(text)
    except PromptError:
        assume(False)
    assume(total <= 500)
    prompts = expand(text)
    assert len(prompts) == total
    assert preview(text, 3) == prompts[:3]
    assert not any("{" in prompt or "}" in prompt for prompt in prompts)


@thorough
@given(
    st.lists(
        st.lists(st.sampled_from(["red", "blue", "a cat", "猫", "fog"]), min_size=1, max_size=4, unique=True),
        max_size=5,
    )
)
def test_the_count_of_plain_groups_is_their_product_and_all_prompts_differ(lists):
    text = "x " + " and ".join("{" + ", ".join(options) + "}" for options in lists)
    assert count(text) == prod(len(options) for options in lists)
    assert len(set(expand(text))) == count(text)


@thorough
@given(anything)
def test_text_without_braces_and_repeat_stays_as_it_is(text):
    assume("{" not in text and "}" not in text)
    assume("repeat" not in parse(text).parameters)
    assert expand(text) == [text]


@thorough
@given(anything)
def test_any_text_expands_or_says_at_which_column_it_cannot(text):
    fault = None
    try:
        assert len(preview(text, 20)) == min(count(text), 20)
    except PromptError as error:
        fault = error
    assert fault is None or (fault.column is not None and 0 <= fault.column < len(text))


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        ("a {red, green} bird", ["a red bird", "a green bird"]),
        ("a {red|green} bird", ["a red bird", "a green bird"]),
        ("{a cat, sitting|a dog}", ["a cat, sitting", "a dog"]),
        ("{红，绿}鸟", ["红鸟", "绿鸟"]),
        ("{一只猫，坐着, 一只狗}", ["一只猫，坐着", "一只狗"]),
        ("a fox --ar {1:1, 16:9}", ["a fox --ar 1:1", "a fox --ar 16:9"]),
        ("a fox --{v 5, niji}", ["a fox --v 5", "a fox --niji"]),
        ("bird {, --style raw}", ["bird", "bird --style raw"]),
        ("a {red, } cat", ["a red cat", "a cat"]),
        (
            "a {seagull {on a pier, on a beach}, poodle {on a sofa, in a truck}}",
            ["a seagull on a pier", "a seagull on a beach", "a poodle on a sofa", "a poodle in a truck"],
        ),
        ("{a, b} {c, d}", ["a c", "a d", "b c", "b d"]),
        (r"{red\, hot, blue} {a\|b|c}", ["red, hot a|b", "red, hot c", "blue a|b", "blue c"]),
        (r"\{literal\} {a, b}", ["{literal} a", "{literal} b"]),
        ("--s {1-10 (+3)}", ["--s 1", "--s 4", "--s 7", "--s 10"]),
        ("{10-1 (-4)}", ["10", "6", "2"]),
        ("--s {0-100 [5]}", ["--s 0", "--s 25", "--s 50", "--s 75", "--s 100"]),
        ("{0-1 [3]}", ["0.0", "0.5", "1.0"]),
        ("{0.5-1 (+0.25)}", ["0.50", "0.75", "1.00"]),
        ("{1, 2, ..., 5}", ["1", "2", "3", "4", "5"]),
        ("{5, ..., 2}", ["5", "4", "3", "2"]),
        ("{1, 3, …, 8}", ["1", "3", "5", "7", "8"]),
        ("{1|2|...|4}", ["1", "2", "3", "4"]),
        ("{red, 1, ..., 3}", ["red", "1", "2", "3"]),
        ("{wait, ..., what}", ["wait", "...", "what"]),
        ("{3-5}", ["3", "4", "5"]),
        ("{3-5, 8}", ["3-5", "8"]),
        ("{}", [""]),
        ("a cat --repeat 3 --ar 3:2", ["a cat --ar 3:2"] * 3),
        ("{a, b} --r 2", ["a", "a", "b", "b"]),
    ],
)
def test_what_alternatives_become(text, prompts):
    assert expand(text) == prompts
    assert count(text) == len(prompts)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a {red, green bird", 2),
        ("a red} bird", 5),
        ("{a, {b, c}", 0),
        ("{1-10 (+0)}", 1),
        ("{1-10 (-1)}", 1),
        ("{5, 4, ..., 9}", 7),
        ("a --repeat x", 2),
        ("a --repeat 0", 2),
        ("a --repeat {2, 3}", 2),
        ("a {--repeat 2, dog}", 3),
        ("a --{repeat 2, tile}", 2),
        ("{" * 60 + "}" * 60, 50),
    ],
)
def test_what_cannot_be_expanded_is_refused_with_its_column(text, column):
    for ask in (count, expand, preview):
        with pytest.raises(PromptError) as caught:
            ask(text)
        assert caught.value.column == column


def test_a_million_million_prompts_are_counted_and_refused_before_they_fill_the_memory():
    text = "{1-1000000 (+1)} {1-1000000 (+1)}"
    assert count(text) == 10**12
    with pytest.raises(PromptError, match=r"1,000,000,000,000"):
        expand(text)
    assert preview(text, 2) == ["1 1", "1 2"]
    assert expand("{1-20000 (+1)}", limit=20_000)[-1] == "20000"


def test_a_count_that_python_cannot_print_is_still_refused_in_words():
    with pytest.raises(PromptError, match=r"10\^60"):
        expand("{a,b}" * 20_000)


def test_a_field_of_values_takes_lists_and_ranges():
    assert values("50, 250") == ["50", "250"]
    assert values("1-3") == ["1", "2", "3"]
    assert values(" 0-100 [3] ") == ["0", "50", "100"]
    assert values("cat, dog {big, small}") == ["cat", "dog big", "dog small"]
    assert values("") == []
    with pytest.raises(PromptError):
        values("1-100000000 (+1)")


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 200))
def test_a_divided_range_has_as_many_distinct_values_as_it_says(low, high, n):
    found = values(f"{low}-{high} [{n}]")
    assert len(found) == (n if low != high else 1)
    numbers = [float(one) for one in found]
    assert len(set(numbers)) == len(numbers)
    assert all((b > a) == (high > low) for a, b in pairwise(numbers))
