"""Binder opens the first notebook, however it starts Jupyter."""

import json
import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def test_both_servers_start_on_the_first_notebook(tmp_path):
    """`jupyter lab` opened its launcher: it has a setting of its own and does not look at the server's."""
    script = REPOSITORY / "binder" / "postBuild"
    subprocess.run(["bash", script], env={**os.environ, "HOME": str(tmp_path)}, check=True)
    for name, app in (("server", "ServerApp"), ("lab", "LabApp")):
        settings = json.loads((tmp_path / ".jupyter" / f"jupyter_{name}_config.json").read_text())
        path = settings[app]["default_url"].removeprefix("/lab/tree/")
        assert (REPOSITORY / path).is_file()
