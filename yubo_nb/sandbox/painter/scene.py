"""A prompt's picture."""

import numpy as np

from yubo_nb.sandbox.painter.chance import Chance
from yubo_nb.sandbox.painter.frame import Box, Pixels
from yubo_nb.sandbox.painter.recipe import Recipe


def paint(leaf: Recipe, size: tuple[int, int], box: Box) -> Pixels:
    """Paint `box` of the scene (the unit square is the frame itself) at `size` pixels."""
    chance = Chance(leaf["seed"], [(s, a) for s, a in leaf["drifts"]])
    width, height = size
    x = box[0] + (box[2] - box[0]) * (np.arange(width, dtype=np.float32) + 0.5) / width
    y = (box[1] + (box[3] - box[1]) * (np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    top, low = chance.uniforms("top", 3, 20, 160), chance.uniforms("low", 3, 150, 250)
    picture = top + (low - top) * np.clip(y, 0, 1)[..., None] + np.zeros((1, width, 1), np.float32)
    for n in range(5):
        tones, phases = chance.normals(f"tone{n}", 6), chance.uniforms(f"phase{n}", 6, 0, 6.28)
        ridge = (
            0.45
            + 0.11 * n
            + sum(0.03 * tones[k] / (1 + k * 0.5) * np.sin((k + 1) * 2.3 * x + phases[k]) for k in range(6))
        )
        share = np.clip((y - ridge) * height + 0.5, 0, 1)[..., None]
        picture += (top * (1 - n / 5) * 0.8 - picture) * share
    return np.clip(picture, 0, 255).astype(np.uint8)
