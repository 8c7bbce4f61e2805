"""What a customId does, whatever the label claims."""

import pytest

from yubo_nb.api.buttons import decode_buttons, meaning_of

U = "3785da15-4f70-4034-9128-f3ff1ac634fa"

CATALOGUE = [
    (f"MJ::JOB::upsample::1::{U}", "upscale", 1, "upscale", "never"),
    (f"MJ::JOB::reroll::0::{U}::SOLO", "reroll", None, "reroll", "perhaps"),
    (f"MJ::JOB::variation::4::{U}", "vary", 4, "variation", "perhaps"),
    (f"MJ::JOB::upsample_v7_2x_subtle::1::{U}::SOLO", "upscale_subtle", 1, "upscale", "never"),
    (f"MJ::JOB::upsample_v6r1_2x_creative::1::{U}::SOLO", "upscale_creative", 1, "upscale", "never"),
    (f"MJ::JOB::upsample_v6_2x_subtle::1::{U}::SOLO", "upscale_subtle", 1, "upscale", "never"),
    (f"MJ::JOB::upsample_v5_2x::1::{U}::SOLO", "upscale_2x", 1, "upscale", "never"),
    (f"MJ::JOB::upsample_v5_4x::1::{U}::SOLO", "upscale_4x", 1, "upscale", "never"),
    (f"MJ::JOB::low_variation::1::{U}::SOLO", "vary_subtle", 1, "variation", "perhaps"),
    (f"MJ::JOB::high_variation::1::{U}::SOLO", "vary_strong", 1, "variation", "perhaps"),
    (f"MJ::Inpaint::1::{U}::SOLO", "vary_region", 1, "inpaint", "always"),
    (f"MJ::Outpaint::50::1::{U}::SOLO", "zoom", None, "zoom", "never"),
    (f"MJ::Outpaint::75::1::{U}::SOLO", "zoom", None, "zoom", "never"),
    (f"MJ::Outpaint::100::1::{U}::SOLO", "make_square", None, "zoom", "never"),
    (f"MJ::CustomZoom::{U}", "custom_zoom", None, "custom_zoom", "always"),
    (f"MJ::CustomZoom::1::{U}", "custom_zoom", 1, "custom_zoom", "always"),
    (f"MJ::JOB::pan_left::1::{U}::SOLO", "pan", 1, "pan", "perhaps"),
    (f"MJ::JOB::left_pan_variation::1::{U}", "pan", 1, "pan", "perhaps"),
    (f"MJ::JOB::animate_high::1::{U}::SOLO", "animate", 1, "video", "perhaps"),
    (f"MJ::JOB::animate_low_extend::1::{U}::SOLO", "animate", 1, "video", "perhaps"),
    (f"MJ::JOB::video_virtual_upscale::2::{U}", "upscale", 2, "upscale", "never"),
    (f"MJ::JOB::video::1::{U}::manual", "animate", 1, "video", "perhaps"),
    (f"MJ::BOOKMARK::{U}", "bookmark", None, "unknown", "never"),
    ("MJ::Job::PicReader::3", "pick_prompt", 3, "imagine", "always"),
    ("MJ::Job::PicReader::all", "imagine_all", None, "imagine", "never"),
    ("MJ::Picread::Retry", "describe_retry", None, "describe", "never"),
    ("MJ::Job::PromptAnalyzer::5", "shorten_pick", 5, "imagine", "always"),
    ("MJ::JOB::PromptAnalyzer::1", "shorten_pick", 1, "imagine", "always"),
    (f"MJ::JOB::upsample_max::1::{U}", "unknown", 1, "upscale", "perhaps"),
    (f"MJ::JOB::remaster::1::{U}", "unknown", 1, "unknown", "perhaps"),
    (f"MJ::Outpaint::60::1::{U}", "unknown", None, "unknown", "perhaps"),
    (f"MJ::JOB::japan::1::{U}", "unknown", 1, "unknown", "perhaps"),
    ("nonsense", "unknown", None, "unknown", "perhaps"),
    ("::", "unknown", None, "unknown", "perhaps"),
    (None, "link", None, "unknown", "never"),
]


@pytest.mark.parametrize(("custom_id", "verb", "index", "price", "dialog"), CATALOGUE)
def test_the_catalogue(custom_id, verb, index, price, dialog):
    meaning = meaning_of(custom_id)
    assert (meaning.verb, meaning.index, meaning.charge_action, meaning.opens_dialog) == (
        verb,
        index,
        price,
        dialog,
    )


def test_numbers_and_directions():
    assert [meaning_of(f"MJ::Outpaint::{n}::1::{U}").factor for n in (50, 75)] == [2.0, 1.5]
    assert meaning_of(f"MJ::JOB::pan_up::1::{U}").label == "up"
    assert meaning_of(f"MJ::JOB::animate_high_extend::1::{U}").label == "extend high"


def test_odd_buttons_decode():
    assert decode_buttons(None) == ()
    assert decode_buttons("x") == ()
    assert decode_buttons([None, 5, [], {}]) == ()
    web, typed, menu = decode_buttons(
        [
            {"customId": None, "label": "Web", "style": 5, "type": 2},
            {"customId": f"MJ::JOB::reroll::0::{U}", "emoji": {"name": "🔄"}, "label": None, "type": "2"},
            {"customId": "MJ::x", "type": 3, "placeholder": "choose", "options": [{"label": "a"}]},
        ]
    )
    assert (web.custom_id, web.caption, web.meaning.verb) == (None, "Web", "link")
    assert (typed.emoji, typed.caption, typed.type, typed.style) == ("🔄", "🔄", 2, 2)
    assert (menu.type, menu.caption) == (3, "choose")


@pytest.mark.parametrize(
    ("emoji", "shown"), [("upscale_1", ""), ("🪄", "🪄"), ("1️⃣", "1️⃣"), ("⬅️", "⬅️"), ("", "")]
)
def test_a_discord_emoji_name_is_no_character(emoji, shown):
    (button,) = decode_buttons([{"customId": "MJ::Job::PicReader::1", "emoji": emoji, "label": ""}])
    assert button.emoji == shown
    assert button.caption == (shown or "pick_prompt")
