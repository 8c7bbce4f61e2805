"""Make again what README and the notebooks show: `make docs`, after a change of what a person sees."""

import os
import tempfile
from pathlib import Path

import nbclient
import nbformat
from PIL import Image

REPOSITORY = Path(__file__).parents[1]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
PICTURE = REPOSITORY / "docs" / "first.webp"
LIVE = "application/vnd.jupyter.widget-view+json"


def take_picture() -> None:
    """The README's picture is the panel as the test in JupyterLab leaves it."""
    PICTURE.parent.mkdir(exist_ok=True)
    with Image.open(REPOSITORY / "tests" / "artifacts" / "story-panel.png") as panel:
        panel.convert("RGB").save(PICTURE, quality=84, method=6)


def run_notebook(path: Path) -> None:
    """Run it with a history of its own; keep the pictures, but no live view, because its kernel is gone."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if LIVE not in output.get("data", {})]
    nbformat.write(notebook, path)


if __name__ == "__main__":
    os.environ["YUBO_LANG"] = "en"
    for name in ("YUBO_API_KEY", "YUBO_BASE_URL", "YUBO_HISTORY"):
        os.environ.pop(name, None)
    take_picture()
    for notebook in NOTEBOOKS:
        run_notebook(notebook)
