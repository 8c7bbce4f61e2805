"""What `import yubo_nb` costs, beside an empty interpreter and `import anywidget`, in one run.

    python tests/benchmarks/bench_import.py [--runs 15]

Every figure is the median of fresh processes, taken in turns. "in a kernel" imports ipykernel first and
counts only what comes after.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLOCK = "import time, sys; t = time.perf_counter(); {}; print(time.perf_counter() - t, len(sys.modules))"
PLAIN = {"nothing": "pass", "yubo_nb": "import yubo_nb", "anywidget": "import anywidget"}
KERNEL = {
    "yubo_nb": "import yubo_nb",
    "yubo_nb, Client": "import yubo_nb; yubo_nb.Client",
    "yubo_nb, connect": "import yubo_nb; yubo_nb.connect",
    "anywidget": "import anywidget",
    "yubo_nb.widgets": "import yubo_nb.widgets.panel",
}
NEVER = ("pandas", "pyarrow", "matplotlib", "sqlalchemy", "cv2", "PIL", "httpx", "msgspec")


def once(code: str) -> tuple[float, int]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, modules = done.stdout.split()[-2:]
    return float(seconds) * 1000, int(modules)


def table(title: str, cases: dict[str, str], before: str, runs: int) -> dict[str, float]:
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, code in cases.items():
            taken[name].append(once(before + CLOCK.format(code)))
    print(title)
    medians = {name: statistics.median(ms for ms, _ in rows) for name, rows in taken.items()}
    for name, ms in medians.items():
        print(f"  {name:18} {ms:8.2f} ms   {taken[name][0][1]:5} modules in all")
    return medians


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    table("in a plain interpreter", PLAIN, "", runs)
    kernel = table("in a kernel", KERNEL, "import ipykernel.kernelapp, traitlets; ", runs)
    share = kernel["yubo_nb"] / kernel["anywidget"]
    print(f"yubo_nb / anywidget in a kernel: {share:.3f} (goal 1.5, stretch 1.2)")
    client = kernel["yubo_nb, Client"] / kernel["anywidget"]
    print(f"with its HTTP client / anywidget: {client:.2f} (goal 1.5)")
    found = subprocess.run(
        [sys.executable, "-c", f"import yubo_nb, sys; print([m for m in {NEVER} if m in sys.modules])"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    print(f"heavy libraries at import: {found.stdout.strip()} (goal: none)")


if __name__ == "__main__":
    main()
