"""Describe and shorten as choices."""

from yubo_nb.api.models import decode_task
from yubo_nb.api.results import choices_in, choices_of, tokens_of


def test_describe_reduces_links_to_their_words(example):
    choices = choices_of(decode_task(example("task_describe_success_plus")))
    assert [choice.index for choice in choices] == [1, 2, 3, 4]
    assert "Mo Willems and Craigie Aitchison, bright colors" in choices[0].text
    assert [choice.custom_id for choice in choices] == [f"MJ::Job::PicReader::{n}" for n in (1, 2, 3, 4)]


def test_shorten_gives_prompts_and_tokens(example):
    task = decode_task(example("task_shorten_success_plus"))
    choices = choices_of(task)
    assert [choice.text for choice in choices][-2:] == ["appdash appdash, toonami", "appdash appdash"]
    assert choices_of(task, chinese=True)[0].text == "appdash appdash，绘画风格，委托制作，飘渺的，toonami"
    tokens = tokens_of(task)
    assert [(token.text, token.important) for token in tokens][:5] == [
        ("appdash", True),
        ("appdash", True),
        ("style", False),
        ("expert", False),
        ("draftsmanship", True),
    ]


def test_weights_of_show_details():
    marked = (
        "## Important tokens\n**appdash** (1.00) **dash** (0.79), in the ~~style~~ (0.01)\n## Shortened\n1️⃣ a"
    )
    task = decode_task({"id": "1", "properties": {"finalPrompt": marked}})
    assert [(token.text, token.weight) for token in tokens_of(task)] == [
        ("appdash", 1.0),
        ("dash", 0.79),
        ("style", 0.01),
    ]


def test_splitting_survives_its_variants():
    assert [c.text for c in choices_in("1️⃣ a --ar 5:4\r\n\r\n2️⃣ b\r\n\r\nstill b")] == [
        "a --ar 5:4",
        "b still b",
    ]
    assert [c.index for c in choices_in("1\u20e3 no selector\n3\u20e3 three")] == [1, 3]
    assert choices_in("a 1️⃣ in the middle") == []
    assert choices_in("") == []
    assert choices_of(decode_task({"id": "1", "prompt": "a cat"})) == []
