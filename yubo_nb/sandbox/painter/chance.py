"""Randomness that can be nudged: every throw of a picture comes from here, by name.

A variation is not a new throw but a rotation of the old one towards another: cos(a) * old + sin(a) * other
keeps a normal variate normal, so a small angle changes everything a little, and a right angle changes
everything. That is what makes V1-V4, Vary (Subtle), Vary (Strong), `--chaos` and rerolls one idea with
different angles.
"""

import hashlib
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]

_T = TypeVar("_T")


def digest(*parts: object) -> int:
    """64 bits from whatever is given; the same in every process and on every machine."""
    text = "\x1f".join(str(p) for p in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


@lru_cache(maxsize=1024)
def _throw(seed: int, name: str, count: int) -> npt.NDArray[np.float64]:
    # the four pictures of a grid share their seed and most of their drifts: three of four throws are repeats
    return np.random.default_rng(digest(seed, name)).standard_normal(count)


class Chance:
    """Named throws of one picture: a seed, and a list of (other seed, angle) it has drifted by."""

    def __init__(self, seed: int, drifts: Sequence[tuple[int, float]] = ()) -> None:
        self._seed = seed
        self._drifts = tuple(drifts)

    def normals(self, name: str, count: int) -> Floats:
        """`count` standard normal numbers; asking for more keeps the first ones."""
        found = _throw(self._seed, name, count)
        for seed, angle in self._drifts:
            other = _throw(seed, name, count)
            found = math.cos(angle) * found + math.sin(angle) * other
        return found.astype(np.float32)

    def uniforms(self, name: str, count: int, low: float = 0.0, high: float = 1.0) -> Floats:
        """`count` numbers between `low` and `high`."""
        z = self.normals(name, count)
        # the logistic curve is the normal distribution to within 1 %, and NumPy has it without SciPy
        share = 1 / (1 + np.exp(-1.702 * z))
        return (low + (high - low) * share).astype(np.float32)

    def uniform(self, name: str, low: float = 0.0, high: float = 1.0) -> float:
        """One number between `low` and `high`."""
        return float(self.uniforms(name, 1, low, high)[0])

    def choice(self, name: str, options: Sequence[_T]) -> _T:
        """One of the options; a small drift seldom changes it."""
        return options[int(self.normals(name, len(options)).argmax())]
