"""Running a cell again gives the tasks it made; paying again takes a word."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from yubo_nb.api.errors import Rejected, SubmitInDoubt
from yubo_nb.cell import cell_hash
from yubo_nb.sandbox import Sandbox

LOOP = "made = [studio.imagine('a fox') for _ in range(3)] + [studio.imagine('a crow')]; studio.engine.idle()"


def test_case_16_a_cell_that_runs_again_orders_nothing(shop, studio, run_cell):
    first = run_cell(LOOP, studio=studio)["made"]
    assert len({task.key for task in first}) == 4
    assert len(shop.orders) == 4
    second = run_cell(LOOP, studio=studio)["made"]
    assert second == first
    assert len(shop.orders) == 4


def test_case_16_a_person_is_told_that_nothing_was_sent(shop, studio, run_cell, capsys):
    # Who ran a cell again for another picture got the old one, and no word about it.
    first = run_cell(LOOP, studio=studio)["made"]
    assert [task.reused for task in first] == [False] * 4
    assert capsys.readouterr().out == ""
    second = run_cell(LOOP, studio=studio)["made"]
    assert [task.reused for task in second] == [True] * 4
    assert repr(second[0]) == f"Task({first[0].id}, SUCCESS, made before)"
    (line,) = capsys.readouterr().out.splitlines()  # once for the whole run
    assert "nothing was sent" in line
    assert "again=True" in line
    run_cell(LOOP, studio=studio)
    assert len(capsys.readouterr().out.splitlines()) == 1
    another = run_cell("t = studio.imagine('a fox', again=True)", studio=studio)["t"]
    assert not another.reused
    assert capsys.readouterr().out == ""


def test_case_16_a_button_is_told_as_a_prompt_is(shop, studio, run_cell, capsys):
    grid = studio.imagine("a fox").wait(20)
    made = [run_cell("t = grid.act('U1').wait(20)", grid=grid)["t"] for _ in range(2)]
    assert made[0] == made[1]
    assert capsys.readouterr().out.count("again=True") == 1


def test_case_15_a_second_click_is_told_nothing(shop, studio, capsys):
    first = studio.imagine("a fox", gesture="one")
    again = studio.imagine("a fox", gesture="one")
    assert first == again
    assert not again.reused
    assert capsys.readouterr().out == ""


def test_case_16_restart_and_run_all(shop, open_studio, run_cell):
    first = run_cell(LOOP, studio=open_studio())["made"]
    ids = [task.id for task in first]
    open_studio_again = open_studio()
    second = run_cell(LOOP, studio=open_studio_again)["made"]
    assert [task.id for task in second] == ids
    assert [task.phase for task in second] == ["success"] * 4
    assert second[0].buttons
    assert len(shop.orders) == 4


def test_case_16_only_code_makes_another_cell(shop, studio, run_cell):
    run_cell("t = studio.imagine('a fox')", studio=studio)
    run_cell("# a note\nt  =  studio.imagine('a fox')  # the same\n\n", studio=studio)
    studio.engine.idle()
    assert len(shop.orders) == 1
    run_cell("u = studio.imagine('a fox')", studio=studio)
    run_cell("t = studio.imagine('a fox', seed=7)", studio=studio)
    studio.engine.idle()
    assert len(shop.orders) == 3
    assert cell_hash("%time t = 1  ") == cell_hash("%time t = 1\n")
    assert cell_hash("%time t = 1") != cell_hash("%time t = 2")


def test_case_16_again_pays_again(shop, studio, run_cell):
    code = "t = studio.imagine('a fox', again=True)"
    tasks = [run_cell(code, studio=studio)["t"] for _ in range(3)]
    studio.engine.idle()
    assert len(shop.orders) == 3
    assert len({task.key for task in tasks}) == 3


def test_case_16_a_script_is_no_cell(shop, studio):
    assert studio.imagine("a fox") != studio.imagine("a fox")
    studio.engine.idle()
    assert len(shop.orders) == 2


def test_case_16_a_click_is_no_cell(shop, studio, run_cell):
    code = "t = studio.imagine('a fox', gesture=gesture)"
    for gesture in ("0" * 32, "1" * 32, "1" * 32):
        run_cell(code, studio=studio, gesture=gesture)
    studio.engine.idle()
    assert len(shop.orders) == 2


def test_case_16_buttons_in_a_cell(shop, studio, run_cell):
    code = "g = studio.imagine('a fox').wait(); u = g.upscale(1); v = g.vary(1); w = g.vary(1, again=True)"
    first = run_cell(code, studio=studio)
    studio.engine.idle()
    assert len(shop.orders) == 4
    second = run_cell(code, studio=studio)
    studio.engine.idle()
    assert len(shop.orders) == 5
    assert (second["u"], second["v"]) == (first["u"], first["v"])
    assert second["w"] != first["w"]


def test_case_16_worker_threads_of_a_cell(shop, studio, run_cell):
    code = "with Pool(4) as pool: made = set(pool.map(studio.imagine, ['a fox'] * 8))"
    first = run_cell(code, studio=studio, Pool=ThreadPoolExecutor)["made"]
    second = run_cell(code, studio=studio, Pool=ThreadPoolExecutor)["made"]
    studio.engine.idle()
    assert len(first) == 8
    assert second == first
    assert len(shop.orders) == 8


def test_case_16_what_was_refused_may_be_asked_again(shop, studio, run_cell):
    shop.instead = [(400, {"code": 4, "description": "bad prompt"})]
    code = "t = studio.imagine('a fox').wait(20)"
    with pytest.raises(Rejected):
        run_cell(code, studio=studio)
    assert run_cell(code, studio=studio)["t"].phase == "success"
    run_cell(code, studio=studio)
    assert len(shop.orders) == 2


def test_case_16_what_is_in_doubt_is_not_asked_again(shop, open_studio, run_cell):
    shop.instead = ["lost"]
    code = "t = studio.imagine('a fox').wait(20)"
    for studio in (open_studio(), open_studio()):
        with pytest.raises(SubmitInDoubt):
            run_cell(code, studio=studio)
    assert len(shop.orders) == 1


def test_case_16_a_dialog_in_a_cell(tmp_path, run_cell):
    from yubo_nb.config import read_settings
    from yubo_nb.studio import Studio

    with Sandbox(speed=60) as relay:
        settings = read_settings(relay.base_url, relay.api_key, history=tmp_path / "h.sqlite3")
        code = "z = studio.imagine('a fox').wait(60).upscale(1).wait(60).zoom(1.7).wait(60)"
        with Studio(settings) as studio:
            first = run_cell(code, studio=studio)["z"]
            charges = len(relay.ledger)
            assert run_cell(code, studio=studio)["z"] == first
            key = first.key
        with Studio(settings) as studio:
            again = run_cell(code, studio=studio)["z"]
            assert (again.key, again.phase) == (key, "success")
        assert len(relay.ledger) == charges


def test_case_24_two_kernels_run_the_same_cell_at_once(shop, open_studio, monkeypatch):
    """The two differ in the run of the cell; within one run, the second submit would be meant."""
    from yubo_nb import cell

    def message():
        return {
            "header": {"msg_type": "execute_request", "msg_id": str(threading.get_ident())},
            "content": {"code": "t = studio.imagine('a fox')", "allow_stdin": True},
        }

    monkeypatch.setattr(cell, "_message", message)
    studios = [open_studio(), open_studio()]
    together = threading.Barrier(2)

    def submit(studio):
        together.wait()
        return studio.imagine("a fox").key

    with ThreadPoolExecutor(2) as pool:
        keys = list(pool.map(submit, studios))
    for studio in studios:
        studio.engine.idle()
    assert keys[0] == keys[1]
    assert len(shop.orders) == 1
