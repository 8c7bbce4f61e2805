"""An archive holds names of ours alone, and another's archive is looked at before use (cases 46, 48)."""

import json
import stat
import zipfile

import pytest

from yubo_nb.data import frame
from yubo_nb.data.archive import Archive, archive

ABOUT = json.dumps({"format": 1})
UNSAFE = (
    "../evil", "/etc/passwd", "C:\\evil", "pictures/../../evil", "pictures\\..\\evil", "..", "", "con",
    "tasks.csv/", "pictures/" + "a" * 64 + ".svg", "pictures/" + "A" * 64 + ".png",
    "pictures/" + "a" * 64 + ".png\x00.exe", "a" * 300, "\u202egnp.exe", "tasks.json\n", "./tasks.csv",
    "evil.html", "yubo_nb.json ",
)  # fmt: skip


@pytest.fixture
def made(history, tmp_path):
    return archive(history, tmp_path / "all.zip")


def forged(path, *entries, about=ABOUT, table="[]"):
    """An archive with these further entries."""
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("yubo_nb.json", about)
        target.writestr("tasks.json", table)
        for entry, data in entries:
            target.writestr(entry, data)
    return path


def test_table_and_pictures_come_back(history, made):
    before = frame.tasks(history)
    with Archive(made) as found:
        tasks = found.tasks()
        assert tasks["id"].fillna("-").tolist() == before["id"].fillna("-").tolist()
        assert tasks["prompt"].tolist() == before["prompt"].tolist()
        assert tasks["submitted"].tolist()[0] == before["submitted"].tolist()[0]
        (digest,) = found.pictures
        assert found.picture(digest) == history.pictures.original(digest)[0]
        assert tasks["picture"].dropna().tolist() == [f"pictures/{digest}.png"]


def test_case_46_every_name_is_made_of_our_own_words(history, made):
    (digest,) = before if (before := frame.tasks(history)["picture_hash"].dropna().tolist()) else ()
    with zipfile.ZipFile(made) as parts:
        assert sorted(parts.namelist()) == sorted(
            ["tasks.csv", "tasks.json", "yubo_nb.json", f"pictures/{digest}.png"]
        )


@pytest.mark.parametrize("name", UNSAFE, ids=ascii)
def test_case_48_an_unsafe_name_is_refused(tmp_path, name):
    entry = zipfile.ZipInfo("x" if name else "")
    entry.filename = name  # the constructor would cut it at its NUL
    with pytest.raises(ValueError, match="not opened"):
        Archive(forged(tmp_path / "bad.zip", (entry, b"x")))


def test_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("tasks.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ValueError, match="not opened"):
        Archive(forged(tmp_path / "bad.zip", (link, "/etc/passwd")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path):
    with pytest.raises(ValueError, match="not opened"):
        Archive(forged(tmp_path / "bad.zip", ("tasks.json", "[]")))


def test_one_picture_twice_is_refused(tmp_path):
    name = "pictures/" + "a" * 64
    with pytest.raises(ValueError, match="twice"):
        Archive(forged(tmp_path / "bad.zip", (f"{name}.png", b"x"), (f"{name}.jpg", b"x")))


def test_a_bomb_is_read_no_further_than_its_limit(tmp_path):
    path = tmp_path / "bad.zip"
    name = "pictures/" + "a" * 64 + ".png"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("yubo_nb.json", ABOUT)
        with target.open(name, "w") as entry:
            for _ in range(60):
                entry.write(bytes(2**20))
    with Archive(path) as found, pytest.raises(ValueError, match="too large"):
        found.picture("a" * 64)


def test_a_changed_picture_is_refused(tmp_path):
    with (
        Archive(forged(tmp_path / "bad.zip", ("pictures/" + "a" * 64 + ".png", b"x"))) as found,
        pytest.raises(ValueError, match="changed"),
    ):
        found.picture("a" * 64)


@pytest.mark.parametrize("about", ["{}", "[]", '{"format": 2}', "{", "9" * 5000, "[" * 5000])
def test_another_format_is_refused(tmp_path, about):
    with pytest.raises(ValueError, match="not opened"):
        Archive(forged(tmp_path / "bad.zip", about=about))


@pytest.mark.parametrize("table", ["{}", "[1]", '[{"a": {}}]', "[", "null", '[{"a": [1]}]'])
def test_a_table_that_is_none_is_refused(tmp_path, table):
    with (
        Archive(forged(tmp_path / "bad.zip", table=table)) as found,
        pytest.raises(ValueError, match="not opened"),
    ):
        found.tasks()


@pytest.mark.parametrize("cut", [0, 1, 30, 200, -1, -30])
def test_a_broken_file_is_refused(made, cut):
    made.write_bytes(made.read_bytes()[:cut])
    with pytest.raises(ValueError, match="not opened"):
        Archive(made)


def test_a_picture_that_left_the_cache_does_not_stop_the_archive(history, tmp_path):
    for path in history.pictures.folder.rglob("*.png"):
        path.unlink()
    with Archive(archive(history, tmp_path / "all.zip")) as found:
        assert found.pictures == ()
        assert found.tasks()["picture"].isna().all()
