"""Without a person, a notebook orders nothing that costs money, unless somebody said that it may."""

import os
import socket
import sys

import nbclient
import nbformat
import pytest

from tests.money.shop import KEY, PNG
from yubo_nb import cell
from yubo_nb.api.errors import PaidCallsDisabled
from yubo_nb.sandbox import Sandbox

CODE = "t = studio.imagine('a fox').wait(20)"


def test_case_17_a_run_without_a_person(shop, studio, run_cell, monkeypatch):
    with pytest.raises(PaidCallsDisabled, match=r"Nothing was charged.*YUBO_ALLOW_PAID=1") as caught:
        run_cell(CODE, studio=studio, allow_stdin=False)
    assert caught.value.charged == "no"
    assert shop.orders == []
    assert studio.history.tasks().empty
    monkeypatch.setenv("YUBO_ALLOW_PAID", "1")
    assert run_cell(CODE, studio=studio, allow_stdin=False)["t"].phase == "success"
    monkeypatch.setenv("YUBO_ALLOW_PAID", "0")
    with pytest.raises(PaidCallsDisabled):
        studio.imagine("a crow")


def test_case_17_connect_may_allow_and_forbid(shop, open_studio, run_cell):
    assert run_cell(CODE, studio=open_studio(allow_paid=True), allow_stdin=False)["t"].id
    with pytest.raises(PaidCallsDisabled, match="switched off"):
        open_studio(allow_paid=False).imagine("a crow")


def test_case_17_what_is_there_needs_no_payment(shop, studio, run_cell):
    first = run_cell(CODE, studio=studio)["t"]
    assert run_cell(CODE, studio=studio, allow_stdin=False)["t"] == first


@pytest.mark.parametrize("name", ["CI", "JENKINS_URL", "TF_BUILD"])
def test_case_17_a_job_is_no_person_even_in_a_script(shop, studio, monkeypatch, name):
    monkeypatch.setenv(name, "true")
    with pytest.raises(PaidCallsDisabled):
        studio.imagine("a fox")
    assert shop.orders == []
    monkeypatch.setenv(name, "false")
    studio.imagine("a fox").wait(20)


def test_case_17_a_button_in_a_job(shop, studio, monkeypatch):
    grid = studio.imagine("a fox").wait(20)
    monkeypatch.setenv("CI", "1")
    with pytest.raises(PaidCallsDisabled):
        grid.upscale(1)
    assert len(shop.orders) == 1


def test_case_17_the_sandbox_is_always_allowed(tmp_path, monkeypatch, run_cell):
    from yubo_nb.config import read_settings
    from yubo_nb.studio import Studio

    monkeypatch.setenv("CI", "1")
    with Sandbox(speed=60) as relay:
        settings = read_settings(relay.base_url, relay.api_key, history=tmp_path / "h.sqlite3")
        with Studio(settings) as studio:
            run_cell("studio.imagine('a fox')", studio=studio, allow_stdin=False)
            studio.engine.idle()
        assert len(relay.ledger) == 1


def test_case_17_a_real_kernel_run_by_nbclient(shop, tmp_path, monkeypatch):
    monkeypatch.setenv("YUBO_BASE_URL", shop.server.base_url)
    monkeypatch.setenv("YUBO_API_KEY", KEY)
    monkeypatch.setenv("YUBO_HISTORY", str(tmp_path / "history.sqlite3"))
    cells = [
        "import yubo_nb as yb; studio = yb.connect()",
        "try:\n    studio.imagine('a fox')\nexcept yb.YuboError as error:\n    print(type(error).__name__)",
        "yb.connect(allow_paid=True)\ntask = studio.imagine('a fox').wait(20)\nprint(task.id)",
    ]
    said = [_run(cells, tmp_path) for _ in range(2)]
    assert [words[1:] for words in said] == [["PaidCallsDisabled"], ["1001"]] or said[0][1:] == [
        "PaidCallsDisabled",
        said[0][2],
    ]
    assert said[1] == said[0]
    assert len(shop.orders) == 1


def _run(cells: list[str], folder) -> list[str]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()
    return [
        "".join(output.get("text", "") for output in code.outputs if output.output_type == "stream")
        .strip()
        .splitlines()[-1]
        for code in notebook.cells
    ]


def test_a_script_does_not_load_ipython_to_find_its_cell():
    assert "IPython" in sys.modules or cell._message() == {}
    assert os.environ.get("CI") is None


def test_case_53_nobody_is_asked_to_call_back_and_nothing_listens(shop, open_studio, monkeypatch):
    listening = []
    listen = socket.socket.listen
    monkeypatch.setattr(
        socket.socket, "listen", lambda self, *backlog: (listening.append(self), listen(self, *backlog))
    )
    studio = open_studio()
    grid = studio.imagine("a fox").wait(20)
    grid.act(grid.buttons[0].custom_id).wait(20)
    studio.describe(PNG)
    studio.engine.idle()
    assert len(shop.orders) == 3
    assert [body.get("notifyHook", "") for _, body in shop.orders] == [""] * 3
    assert listening == []
