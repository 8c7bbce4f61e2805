"""What a set of prompts varies, as the axes of a grid."""

from hypothesis import given
from hypothesis import strategies as st

from yubo_nb.prompt import Factor, expand, factors, shared


def named(texts: list[str]) -> dict[str, tuple[str, ...]]:
    return {one.name: one.values for one in factors(texts)}


def test_numbers_are_in_their_order_and_words_as_they_came() -> None:
    texts = ["a fox, oil --seed 3", "a fox, ink --seed 11", "a fox, oil --seed 2"]
    assert factors(texts) == (
        Factor("words", ("oil", "ink"), (0, 1, 0)),
        Factor("seed", ("2", "3", "11"), (1, 2, 0)),
    )


def test_the_same_prompts_vary_nothing() -> None:
    assert factors(["a fox --ar 3:2"] * 3) == ()
    assert factors([]) == ()


def test_words_varied_in_two_places_each_with_each_are_two_factors() -> None:
    texts = expand("a {lighthouse, harbour} {at dawn, in the fog} --s {50, 750}")
    assert named(texts) == {
        "words": ("lighthouse", "harbour"),
        "words 2": ("at dawn", "in the fog"),
        "stylize": ("50", "750"),
    }


def test_places_that_always_change_together_are_one_factor() -> None:
    assert named(["a fox in oil, at dawn", "a cat in oil, in fog"]) == {
        "words": ("fox … at dawn", "cat … in fog")
    }


def test_prompts_that_have_little_in_common_are_one_factor() -> None:
    assert named(["the sea", "a fox in fog", "fog"]) == {"words": ("the sea", "a fox in fog", "fog")}


def test_chinese_is_cut_without_blanks() -> None:
    assert named(["雾中的灯塔，油画", "雾中的港口，油画"]) == {"words": ("灯塔", "港口")}


def test_a_parameter_that_some_lack_has_an_empty_value() -> None:
    assert named(["a cat --tile", "a cat", "a cat --ar 3:2"]) == {"tile": ("✓", ""), "ar": ("", "3:2")}


def test_an_alias_is_the_parameter_it_stands_for() -> None:
    assert named(["a cat --s 50", "a cat --stylize 250"]) == {"stylize": ("50", "250")}


def test_pictures_that_were_given_are_a_factor() -> None:
    assert list(named(["https://a.example/1.png a cat", "a cat"])) == ["images"]


def test_what_is_the_same_is_one_prompt_with_an_ellipsis() -> None:
    texts = expand("a {lighthouse, harbour} at dawn --ar 3:2 --seed {1, 2}")
    assert shared(texts) == "a … at dawn --ar 3:2"
    assert shared(["a fox --tile"]) == "a fox --tile"
    assert shared([]) == ""


def test_many_long_prompts_are_not_compared_word_by_word() -> None:
    texts = [f"{'word ' * 500}{n}" for n in range(100)]
    (one,) = factors(texts)
    assert one.name == "words"
    assert len(one.values) == 100
    assert shared(texts) == "word " * 500 + "…"


@given(st.lists(st.text("ab ,，-狐 {}", max_size=12), min_size=1, max_size=6))
def test_prompts_are_told_apart_by_their_factors(texts: list[str]) -> None:
    """Two prompts stand in one cell of all factors only if their words and parameters are the same."""
    found = factors(texts)
    spots = list(zip(*(one.at for one in found), strict=True)) if found else [()] * len(texts)
    for one in found:
        assert len(set(one.values)) == len(one.values) > 1
    for a, spot in zip(texts, spots, strict=True):
        for b, other in zip(texts, spots, strict=True):
            if spot != other:
                assert a != b
