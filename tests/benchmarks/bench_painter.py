"""How long four pictures of 512 x 512 take on one core: CPU time, best and median of several grids.

Run from the root: python tests/benchmarks/bench_painter.py
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.painter.recipe import imagined

PROMPTS = [
    "a lighthouse in fog",
    "a harbour at dawn",
    "mountain lake at dusk",
    "misty forest at dawn",
    "a city at night",
    "portrait of a fox",
    "a cat under the moon",
    "desert dunes at sunset",
    "a red balloon over fields",
    "koi fish",
    "a lighthouse at dusk, oil",
    "snowy mountains, ink",
    "portrait of a woman, watercolor",
    "a city at night, neon",
    "a windmill, woodcut",
    "an owl, pencil sketch",
    "a castle, pixel art",
    "a rocket, flat poster",
    "a lake at dawn, photo",
]
PLAIN = 10  # the first ones ask for no medium
LIMIT = 150.0


def main() -> None:
    """Print one line a prompt and the verdict."""
    medians = []
    for prompt in PROMPTS:
        times = []
        for seed in range(5):
            easel = Easel(lambda _name: b"")
            start = time.process_time()
            easel.picture(imagined(prompt, seed))
            times.append((time.process_time() - start) * 1000)
        medians.append(statistics.median(times))
        print(f"{prompt:34} best {min(times):6.1f} ms   median {medians[-1]:6.1f} ms")
    for what, some in (("no medium asked for", medians[:PLAIN]), ("in a medium", medians[PLAIN:])):
        middle, worst = statistics.median(some), max(some)
        print(f"grid of 4 x 512 x 512, {what}: median {middle:.1f} ms, slowest {worst:.1f} ms")
    print(f"at most {LIMIT:.0f} ms each: {'kept' if max(medians) <= LIMIT else 'missed'}")


if __name__ == "__main__":
    main()
