"""The public names are complete and real, and importing them costs nothing until one is used."""

import importlib
import subprocess
import sys

import pytest

# What a bare `import yubo_nb` must not drag in: each costs tens of milliseconds or more.
HEAVY = {
    "IPython", "PIL", "anywidget", "asyncio", "httpx", "ipywidgets", "matplotlib", "msgspec", "numpy",
    "pandas", "pyarrow", "sqlalchemy", "starlette", "traitlets", "uvicorn",
}  # fmt: skip


@pytest.mark.parametrize("module", ["yubo_nb", "yubo_nb.api"])
def test_exported_members(module: str) -> None:
    found = importlib.import_module(module)
    exported = found.__all__
    assert set(exported) <= set(dir(found))
    for name in exported:
        assert getattr(found, name) is not None, name


def test_importing_does_nothing() -> None:
    code = "import sys; before = set(sys.modules); import yubo_nb; print(*sorted(set(sys.modules) - before))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    assert not HEAVY & {name.split(".")[0] for name in answer.stdout.split()}
