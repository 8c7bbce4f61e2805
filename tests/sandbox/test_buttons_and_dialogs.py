"""Every button a picture offers, pressed; every dialog, filled in."""

import base64
import io

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def grid(talk) -> dict:
    return talk.imagine("a lighthouse in fog --seed 3")


@pytest.fixture
def single(talk, grid) -> dict:
    return talk.pressed(grid, "U2")


def mask_of(size: tuple[int, int], box: tuple[int, int, int, int]) -> str:
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    out = io.BytesIO()
    mask.convert("RGB").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def quarters(whole: np.ndarray) -> list[np.ndarray]:
    h, w = whole.shape[0] // 2, whole.shape[1] // 2
    return [whole[:h, :w], whole[:h, w:], whole[h:, :w], whole[h:, w:]]


def test_a_grid_offers_u_reroll_v_and_each_id_carries_the_message_hash(grid) -> None:
    assert [b["label"] for b in grid["buttons"]] == ["U1", "U2", "U3", "U4", "", "V1", "V2", "V3", "V4"]
    assert len({b["customId"].split("::")[4] for b in grid["buttons"]}) == 1
    assert grid["buttons"][4]["customId"].endswith("::SOLO")


def test_u_is_exactly_the_quadrant(talk, grid) -> None:
    for n, quarter in enumerate(quarters(talk.pixels(grid)), 1):
        assert (talk.pixels(talk.pressed(grid, f"U{n}")) == quarter).all()


def test_a_single_picture_offers_the_buttons_of_its_version(single) -> None:
    assert [b["label"] or b["emoji"] for b in single["buttons"]] == [
        "Upscale (Subtle)",
        "Upscale (Creative)",
        "Vary (Subtle)",
        "Vary (Strong)",
        "Vary (Region)",
        "Zoom Out 2x",
        "Zoom Out 1.5x",
        "Custom Zoom",
        "⬅️",
        "➡️",
        "⬆️",
        "⬇️",
        "Animate (High motion)",
        "Animate (Low motion)",
        "❤️",
    ]
    assert single["buttons"][0]["customId"].startswith("MJ::JOB::upsample_v7_2x_subtle::1::")


@pytest.mark.parametrize(
    ("flag", "part"),
    [
        ("--v 6.1", "upsample_v6r1_2x_subtle"),
        ("--v 6", "upsample_v6_2x_subtle"),
        ("--niji 6", "upsample_v6_2x_subtle"),
        ("--v 5.2", "upsample_v5_2x"),
    ],
)
def test_older_versions_upscale_by_other_names(talk, flag: str, part: str) -> None:
    single = talk.pressed(talk.imagine(f"a cat {flag}"), "U1")
    assert part in single["buttons"][0]["customId"]


def test_make_square_is_offered_only_where_it_means_something(talk, single) -> None:
    wide = talk.pressed(talk.imagine("a cat --ar 16:9"), "U1")
    assert "Make Square" in [b["label"] for b in wide["buttons"]]
    assert "Make Square" not in [b["label"] for b in single["buttons"]]
    height, width, _ = talk.pixels(talk.pressed(wide, "Make Square")).shape
    assert height == width


def test_upscale_doubles_the_pixels_of_its_quadrant(talk, single) -> None:
    small = talk.pixels(single)
    large = talk.pixels(talk.pressed(single, "Upscale (Subtle)"))
    assert large.shape == (1024, 1024, 3)
    back = np.asarray(Image.fromarray(large.astype(np.uint8)).resize((512, 512), Image.Resampling.BOX))
    assert np.abs(back - small).mean() < 4


def test_vary_subtle_changes_less_than_vary_strong(talk, single) -> None:
    before = talk.pixels(single)
    changes = {}
    for how in ("Subtle", "Strong"):
        cells = quarters(talk.pixels(talk.pressed(single, f"Vary ({how})")))
        changes[how] = np.mean([np.abs(c - before).mean() for c in cells])
    assert 0 < changes["Subtle"] < changes["Strong"]


def test_reroll_is_a_new_throw_of_the_same_prompt(talk, grid) -> None:
    again = talk.pressed(grid, "🔄")
    assert again["prompt"] == grid["prompt"]
    assert np.abs(talk.pixels(again) - talk.pixels(grid)).mean() > 3


@pytest.mark.parametrize(("label", "amount"), [("Zoom Out 2x", 2.0), ("Zoom Out 1.5x", 1.5)])
def test_zoom_keeps_the_picture_in_the_middle(talk, single, label: str, amount: float) -> None:
    before = talk.pixels(single)
    after = talk.pixels(talk.pressed(single, label))[:512, :512]
    side = round(512 / amount)
    left = round(512 * (1 - 1 / amount) / 2)
    small = Image.fromarray(before.astype(np.uint8)).resize((side, side), Image.Resampling.LANCZOS)
    middle = after[left : left + side, left : left + side]
    assert np.abs(middle - np.asarray(small)).mean() < 2


@pytest.mark.parametrize(("arrow", "top", "left"), [("⬅️", 0, 256), ("➡️", 0, 0), ("⬆️", 256, 0), ("⬇️", 0, 0)])
def test_pan_adds_half_a_frame_and_leaves_the_rest_untouched(talk, single, arrow, top, left) -> None:
    before = talk.pixels(single)
    task = talk.pressed(single, arrow)
    cell = quarters(talk.pixels(task))[0]
    assert (cell[top : top + 512, left : left + 512] == before).all()
    assert ("--ar 3:2" if arrow in {"⬅️", "➡️"} else "--ar 2:3") in task["properties"]["finalPrompt"]


def test_region_waits_for_its_dialog_and_changes_only_the_masked_pixels(talk, single) -> None:
    answer = talk.press(single, "Vary (Region)")
    assert (answer["code"], answer["description"]) == (21, "窗口等待")
    talk.box.clock.advance(60)
    assert talk.fetch(answer["result"])["status"] == "MODAL"
    charged = len(talk.box.ledger)
    mask = mask_of((512, 512), (128, 256, 256, 400))
    sent = talk.submit("modal", taskId=answer["result"], prompt="a red door", maskBase64=mask)
    assert (sent["code"], sent["result"]) == (1, answer["result"])
    assert [(c.action, c.price) for c in talk.box.ledger[charged:]] == [("MODAL", 0.1)]
    for cell in quarters(talk.pixels(talk.finish(answer["result"]))):
        changed = (talk.pixels(single) != cell).any(axis=2)
        assert changed[256:400, 128:256].mean() > 0.3
        changed[256:400, 128:256] = False
        assert not changed.any()


def test_custom_zoom_needs_its_zoom(talk, single) -> None:
    good, bad = talk.press(single, "Custom Zoom"), talk.press(single, "Custom Zoom")
    assert good["code"] == bad["code"] == 21
    talk.submit("modal", taskId=good["result"], prompt="a lighthouse --zoom 1.8 --ar 16:9")
    talk.submit("modal", taskId=bad["result"], prompt="a lighthouse")
    height, width, _ = talk.pixels(talk.finish(good["result"])).shape
    assert width / height == pytest.approx(16 / 9, rel=0.02)
    assert talk.fetch(bad["result"])["status"] == "FAILURE"


def test_a_dialog_is_filled_in_once(talk, single) -> None:
    answer = talk.press(single, "Custom Zoom")
    first = talk.submit("modal", taskId=answer["result"], prompt="x --zoom 2")
    second = talk.submit("modal", taskId=answer["result"], prompt="x --zoom 2")
    assert (first["code"], second["code"]) == (1, 4)
    assert [c.action for c in talk.box.ledger].count("MODAL") == 1


def test_a_gateway_shows_the_modal_as_a_second_record(talk, single) -> None:
    answer = talk.press(single, "Custom Zoom")
    talk.box.clock.advance(20)
    talk.submit("modal", taskId=answer["result"], prompt="x --zoom 2")
    talk.box.clock.advance(30)
    assert talk.fetch(answer["result"])["status"] == "MODAL"
    rows = talk.post("/mj/task/list-by-condition", {"ids": [answer["result"]]}).json()
    assert {r["status"] for r in rows} == {"MODAL", "IN_PROGRESS"}
    assert {r["action"] for r in rows} == {"CUSTOM_ZOOM", "MODAL"}
    assert talk.finish(answer["result"])["status"] == "SUCCESS"


def test_prices_are_those_of_the_list(talk, grid, single) -> None:
    talk.pressed(single, "Upscale (Subtle)")
    talk.press(grid, "V1")
    talk.press(grid, "🔄")
    talk.press(single, "➡️")
    assert [(c.action, c.price) for c in talk.box.ledger] == [
        ("IMAGINE", 0.1),
        ("UPSCALE", 0.05),
        ("UPSCALE", 0.05),
        ("VARIATION", 0.1),
        ("REROLL", 0.1),
        ("PAN", 0.1),
    ]
