"""A plain script and IPython in a terminal: text, a bar where somebody sees it, silence where nobody does."""

import os
import re
import subprocess
import sys

import pytest

from tests.hosts.terminal import terminal

SCRIPT = """
import yubo_nb as yb
studio = yb.connect(speed=20)
task = studio.imagine("a lighthouse in fog", ar="3:2")
print(task.wait().status)
foxes = yb.wait([studio.imagine(f"a fox, {n}") for n in range(3)])
print([fox.status for fox in foxes])
print(studio.board(foxes))
"""
BAR = r"\d+% \|.*\| \d\d:\d\d"


@pytest.fixture
def script(tmp_path):
    file = tmp_path / "story.py"
    file.write_text(SCRIPT)
    return file


def test_a_script_shows_one_bar_at_a_time_and_leaves_none(script):
    with terminal(str(script), cwd=script.parent) as screen:
        alone = screen.until(r"SUCCESS\r\n")
        assert re.search("IN_PROGRESS +" + BAR, alone)
        screen.until("of 3 done.* +" + BAR)
        line = screen.until(r"SUCCESS'\]\r\n").rstrip().rpartition("\r")[2]
        assert line == "['SUCCESS', 'SUCCESS', 'SUCCESS']"
        screen.until("Finished: a fox, 0\r\nFinished: a fox, 1\r\nFinished: a fox, 2")


def test_a_script_that_nobody_watches_writes_no_bar(script):
    environment = {name: value for name, value in os.environ.items() if name != "YUBO_HISTORY"}
    answer = subprocess.run(
        [sys.executable, script.name],
        cwd=script.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stderr == ""
    assert answer.stdout.splitlines() == [
        "Sandbox: no key needed, nothing is charged. History: .yubo_nb/history.sqlite3",
        "SUCCESS",
        "['SUCCESS', 'SUCCESS', 'SUCCESS']",
        *(f"Finished: a fox, {n}" for n in range(3)),
    ]


def test_ipython_in_a_terminal(tmp_path):
    with terminal("-m", "IPython", "--simple-prompt", "--no-banner", cwd=tmp_path) as screen:

        def run(line: str) -> None:
            screen.until(r"In \[\d+\]: ")
            screen.type(line)

        run("import yubo_nb as yb; studio = yb.connect(speed=2)")
        screen.until("nothing is charged")
        run("%load_ext yubo_nb")
        run("%imagine -o task a lighthouse in fog --ar 3:2")
        screen.until(r"Task\(.*\)")
        run("task.wait()")
        screen.until(BAR)
        screen.interrupt()
        screen.until("KeyboardInterrupt")
        run("task.done, task.failed")
        screen.until(r"\(False, False\)")
        run("task.wait()")
        screen.until(r"Task\(\d+, SUCCESS\)")
        run("studio")
        screen.until(r"Studio\(Sandbox: .*\)\r\nTask\(\d+, SUCCESS\) a lighthouse in fog --ar 3:2")
        run("%imagine a fox --ar 3:0")
        screen.until("UsageError: .*Nothing was sent")
        run("%yubo history")
        screen.until("action +prompt +status +charged +price +submitted")
        screen.until("IMAGINE +a lighthouse.+ +SUCCESS")
        run("exit()")
        assert screen.process.wait(30) == 0
