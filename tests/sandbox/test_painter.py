"""What a prompt's parameters do to its pictures, measured: one test a parameter."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yubo_nb.sandbox.painter import recipe
from yubo_nb.sandbox.painter.chance import Chance
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.painter.params import frame_size, read_params
from yubo_nb.sandbox.painter.words import read

EASEL = Easel(lambda _name: b"")
SUBJECT = "a lighthouse at dusk"


def cells(prompt: str, seed: int = 5) -> list[np.ndarray]:
    return [EASEL.picture(c).astype(np.float32) for c in recipe.imagined(prompt, seed)["cells"]]


def saturation(prompt: str) -> float:
    return float(np.mean([c.max(axis=2) - c.min(axis=2) for c in cells(prompt)]))


def detail(prompt: str) -> float:
    grey = [c.mean(axis=2) for c in cells(prompt)]
    return float(
        np.mean([np.abs(np.diff(g, 2, axis=0)).mean() + np.abs(np.diff(g, 2, axis=1)).mean() for g in grey])
    )


def spread(prompt: str) -> float:
    return float(np.mean([np.abs(a - b).mean() for a, b in itertools.combinations(cells(prompt), 2)]))


def change(prompt: str, flags: str) -> float:
    pairs = zip(cells(prompt), cells(f"{prompt} {flags}"), strict=True)
    return float(np.mean([np.abs(a - b).mean() for a, b in pairs]))


def rises(values: list[float]) -> bool:
    return all(a < b for a, b in itertools.pairwise(values))


def test_the_same_prompt_and_seed_give_the_same_four_pictures() -> None:
    again = Easel(lambda _name: b"")
    for one in recipe.imagined(SUBJECT, 5)["cells"]:
        assert (EASEL.picture(one) == again.picture(one)).all()


def test_the_four_pictures_differ_and_so_do_seeds() -> None:
    assert spread(SUBJECT) > 5
    assert np.abs(cells(SUBJECT, 1)[0] - cells(SUBJECT, 2)[0]).mean() > 5


@pytest.mark.parametrize(
    ("flags", "ratio"), [("", 1.0), ("--ar 16:9", 16 / 9), ("--ar 2:3", 2 / 3), ("--ar 3:1", 3.0)]
)
def test_ar_sets_the_shape_and_keeps_the_area(flags: str, ratio: float) -> None:
    height, width, _ = cells(f"a cat {flags}")[0].shape
    assert width / height == pytest.approx(ratio, rel=0.03)
    assert width * height == pytest.approx(512 * 512, rel=0.04)


def test_chaos_spreads_the_grid() -> None:
    assert rises([spread(f"{SUBJECT} --chaos {k}") for k in (0, 30, 100)])


def test_stylize_gives_colour_and_raw_takes_it() -> None:
    assert rises([saturation(f"{SUBJECT} --stylize {k}") for k in (0, 100, 300, 1000)])
    assert saturation(f"{SUBJECT} --raw") < saturation(SUBJECT)
    assert saturation(f"{SUBJECT} --style raw") < saturation(SUBJECT)


def test_weird_leads_away() -> None:
    assert rises([change(SUBJECT, f"--weird {k}") for k in (0, 250, 1000, 3000)])


def test_quality_gives_detail_and_draft_takes_it() -> None:
    assert rises([detail(f"{SUBJECT} --quality {k}") for k in (0.25, 0.5, 1, 2, 4)])
    assert detail(f"{SUBJECT} --draft") < detail(SUBJECT)


def test_exp_gives_contrast_in_the_small() -> None:
    assert detail(f"{SUBJECT} --exp 80") > detail(SUBJECT)


def test_tile_joins_opposite_edges() -> None:
    def seam(prompt: str) -> float:
        return float(
            np.mean([np.abs(c[:, 0] - c[:, -1]).mean() + np.abs(c[0] - c[-1]).mean() for c in cells(prompt)])
        )

    assert seam(f"{SUBJECT} --tile") < seam(SUBJECT) / 4


def test_no_takes_the_thing_away() -> None:
    assert change(SUBJECT, "--no sun") > 2
    assert change(SUBJECT, "--no lighthouse") > 2
    assert change(SUBJECT, "--no kangaroo") == 0
    red = cells("a red landscape, red sky")
    less = cells("a red landscape, red sky --no red")
    assert np.mean([c[..., 0] - c[..., 2] for c in less]) < np.mean([c[..., 0] - c[..., 2] for c in red])


def test_a_style_code_shifts_the_colours_always_the_same_way() -> None:
    assert change(SUBJECT, "--sref 123") > 2
    assert change(f"{SUBJECT} --sref 123", "--sref 456") > 1


@pytest.mark.parametrize(
    "medium",
    ["oil", "ink", "watercolor", "neon", "woodcut", "pencil sketch", "pixel art", "flat poster", "photo"],
)
def test_every_medium_looks_different(medium: str) -> None:
    plain = cells("a harbour at dusk")[0]
    assert np.abs(cells(f"a harbour at dusk, {medium}")[0] - plain).mean() > 3


def test_ink_has_hardly_a_colour_and_night_is_darker_than_day() -> None:
    assert saturation("mountains, ink --seed 1") < 30
    assert np.mean(cells("a field at night")) < np.mean(cells("a field at noon")) - 30


@pytest.mark.parametrize(
    ("prompt", "subject", "setting", "hour", "medium"),
    [
        ("a lighthouse in fog at dawn", "lighthouse", "", "dawn", ""),
        ("foxes in the woods, oil painting", "fox", "forest", "", "oil"),
        ("雪山 湖 黄昏 水墨", "", "lake", "dusk", "ink"),
        ("一只猫在城市的夜晚", "cat", "city", "night", ""),
    ],
)
def test_words_are_understood_in_both_languages(prompt, subject, setting, hour, medium) -> None:
    found = read(prompt)
    assert (found.subject, found.setting, found.hour, found.medium) == (subject, setting, hour, medium)


def test_a_colour_before_a_thing_colours_the_thing() -> None:
    assert read("a red fox in a green forest").accent == "d8372f"
    assert read("a red fox in a green forest").colours == ("4f9a55",)


def test_every_picture_is_a_picture() -> None:
    subjects = (
        "lighthouse boat fox wolf bear panda rabbit pig tiger owl deer bird whale fish dragon robot astronaut"
    )
    subjects += " person house castle pagoda bridge windmill balloon rocket tree flower teapot"
    for subject in subjects.split():
        one = EASEL.picture(recipe.scene(f"{subject} --ar 3:2", 4))
        assert one.dtype == np.uint8
        assert one.std() > 12, subject


def test_a_small_turn_changes_little_and_a_right_angle_everything() -> None:
    base = Chance(1).normals("x", 4000)
    near = Chance(1, [(2, 0.15)]).normals("x", 4000)
    far = Chance(1, [(2, 1.5708)]).normals("x", 4000)
    assert np.corrcoef(base, near)[0, 1] > 0.97
    assert abs(np.corrcoef(base, far)[0, 1]) < 0.08
    assert near.std() == pytest.approx(1, abs=0.05)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    params = read_params(text)
    read(params.text, params.without)
    width, height = frame_size(params.ratio)
    assert width * height < 2_000_000


@pytest.mark.parametrize(
    "prompt", ["", "::::", "🦊🦊🦊", "a" * 500, "--ar 1:1", "https://x.example/a.png a cat --iw 2"]
)
def test_odd_prompts_are_painted_all_the_same(prompt: str) -> None:
    assert EASEL.picture(recipe.scene(prompt, 1)).shape == (512, 512, 3)
