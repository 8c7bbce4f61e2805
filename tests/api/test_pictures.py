"""Anything that is a picture becomes what the relay wants; anything else is refused with its reason."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from yubo_nb.api import InvalidRequest, protocol
from yubo_nb.api.extras import edits
from yubo_nb.api.pictures import cut_out, data_uri, mask_base64


def png(size=(8, 8), colour="red", kind="PNG", mode="RGB"):
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, kind)
    return buffer.getvalue()


def opened(encoded):
    return Image.open(io.BytesIO(base64.b64decode(encoded.partition(",")[2] or encoded)))


@pytest.mark.parametrize(
    ("picture", "head"),
    [
        (png(), "data:image/png;base64,"),
        (png(kind="JPEG"), "data:image/jpeg;base64,"),
        (png(kind="WEBP"), "data:image/webp;base64,"),
        (png(kind="GIF"), "data:image/gif;base64,"),
        (png(kind="BMP"), "data:image/png;base64,"),
        (Image.new("RGB", (4, 4)), "data:image/png;base64,"),
        (Image.new("P", (4, 4)), "data:image/png;base64,"),
        (np.zeros((4, 4), np.uint8), "data:image/png;base64,"),
        (np.zeros((4, 4, 3), np.uint8), "data:image/png;base64,"),
        (np.zeros((4, 4, 4)), "data:image/png;base64,"),
        (np.ones((4, 4), bool), "data:image/png;base64,"),
        (base64.b64encode(png()).decode(), "data:image/png;base64,"),
        ("data:image/webp;base64," + base64.b64encode(png()).decode(), "data:image/png;base64,"),
    ],
    ids=range(13),
)
def test_pictures_become_data_uris_with_their_true_type(picture, head):
    encoded = data_uri("e", "image", picture)
    assert encoded.startswith(head)
    assert "\n" not in encoded
    opened(encoded).load()


def test_paths_are_read(tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    assert data_uri("e", "image", tmp_path / "a.png") == data_uri("e", "image", str(tmp_path / "a.png"))


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (b"", "no readable picture"),
        (b"<html>", "no readable picture"),
        (png()[:40], "no readable picture"),
        ("data:image/png;base64,!!", "no readable base64"),
        ("data:image/png", "no readable picture"),
        ("/nowhere/at/all.png", "cannot read"),
        ("bad\x00name", "cannot read"),
        ("https://example.com/a.png", "download the picture"),
        (5, "int is no picture"),
        (np.zeros((2, 2, 7), np.uint8), "is no picture"),
        (np.zeros((2, 2), np.int64), "is no picture"),
        (np.full((2, 2), 3.5), "is no picture"),
        (np.zeros((0, 4), np.uint8), "is no picture"),
        (Image.new("RGB", (0, 4)), "1 to 64 million"),
        (np.random.default_rng(0).integers(0, 255, (1500, 1500, 4), np.uint8), "relays take 5"),
    ],
    ids=range(15),
)
def test_what_is_no_picture_is_refused(picture, reason):
    with pytest.raises(InvalidRequest, match=reason) as caught:
        data_uri("submit/describe", "image", picture)
    assert caught.value.field == "image"


def test_too_many_pixels_are_refused_by_the_header(monkeypatch):
    monkeypatch.setattr("yubo_nb.api.pictures.MAX_PIXELS", 100)
    with pytest.raises(InvalidRequest, match="64 million"):
        data_uri("e", "image", png((20, 20)))


def half(size=(10, 10)):
    mask = np.zeros((size[1], size[0]), bool)
    mask[:, : size[0] // 3] = True
    return mask


def test_a_mask_is_bare_opaque_black_and_white_png():
    encoded = mask_base64("e", half(), size=(10, 10))
    assert not encoded.startswith("data:")
    image = opened(encoded)
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (10, 10))
    assert sorted(colour for _, colour in image.getcolors()) == [(0, 0, 0), (255, 255, 255)]
    assert image.getpixel((0, 0)) == (255, 255, 255)


def test_masks_from_layers_and_the_other_way_round():
    layer = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    layer.paste((255, 255, 255, 255), (0, 0, 4, 10))
    assert opened(mask_base64("e", layer)).getpixel((1, 1)) == (255, 255, 255)
    assert opened(mask_base64("e", layer)).getpixel((8, 1)) == (0, 0, 0)
    assert mask_base64("e", ~half(), invert=True) == mask_base64("e", half())


@pytest.mark.parametrize(
    ("mask", "reason"),
    [
        (np.zeros((8, 8), bool), "all black"),
        (np.ones((8, 8), bool), "looks inverted"),
        (np.full((8, 8), 128, np.uint8), "pure white on black"),
        (half((9, 8)), "resize the mask"),
        (b"rubbish", "no readable picture"),
    ],
)
def test_bad_masks_are_refused(mask, reason):
    with pytest.raises(InvalidRequest, match=reason) as caught:
        mask_base64("submit/modal", mask, size=(8, 8))
    assert caught.value.field == "mask"


def test_numbers_of_pictures():
    for wrong in ([], [png()], [png()] * 6):
        with pytest.raises(InvalidRequest, match="2 to 5 are needed"):
            protocol.blend(wrong)
    assert len(protocol.blend([png(), png(colour="blue")]).body["base64Array"]) == 2
    with pytest.raises(InvalidRequest, match="same picture"):
        protocol.swap_face(png(), png())
    with pytest.raises(InvalidRequest, match="not one of PORTRAIT"):
        protocol.blend([png(), png()], dimensions="WIDE")


def test_addresses_go_in_front_of_the_prompt():
    built = protocol.imagine("a cat", images=["https://example.com/a.png", png()])
    assert built.body["prompt"] == "https://example.com/a.png a cat"
    assert len(built.body["base64Array"]) == 1


def test_edits_cut_the_mask_out_of_the_picture():
    mask = np.zeros((8, 8), bool)
    mask[:4] = True
    built = edits("a hat", png(), mask=mask)
    assert opened(built.body["image"]).getpixel((0, 0))[3] == 0
    assert opened(built.body["image"]).getpixel((0, 7)) == (255, 0, 0, 255)
    with pytest.raises(InvalidRequest, match="resize the mask"):
        cut_out("e", png((4, 4)), mask_base64("e", mask))
