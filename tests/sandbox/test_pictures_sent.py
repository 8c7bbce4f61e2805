"""Orders that begin with a picture."""

import base64
import io

import numpy as np
import pytest
from PIL import Image


def data_uri(image: Image.Image, kind: str = "PNG") -> str:
    out = io.BytesIO()
    image.save(out, kind)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(out.getvalue()).decode()


def plain(colour: str, size: tuple[int, int] = (96, 64)) -> Image.Image:
    return Image.new("RGB", size, colour)


def shown(talk, task: dict) -> Image.Image:
    return Image.fromarray(talk.pixels(task).astype(np.uint8))


def test_blend_mixes_all_its_pictures(talk) -> None:
    sent = [data_uri(plain("#ff0000")), data_uri(plain("#0000ff"))]
    task = talk.finish(talk.submit("blend", base64Array=sent, dimensions="LANDSCAPE")["result"])
    picture = talk.pixels(task)
    assert picture.shape[1] / picture.shape[0] == pytest.approx(1.5, rel=0.02)
    assert picture[..., 0].mean() > 50
    assert picture[..., 2].mean() > 50
    assert picture[..., 0].std() > 15
    assert task["prompt"] == ""
    assert len(task["buttons"]) == 9


@pytest.mark.parametrize("count", [1, 6])
def test_blend_takes_two_to_five(talk, count: int) -> None:
    answer = talk.submit("blend", base64Array=[data_uri(plain("#fff"))] * count)
    assert (answer["code"], answer["description"]) == (4, "base64List参数错误")
    assert talk.box.ledger == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_describe_describes_what_was_painted(talk, kind: str) -> None:
    painted = talk.imagine("a lighthouse in fog, watercolor")
    talk.pixels(painted)
    single = shown(talk, talk.pressed(painted, "U3")).resize((300, 300))
    task = talk.finish(talk.submit("describe", base64=data_uri(single, kind))["result"])
    text = task["properties"]["finalPrompt"]
    lines = text.split("\n\n")
    assert len(lines) == 4
    assert [line[0] for line in lines] == ["1", "2", "3", "4"]
    assert "a lighthouse in fog, watercolor" in lines[0]
    assert all("--ar 1:1" in line for line in lines)
    assert task["action"] == "DESCRIBE"


def test_describe_names_the_colours_of_a_foreign_picture(talk) -> None:
    task = talk.finish(talk.submit("describe", base64=data_uri(plain("#cc1111", (160, 90))))["result"])
    assert "red" in task["properties"]["finalPrompt"]
    assert "--ar 16:9" in task["properties"]["finalPrompt"]


def test_shorten_weighs_words(talk) -> None:
    prompt = "a highly detailed lighthouse in the style of zorbulon, fog"
    task = talk.finish(talk.submit("shorten", prompt=prompt)["result"])
    text = task["properties"]["finalPrompt"]
    assert text.startswith("## Important tokens\n")
    assert "**lighthouse**" in text
    assert "~~detailed~~" in text
    short = text.split("## Shortened prompts\n")[1].split("\n\n")
    assert len(short) == len(task["buttons"])
    assert "lighthouse" in short[-1] or "fog" in short[-1]
    assert len(short[0]) > len(short[-1])


def test_swap_moves_the_face_and_nothing_else(talk) -> None:
    one = talk.pressed(talk.imagine("portrait of a woman --seed 1"), "U1")
    two = talk.pressed(talk.imagine("portrait of an old man --seed 9"), "U1")
    source, target = shown(talk, one), shown(talk, two)
    body = {"sourceBase64": data_uri(source), "targetBase64": data_uri(target)}
    answer = talk.post("/mj/insight-face/swap", body).json()
    task = talk.finish(answer["result"])
    assert (task["action"], task["prompt"], task["buttons"]) == ("SWAP_FACE", "InsightFace", [])
    result = talk.pixels(task)
    face = (slice(170, 270), slice(225, 290))
    before, wanted = np.asarray(target).astype(int), np.asarray(source).astype(int)
    assert np.abs(result[face] - wanted[face]).mean() < np.abs(result[face] - before[face]).mean()
    assert (result[400:] == before[400:]).all()
    assert (result[:40] == before[:40]).all()


def test_swap_needs_both_pictures(talk) -> None:
    got = talk.post("/mj/insight-face/swap", {"sourceBase64": "x"})
    assert got.json()["description"] == "sour_base64_and_target_base64_is_required "


def test_an_image_prompt_lends_its_colours(talk) -> None:
    body = {"prompt": "a field at noon --seed 1", "base64Array": [data_uri(plain("#e01010"))]}
    red = talk.pixels(talk.finish(talk.submit("imagine", **body)["result"]))
    none = talk.pixels(talk.imagine("a field at noon --seed 1"))
    assert (red[..., 0] - red[..., 2]).mean() > (none[..., 0] - none[..., 2]).mean() + 20


def test_edits_paint_only_where_the_picture_is_transparent(talk) -> None:
    image = plain("#336699", (256, 256)).convert("RGBA")
    image.paste((0, 0, 0, 0), (64, 64, 192, 192))
    task = talk.finish(talk.submit("edits", prompt="a red balloon", image=data_uri(image))["result"])
    cell = talk.pixels(task)[:256, :256]
    outside = np.ones((256, 256), bool)
    outside[64:192, 64:192] = False
    assert (cell[outside] == (0x33, 0x66, 0x99)).all()
    assert cell[80:176, 80:176].std() > 5


def test_uploads_become_addresses_that_serve_the_picture(talk) -> None:
    answer = talk.submit("upload-discord-images", base64Array=[data_uri(plain("#00ff00"))])
    assert answer["code"] == 1
    picture = Image.open(io.BytesIO(talk.http.get(answer["result"][0]).content))
    assert picture.getpixel((3, 3)) == (0, 255, 0)


def test_a_video_moves_and_can_be_picked_and_extended(open_box) -> None:
    talk = open_box(flavour="plus")
    single = talk.pressed(talk.imagine("a whale in the sea"), "U1")
    clip = talk.pressed(single, "Animate (High motion)")
    film = Image.open(io.BytesIO(talk.http.get(clip["imageUrl"]).content))
    assert (film.format, clip["action"]) == ("WEBP", "VIDEO")
    assert film.n_frames == 16
    picked = talk.pressed(clip, "U2")
    assert [b["label"] for b in picked["buttons"]] == ["Extend (High motion)", "Extend (Low motion)"]
    assert talk.pressed(picked, "Extend (Low motion)")["status"] == "SUCCESS"


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "not base64!",
        "data:image/png;base64,",
        "data:image/png;base64,AAAA",
        7,
        None,
        "data:text/html;base64,PGI+",
    ],
)
def test_what_is_no_picture_is_refused_at_once(open_box, sent: object) -> None:
    talk = open_box(flavour="plus")
    answer = talk.submit("describe", base64=sent)
    assert (answer["code"], answer["description"]) == (4, "base64格式错误")
    assert talk.box.ledger == []


def test_a_picture_bomb_is_refused(open_box) -> None:
    talk = open_box(flavour="plus")
    bomb = data_uri(Image.new("1", (20_000, 20_000)))
    assert talk.submit("describe", base64=bomb)["code"] == 4
