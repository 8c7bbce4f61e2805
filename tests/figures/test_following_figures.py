"""The short forms of F2, F7, F9, F10 and F11: the scripts themselves, with small numbers."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHORT = {
    "f02_kill": ["--trials", "20"],
    "f02_kill in a kernel": ["--kernel", "--trials", "3"],
    "f07_calls": ["--factor", "200"],
    "f09_pictures": ["--step", "5"],
    "f10_crowd": ["--processes", "4", "--writes", "100"],
    "f11_interrupts": ["--trials", "32"],
    "f11_interrupts in a kernel": ["--kernel", "--trials", "16", "--soon", "10"],
}


@pytest.mark.parametrize("name", SHORT)
def test_figure_is_reached(name):
    command = [sys.executable, str(HERE / f"{name.split()[0]}.py"), *SHORT[name]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("reached")
