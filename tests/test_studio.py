"""The studio as a person uses it, against the sandbox it starts itself."""

import os
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import yubo_nb as yb
from tests.live.scripted import Scripted
from yubo_nb.api.errors import InvalidRequest, PictureUnavailable, TaskNotFound
from yubo_nb.config import read_settings
from yubo_nb.live.policy import PollPolicy
from yubo_nb.studio import Studio

QUICK = PollPolicy(first=0.05, slowest=0.2)


@pytest.fixture(autouse=True)
def somewhere_else(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("YUBO_API_KEY", "YUBO_BASE_URL", "YUBO_HISTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("YUBO_LANG", "en")


@pytest.fixture
def png():
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def studio():
    with Studio(read_settings(sandbox=True), speed=60, poll=QUICK) as studio:
        yield studio


def test_connect_says_one_stable_line(capsys):
    with yb.connect(speed=60) as studio:
        line = capsys.readouterr().out
        assert line == "Sandbox: no key needed, nothing is charged. History: .yubo_nb/history.sqlite3\n"
        assert repr(studio) == f"Studio({line.strip()})"
        assert yb.connect() is studio
        assert capsys.readouterr().out == line
    assert "closed" in repr(studio)
    with yb.connect(speed=60, lang="zh") as other:
        assert other is not studio
    assert capsys.readouterr().out.startswith("沙盒")


def test_a_relay_is_named_with_the_sources_and_without_the_key(capsys):
    from yubo_nb.sandbox import Sandbox

    with (
        Sandbox(speed=60, api_key="sk-like-a-relays-1234567890") as relay,
        yb.connect(relay.base_url, relay.api_key, allow_paid=True) as studio,
    ):
        said = capsys.readouterr().out
        assert said.startswith(f"Relay {relay.base_url} (argument), key from argument.")
        assert relay.api_key not in said + repr(studio) + repr(vars(studio))
        assert studio.imagine("a cat").wait(60).phase == "success"


def test_case_55_a_sandbox_that_runs_elsewhere_is_one_all_the_same(capsys):
    # `yubo-nb sandbox` and its printed key: the cards said "charged", as at a relay.
    from yubo_nb.sandbox import Sandbox

    with Sandbox(speed=60) as relay, yb.connect(relay.base_url, relay.api_key) as studio:
        assert capsys.readouterr().out.startswith(f"Sandbox {relay.base_url} (argument), nothing is charged.")
        task = studio.imagine("a cat").wait(60)
        assert task.card.sandbox
        assert studio.history.tasks()["sandbox"].tolist() == [True]
        assert studio.budget.caps is None


def test_imagine_to_data(studio):
    task = studio.imagine("a lighthouse in fog", ar="3:2", stylize=250, seed=7)
    assert task.wait(60).progress == 100
    assert task.prompt == "a lighthouse in fog --ar 3:2 --stylize 250 --seed 7"
    assert task.seed() == "7"
    child = task.upscale(2).wait(60)
    assert studio.task(child.id) == child
    rows = studio.history.tasks().set_index("id")
    assert set(rows.index) == {task.id, child.id}
    assert rows.loc[child.id, "parent_id"] == task.id
    assert len(studio.history.images()) == 2
    assert len(studio.history.ledger()) == 2
    assert len(studio.history.events()) > 2


def test_what_cannot_succeed_is_not_sent(studio):
    for prompt, parameters, field in (
        ("", {}, "prompt"),
        ("   ", {}, "prompt"),
        ("a cat", {"ar": "0:9"}, "ar"),
        ("a cat --ar 3x2", {}, "ar"),
        ("a cat", {"nonsense": 1}, "nonsense"),
    ):
        with pytest.raises(InvalidRequest, match=r"\. Nothing was charged\.") as caught:
            studio.imagine(prompt, **parameters)
        assert caught.value.field == field
    assert studio.engine.hub.cards() == ()


def test_an_empty_prompt_is_said_to_be_empty(studio):
    """The message began with "column 1:"."""
    with pytest.raises(InvalidRequest, match=r"^the prompt is empty"):
        studio.imagine(" ")


def test_niji_goes_to_its_own_bot(studio):
    task = studio.imagine("a cat", niji=6)
    task.wait(60)
    assert studio.history.store.intent(task.key).body["botType"] == "NIJI_JOURNEY"


def test_an_unknown_task(studio):
    with pytest.raises(TaskNotFound):
        studio.task("1700000000000000")
    with pytest.raises(TaskNotFound):  # an AttributeError of `strip` before
        studio.task(1700000000000000)


def test_the_other_submits(png):
    ids = iter("1234")

    def answer(_method, path, _body):
        if "list-by-condition" in path:
            return 200, []
        return 200, {"code": 1, "description": "ok", "result": next(ids)}

    relay = Scripted(answer)
    try:
        with Studio(read_settings(relay.base_url, "sk-test-key-12345678")) as studio:
            accepted = threading.Semaphore(0)
            studio.engine.hub.subscribe(lambda card: card.phase == "queued" and accepted.release())
            studio.blend([png, png + b" "], dimensions="PORTRAIT")
            studio.describe(png)
            studio.shorten("a very long prompt")
            studio.swap_face(png, png + b" ")
            assert all(accepted.acquire(timeout=30) for _ in range(4))
            assert {path for _, path, _ in relay.heard} >= {
                "/mj/submit/blend",
                "/mj/submit/describe",
                "/mj/submit/shorten",
                "/mj/insight-face/swap",
            }
            actions = [card.action for card in studio.engine.hub.cards()]
            assert actions == ["BLEND", "DESCRIBE", "SHORTEN", "SWAP_FACE"]
    finally:
        relay.close()


def test_a_task_stands_for_its_picture(studio):
    task = studio.imagine("an owl")
    with pytest.raises(InvalidRequest, match="no picture yet"):
        studio.describe(task)
    task.wait(60)
    assert studio.imagine("an owl again", images=[task]).wait(60).phase == "success"


def test_a_restart_finds_everything():
    with Studio(read_settings(sandbox=True), speed=60, poll=QUICK) as first:
        grid = first.imagine("a fox")
        size = grid.wait(60).image.size
        child = grid.vary(1)
    with Studio(read_settings(sandbox=True), speed=60, poll=QUICK) as second:
        again = second.task(grid.id)
        assert again.image.size == size
        resumed = second.history.resume()
        assert [handle.key for handle in resumed] in ([], [child.key])
        assert second.task(child.id or resumed[0].id).wait(60).parent == again


def test_a_panel_after_a_restart_shows_the_last_tasks(monkeypatch):
    """It said "No pictures yet" above a history full of them."""
    with Studio(read_settings(sandbox=True), speed=60, poll=QUICK) as first:
        grid = first.imagine("a fox").wait(60)
        child = grid.upscale(1).wait(60)
    shown = []
    monkeypatch.setattr("yubo_nb.host.draws_widgets", lambda: True)
    monkeypatch.setattr("yubo_nb.widgets.panel.show", shown.append)
    with Studio(read_settings(sandbox=True), speed=60, poll=QUICK) as second:
        second._ipython_display_()
        assert shown == [second]
        assert [card.task_id for card in second.engine.hub.cards()] == [grid.id, child.id]
        assert second.task(child.id).parent.id == grid.id


def test_the_history_is_saved_as_a_file(studio, tmp_path):
    task = studio.imagine("a lighthouse in fog").wait(30)
    plain = studio.history.save(tmp_path / "tasks.csv").read_text("utf-8")
    assert task.id in plain
    assert task.card.intent_id in plain
    shared = studio.history.save(tmp_path / "shared.csv", share=True).read_text("utf-8")
    assert task.id in shared
    assert task.card.intent_id not in shared


def test_a_lineage_from_the_root_to_what_came_of_it_also_after_a_restart(capsys):
    """S3: root → U2 → region; only the history knows them in the second studio."""
    settings = read_settings(sandbox=True)
    with Studio(settings, speed=60, poll=QUICK) as studio:
        root = studio.imagine("a blue door", ar="3:2").wait(60)
        up = root.upscale(2).wait(60)
        region = up.vary_region(box=(0.2, 0.2, 0.6, 0.6), prompt="a red door --ar 3:2").wait(60)
        ids = [one.id for one in (root, up, region)]
    with Studio(settings, speed=60, poll=QUICK) as studio:
        lineage = studio.lineage(ids[2])
        assert [one.id for one in lineage.path] == ids
        assert lineage.root.id == ids[0]
        tree = studio.lineage(ids[0]).tree
        assert list(tree["task_id"]) == ids
        assert list(tree["parent_id"].fillna("")) == ["", *ids[:2]]
        assert list(tree["depth"]) == [0, 1, 2]
        assert list(tree["label"]) == ["Imagine", "U2", "Vary (Region)"]
        assert list(tree["change"]) == ["", "", "−blue +red"]
        assert lineage.df.equals(lineage.tree)
        lineage._ipython_display_()
    assert capsys.readouterr().out.splitlines() == [
        f"a blue door --ar 3:2 · SUCCESS · {ids[0]}",
        f"└─ U2 · SUCCESS · {ids[1]}",
        f"   └─ Vary (Region) · SUCCESS · {ids[2]} · −blue +red  ← this one",
    ]


def test_a_report_is_about_the_tasks_that_were_asked_for(studio, tmp_path):
    first, second = studio.imagine("a cat").wait(60), studio.imagine("a dog").wait(60)
    path = studio.report(tmp_path / "study.html", tasks=[first], title="Cats")
    assert path == tmp_path / "study.html"
    assert "a dog" not in path.read_text("utf-8")
    assert "a dog" in studio.report(path, tasks=[first.id, second.id]).read_text("utf-8")


def test_without_a_front_end_it_is_text(studio, capsys):
    task = studio.imagine("a cat").wait(60)
    studio._ipython_display_()
    task._ipython_display_()
    assert capsys.readouterr().out == f"{studio!r}\n{task!r} a cat\n{task!r}\n"


def test_a_picture_that_is_not_there_is_an_error(studio):
    with pytest.raises(PictureUnavailable):
        studio.engine.picture("full:" + "0" * 64)
    with pytest.raises(PictureUnavailable):
        studio.engine.picture("/etc/passwd")


def test_importing_does_nothing():
    script = (
        "import sys, threading; before = set(sys.modules); import yubo_nb;"
        "heavy = {m.split('.')[0] for m in set(sys.modules) - before};"
        "assert heavy <= {'yubo_nb'}, heavy; assert threading.active_count() == 1;"
        "assert sorted(yubo_nb.__all__) == list(yubo_nb.__all__);"
        "assert all(hasattr(yubo_nb, name) for name in yubo_nb.__all__)"
    )
    subprocess.run(
        [sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": _root()}, timeout=60
    )


def test_a_script_that_just_ends(tmp_path):
    """A daemon thread would die with a POST in the air; leaving the interpreter waits for it."""
    script = "import yubo_nb as yb; studio = yb.connect(speed=60); studio.imagine('a cat'); print('end')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": _root()},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    from yubo_nb.history import History

    with History(tmp_path / ".yubo_nb" / "history.sqlite3") as history:
        (intent,) = history.intents()
        assert intent.status in {"ACCEPTED", "RUNNING", "DONE"}
        assert intent.task_id


def _root() -> str:
    return str(Path(yb.__file__).parent.parent)
