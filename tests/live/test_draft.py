import pytest

from yubo_nb.api.models import decode_task
from yubo_nb.live.draft import draft

ZOOM = "MJ::CustomZoom::abc"
REGION = "MJ::Inpaint::1::abc::SOLO"


@pytest.mark.parametrize(
    ("final", "button", "wanted"),
    [
        ("a fox --v 6.1", REGION, "a fox --v 6.1"),
        ("", REGION, "a fox"),
        ("a fox --v 6.1", ZOOM, "a fox --v 6.1 --zoom 2"),
        ("a fox --zoom 1.5", ZOOM, "a fox --zoom 1.5"),
        ("1\ufe0f\u20e3 a cat\n\n2\ufe0f\u20e3 a dog", "MJ::Job::PicReader::2", "a dog"),
        ("a fox", "MJ::Job::PicReader::2", ""),
    ],
)
def test_a_dialog_starts_from_what_its_parent_was_drawn_from(final, button, wanted):
    parent = decode_task({"id": "1", "prompt": "a fox", "properties": {"finalPrompt": final}})
    assert draft(parent, button) == wanted


def test_a_dialog_of_an_unknown_parent_starts_from_nothing():
    assert draft(None, ZOOM) == ""
