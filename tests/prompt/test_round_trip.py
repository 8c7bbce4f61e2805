"""No text breaks the parser, and none loses a character in it.

2,000 examples by default. The long run:
`YUBO_EXAMPLES=200000 python -m pytest tests/prompt --timeout 0`
"""

from hypothesis import example, given

from tests.prompt.strategies import anything, settable, thorough, values
from yubo_nb.prompt import columns, normal_key, parse, phrases
from yubo_nb.prompt.typed import COLUMNS


@thorough
@given(anything)
@example("a --ar 3:2 —s 250 ——seed 7")
@example("--{v 5, niji} a")
@example("  https://x.io/a.png  <https://s.mj.run/b> --tile\n")
def test_format_gives_the_text_back(text):
    assert parse(text).format() == text


@thorough
@given(anything)
@example("--ar " + "9" * 5000)
@example("--version {7.0, 6}")
@example("--v")  # was the version "", unknown to the table
@example("{" * 3000)
@example("{a,b}" * 3000)
def test_nothing_that_can_be_asked_of_a_prompt_raises(text):
    prompt = parse(text)
    for problem in prompt.problems:
        assert 0 <= problem.column <= len(text)
        assert problem.length >= 1
        assert problem.en
        assert problem.zh
    assert "".join(f"{part}" for part, _ in prompt.weights) is not None
    assert prompt.version is None or prompt.version
    assert all(part.text in text for part in phrases(text))
    normal_key(text)
    for name, value in columns(text).items():
        assert value is None or type(value) is COLUMNS[name]


@thorough
@given(anything, settable)
@example("cat --ar", ("ar", "3:2"))
@example("--ar=1:1 --ar 2:1", ("ar", "3:2"))
@example("--tile=yes", ("tile", True))
@example("} --no { --ar 1:1", ("no", "fog"))
def test_setting_a_parameter_changes_that_one_alone_and_only_once(text, change):
    name, value = change
    before = parse(text)
    after = before.with_parameters(**{name: value})
    assert after.parameters[name] == value
    assert after.text == before.text
    assert after.images == before.images
    assert {n: v for n, v in after.parameters.items() if n != name} == {
        n: v for n, v in before.parameters.items() if n != name
    }
    assert after.with_parameters(**{name: value}) == after


def test_a_name_that_is_a_choice_can_be_removed_as_it_is_written():
    # `--{A}` was listed under its own name and then unknown by it: names were looked up in lower case only.
    prompt = parse("a fox --{V 5, niji} --ar 3:2")
    assert "{V 5, niji}" in prompt.parameters
    assert prompt.with_parameters(**{"{V 5, niji}": None}).format() == "a fox --ar 3:2"


@thorough
@given(anything)
def test_removing_every_parameter_one_by_one_leaves_pictures_and_words(text):
    prompt = parse(text)
    left = prompt
    for name in prompt.parameters:
        removed = left.with_parameters(**{name: None})
        assert name not in removed.parameters
        assert removed.text == left.text
        assert removed.images == left.images
        assert list(removed.parameters.items()) == [(n, v) for n, v in left.parameters.items() if n != name]
        left = removed
    assert not left.parameters


@thorough
@given(anything, settable)
def test_characters_outside_of_the_touched_flag_stay(text, change):
    name, value = change
    prompt = parse(text)
    own = [flag for flag in prompt.layout.flags if flag.name == name]
    if len(own) > 1:
        return
    after = prompt.with_parameters(**{name: value}).source
    if own:
        assert after.startswith(text[: own[0].name_end])
        assert after.endswith(text[own[0].end :])
    else:
        end = len(text.rstrip())
        assert after.startswith(text[:end])
        assert after.endswith(text[end:])


@thorough
@given(anything, values["seed"], values["seed"])
def test_the_key_sees_everything_but_the_seed(text, one, another):
    prompt = parse(text)
    keys = {normal_key(prompt.with_parameters(seed=seed).source) for seed in (one, another, None)}
    assert len(keys) == 1
    assert normal_key(prompt.with_parameters(stylize=one % 1000).source) != normal_key(
        prompt.with_parameters(stylize=one % 1000 + 1).source
    )
