"""`yubo-nb lab | sandbox | where | doctor`."""

import argparse
import platform
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from yubo_nb import __version__
from yubo_nb.lang import say

FIRST_NOTEBOOK = Path("notebooks") / "00_first.ipynb"
_TOLD = (
    *(
        "jupyterlab",
        "ipykernel",
        "ipywidgets",
        "anywidget",
        "httpx",
        "msgspec",
        "sqlalchemy",
        "pandas",
        "numpy",
    ),
    *("pillow", "matplotlib"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="yubo-nb", description=say("Midjourney in a notebook.", "在笔记本里使用 Midjourney。")
    )
    parser.add_argument("--version", action="version", version=f"yubo-nb {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "lab",
        help=say("open JupyterLab on the first notebook", "用 JupyterLab 打开第一个笔记本"),
        add_help=False,
    )
    sandbox = commands.add_parser("sandbox", help=say("run the sandbox relay alone", "单独运行沙盒中转站"))
    sandbox.add_argument("--port", type=int, default=0)
    sandbox.add_argument("--speed", type=float, default=10.0, help=say("divides all durations", "时间倍速"))
    sandbox.add_argument("--flavour", default="new-api", help="new-api | plus | trueai | novicezk")
    sandbox.add_argument(
        "--state", type=Path, default=None, help=say("file to keep the tasks in", "保存任务的文件")
    )
    commands.add_parser("where", help=say("print where things are kept", "显示数据保存位置"))
    commands.add_parser("doctor", help=say("check this installation", "检查安装"))
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command != "lab":
        parser.error(say(f"unknown: {' '.join(rest)}", f"未知参数：{' '.join(rest)}"))
    match known.command:
        case "lab":
            return _lab(rest)
        case "sandbox":
            return _sandbox(known.port, known.speed, known.flavour, known.state)
        case "where":
            return _where()
        case _:
            return _doctor()


def _lab(arguments: list[str]) -> int:
    """Everything after `lab` is for JupyterLab."""
    if _version("jupyterlab") is None:
        print(
            say(
                "JupyterLab is missing: pip install 'yubo_nb[lab]'",
                "缺少 JupyterLab：pip install 'yubo_nb[lab]'",
            ),
            file=sys.stderr,
        )
        return 1
    first = next((path for path in (FIRST_NOTEBOOK, _of_checkout()) if path.exists()), None)
    command = [sys.executable, "-m", "jupyterlab", *([str(first)] if first else []), *arguments]
    try:
        return subprocess.call(command)  # noqa: S603 - the person's own arguments for the person's own Lab
    except KeyboardInterrupt:  # Lab got it too and has asked its question
        return 130


def _of_checkout() -> Path:
    return Path(__file__).resolve().parent.parent / FIRST_NOTEBOOK


def _sandbox(port: int, speed: float, flavour: str, state: Path | None) -> int:
    from yubo_nb.sandbox import Sandbox

    signal.signal(signal.SIGTERM, _stop)
    try:
        with Sandbox(port=port, speed=speed, flavour=flavour, state_file=state) as here:
            print(f"YUBO_BASE_URL={here.base_url}")
            print(f"YUBO_API_KEY={here.api_key}")
            print(say("Nothing is charged. Ctrl-C ends it.", "不会扣费。按 Ctrl-C 结束。"), flush=True)
            while True:
                signal.pause() if hasattr(signal, "pause") else input()
    except KeyboardInterrupt:
        return 0
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _where() -> int:
    from yubo_nb.config import read_settings
    from yubo_nb.studio import sandbox_state

    history = read_settings(sandbox=True).history
    if "://" in history:
        print(say("history", "历史记录"), history.rpartition("@")[2])
        return 0
    path = Path(history).expanduser().absolute()
    print(say("history ", "历史记录"), path)
    print(say("pictures", "图片    "), path.parent / "pictures")
    print(say("sandbox ", "沙盒    "), sandbox_state(history))
    return 0


def _doctor() -> int:
    """Say what it finds, line by line; 1 when something needs a hand. Never shows a key."""
    from yubo_nb.api.errors import YuboError
    from yubo_nb.config import read_settings

    wrong: list[str] = []
    print(f"yubo_nb {__version__}, Python {platform.python_version()}, {platform.system()}")
    found = {name: _version(name) for name in _TOLD}
    print(", ".join(f"{name} {number or '-'}" for name, number in found.items()))
    if (found["ipykernel"] or "").startswith("7.0."):
        wrong.append(
            say(
                "ipykernel 7.0 cannot update widgets while a cell runs: pip install -U ipykernel",
                "ipykernel 7.0 在单元格运行时无法更新组件：pip install -U ipykernel",
            )
        )
    try:
        settings = read_settings()
    except YuboError as error:
        wrong.append(str(error))
        history = read_settings(sandbox=True).history
    else:
        history = settings.history
        for name, source in settings.sources.items():
            print(f"{name}: {source}")
        if settings.sandbox:
            print(say("No key: the sandbox is used, nothing is charged.", "没有 key：使用沙盒，不会扣费。"))
    wrong += _ailments(history)
    for line in wrong:
        print("!", line)
    if not wrong:
        print(say("All well.", "一切正常。"))
    return 1 if wrong else 0


def _ailments(history: str) -> list[str]:
    """What is wrong with the history file; looked at read-only, so that nothing is healed by accident."""
    path = Path(history).expanduser().absolute()
    if "://" in history or not path.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            report = [str(row[0]) for row in database.execute("PRAGMA integrity_check(5)")]
    except sqlite3.Error as error:
        report = [str(error)]
    if report == ["ok"]:
        print(say(f"history: {path}, intact", f"历史记录：{path}，完好"))
        return []
    return [say(f"history {path}: {'; '.join(report)}", f"历史记录 {path}：{'; '.join(report)}")]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
