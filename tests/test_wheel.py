"""`pip install .` alone, without an extra and far from this tree, gives a working library."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REPOSITORY = Path(__file__).parents[1]
STORY = """
import yubo_nb as yb

with yb.connect(history="history.sqlite3") as studio:
    task = studio.imagine("a lighthouse in fog", ar="3:2", seed=7).wait()
    up = task.upscale(2).wait()
    print(task.status, up.status, up.image.size[0] > 0, len(studio.history.tasks()))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, REPOSITORY)
    return next(folder.glob("*.whl"))


def run(*command: object, cwd: Path | None = None) -> str:
    answer = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert answer.returncode == 0, answer.stderr or answer.stdout
    return answer.stdout


def test_the_wheel_holds_every_file_of_the_house(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    house = REPOSITORY / "yubo_nb"
    files = {path for path in house.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path.relative_to(REPOSITORY).as_posix() for path in files} <= packed
    assert any(name.endswith("/licenses/LICENSE") for name in packed)


def test_the_sandbox_story_runs_without_extras(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    said = run(python, "-I", "-c", STORY, cwd=tmp_path)
    assert said.splitlines()[-1] == "SUCCESS SUCCESS True 2"
