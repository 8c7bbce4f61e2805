"""A page to send to a colleague: complete, offline, and nothing of this machine in it."""

import html.parser
import os
import re
from pathlib import Path

import pytest

from tests.data.conftest import ORIGIN, task
from yubo_nb.data.report import report


class Reader(html.parser.HTMLParser):
    """Elements, text, and whether every element is closed where it should be."""

    VOID = frozenset({"meta", "img", "br", "link"})

    def __init__(self, text):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text, self.open = "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text += f"{data} " if self.open[-1:] in (["td"], ["th"]) else data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture
def study(history, tmp_path):
    """Draws the report of the history with one of each."""

    def draw(**options):
        path = report(history, tmp_path / "study.html", **options)
        return Reader(path.read_text("utf-8"))

    return draw


def test_it_has_pictures_lineage_parameters_costs_and_failures(study):
    page = study(title="Foxes")
    assert [
        text for text in ("Foxes", "Pictures", "Where they come from", "Costs") if text not in page.text
    ] == []
    (large, small) = page.all("img")
    assert large["alt"] == "a red fox --ar 3:2 --s 250 --seed 7"
    assert small["alt"] == "", "in the tree the words beside it say it all"
    assert "Banned" in page.text
    assert "★★★★☆" in page.text
    assert "=1+1" in page.text
    assert "猫 'quoted' --q 2 --tile" in page.text
    assert page.open == []


def test_every_link_leads_to_a_place_on_the_page(study):
    page = study()
    places = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    links = [attrs["href"] for attrs in page.all("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= places


def test_it_works_offline_and_runs_nothing(study, tmp_path):
    page = study()
    assert not {tag for tag, _ in page.elements} & {"script", "link", "iframe", "form", "button", "object"}
    policy = next(meta for meta in page.all("meta") if "http-equiv" in meta)
    assert policy["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert all(image["src"].startswith("data:image/") for image in page.all("img"))
    assert page.all("html")[0]["lang"] == "en"
    (style,) = re.findall("<style>(.*?)</style>", (tmp_path / "study.html").read_text("utf-8"), re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style


def test_costs_are_what_the_ledger_sums_to(study, history):
    from yubo_nb.data import frame

    page = study()
    entries = frame.ledger(history)
    held = entries["amount"].sum()
    rows = page.text[page.text.index("Together") :]
    charged, doubt = (float(number) for number in re.findall(r"\d+\.\d\d", rows)[:2])
    assert charged + doubt == pytest.approx(held)
    assert doubt == pytest.approx(0.1), "one call is in doubt"


def test_nothing_of_this_machine_is_in_it(study, history, tmp_path):
    signed = "https://cdn.example/a.png?ex=67&is=66&hm=5ec2e7"
    history.record(
        ORIGIN, task("20", prompt=f"{signed} a fox", failReason=f"no file {tmp_path}/x", status="FAILURE")
    )
    page = study()
    whole = page.text + str(page.elements)
    assert "hm=5ec2e7" not in whole
    assert "https://cdn.example/a.png?…" in page.text
    for private in (str(tmp_path), str(Path.home())):
        assert private not in whole
    assert not re.search(r"ynb1\.", whole)


def test_only_what_was_asked_for(study):
    page = study(only={"18"})
    assert len(page.all("figure")) == 1
    assert "Where they come from" not in page.text, "its parent is not on the page"
    assert "a red fox" in page.text


@pytest.mark.parametrize(("pictures", "size"), [("none", 0), ("thumbnail", 1), ("full", 1)])
def test_pictures_are_small_or_whole_or_none(study, history, pictures, size):
    page = study(pictures=pictures)
    large = [image for image in page.all("img") if image["alt"]]
    assert len(large) == size
    if pictures == "full":
        assert large[0]["src"].startswith("data:image/png")


def test_an_empty_history_is_a_page_too(empty, tmp_path):
    assert "No tasks yet." in Reader(report(empty, tmp_path / "study.html").read_text("utf-8")).text


def test_what_cannot_be_is_refused_before_anything_is_written(history, tmp_path):
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(IsADirectoryError, match="is a folder"):
        report(history, tmp_path / "folder.html")
    with pytest.raises(ValueError, match="html"):
        report(history, tmp_path / "study.pdf")
    with pytest.raises(ValueError, match="thumbnail"):
        report(history, tmp_path / "study.html", pictures="huge")
    assert list(tmp_path.glob("*.pdf")) + list(tmp_path.glob("*.part")) == []


@pytest.mark.skipif(os.name != "posix", reason="links and modes are those of POSIX")
def test_a_link_planted_there_is_replaced_and_nobody_else_may_read(history, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    path = tmp_path / "study.html"
    path.symlink_to(victim)
    report(history, path)
    assert victim.read_text() == "mine"
    assert not path.is_symlink()
    assert path.stat().st_mode & 0o077 == 0


def test_a_picture_that_has_gone_leaves_its_reason(history, study):
    for file in history.pictures.folder.rglob("*.png"):
        file.unlink()
    page = study()
    assert page.all("img") == []
    assert "not in the cache" in page.text


def test_a_task_without_its_picture_finished_and_says_why_there_is_none(history, study):
    """It stood there as finished and nothing else; "The picture is missing." was said for every reason."""
    history.record(ORIGIN, task("bare", prompt="a gone fox", properties={}))
    history.picture_failed(ORIGIN, "bare", "GONE", "Gone from cdn.example (HTTP 404).")
    text = study().text
    assert "Finished, no picture" in text
    assert "Its link has expired." in text


def test_in_chinese_its_own_words_are_chinese(study, monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "zh")
    page = study()
    assert page.all("html")[0]["lang"] == "zh-CN"
    assert "来源" in page.text
    assert "Where they come from" not in page.text
