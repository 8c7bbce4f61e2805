"""Notebooks that nobody watches, in nbclient and papermill: they end, keep their pictures and pay nothing."""

import warnings

import nbclient
import nbformat
import papermill
import pytest
from nbclient.exceptions import CellExecutionError

from tests.money.shop import KEY, Shop

PICTURE = "data:image/webp;base64,"


def notebook(*cells: str, tag: str = "") -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    if tag:
        made.cells[0].metadata["tags"] = [tag]
    return made


def run(made: nbformat.NotebookNode, folder) -> nbformat.NotebookNode:
    return nbclient.NotebookClient(made, timeout=120, resources={"metadata": {"path": folder}}).execute()


def told(cell: nbformat.NotebookNode) -> str:
    """Everything a cell has written as text."""
    return "".join(
        output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


@pytest.fixture(autouse=True)
def a_history_of_its_own(monkeypatch):
    monkeypatch.delenv("YUBO_HISTORY", raising=False)


def test_papermill_puts_parameters_in_and_keeps_the_final_state(tmp_path):
    """The last cell waits; no card of the saved file may still say that it runs."""
    source, done = tmp_path / "source.ipynb", tmp_path / "done.ipynb"
    made = notebook(
        'prompts = ["nothing yet"]',
        "import yubo_nb as yb\nstudio = yb.connect(speed=20)",
        "tasks = [studio.imagine(prompt) for prompt in prompts]\nstudio.board(tasks)",
        "[task.status for task in yb.wait(tasks)]",
        tag="parameters",
    )
    nbformat.write(made, source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # papermill's own, about its own use of others
        papermill.execute_notebook(
            source, done, {"prompts": ["a red fox", "a grey fox"]}, cwd=tmp_path, progress_bar=False
        )
    saved = nbformat.read(done, as_version=4)
    board = next(cell for cell in saved.cells if "studio.board" in cell.source)
    assert told(board) == "Finished: a red fox\nFinished: a grey fox"
    assert "".join(str(output.get("data")) for output in board.outputs).count(PICTURE) == 2
    assert told(saved.cells[-1]) == "['SUCCESS', 'SUCCESS']"
    assert "%|" not in nbformat.writes(saved)


def test_magics_keep_their_pictures_and_a_cell_that_runs_again_pays_nothing(tmp_path):
    cells = (
        "import yubo_nb as yb\nstudio = yb.connect(speed=20)\n%load_ext yubo_nb",
        "%%imagine --ar 3:2 -o task --wait\na lighthouse in fog,\nseen from the sea",
        "up = %imagine --wait a {red, grey} fox",
        "print([intent.prompt for intent in studio.history.store.intents()])",
    )
    first, second = (run(notebook(*cells), tmp_path) for _ in range(2))
    made = "Finished: a lighthouse in fog, seen from the sea --ar 3:2"
    assert told(first.cells[1]) == made
    assert told(second.cells[1]).endswith(made)
    assert "again=True" in told(second.cells[1])
    for saved in (first, second):
        assert PICTURE in nbformat.writes(saved)
    assert told(second.cells[-1]) == told(first.cells[-1])
    assert told(first.cells[-1]).count("'a {red, grey} fox'") == 1


@pytest.mark.parametrize("cell", ["%imagine a fox", "%%imagine\na fox", "studio.imagine('a fox')"])
def test_nothing_is_paid_where_nobody_is(tmp_path, monkeypatch, cell):
    shop = Shop()
    monkeypatch.setenv("YUBO_BASE_URL", shop.server.base_url)
    monkeypatch.setenv("YUBO_API_KEY", KEY)
    made = notebook("import yubo_nb as yb\nstudio = yb.connect()\n%load_ext yubo_nb", cell)
    try:
        with pytest.raises(CellExecutionError) as refused:
            run(made, tmp_path)
    finally:
        shop.server.close()
    assert refused.value.ename == "PaidCallsDisabled"
    assert shop.orders == []
    if "%" in cell:
        assert len(made.cells[1].outputs[0].traceback) == 1


def test_a_mistake_in_a_magic_stops_the_notebook(tmp_path):
    made = notebook("import yubo_nb as yb\nyb.connect()\n%load_ext yubo_nb", "%imagine", "print('never')")
    with pytest.raises(CellExecutionError, match="Nothing was sent"):
        run(made, tmp_path)
    assert not made.cells[2].outputs
