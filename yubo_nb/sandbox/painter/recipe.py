"""Recipes: how a picture comes about, as plain JSON, so that it can be painted again after a restart.

A leaf is a `scene` (a prompt with its seed and drifts) or pictures that were sent; everything else is made
of another recipe: `extend` (zoom, pan), `region`, `larger`, `grid`.
"""

from collections.abc import Sequence
from typing import Any

from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.params import frame_size, read_params

Recipe = dict[str, Any]

# How far the four pictures of a grid lie apart at --chaos 0 and at --chaos 100; a right angle is
# "unrelated".
_CALM, _WILD = 0.42, 1.57


def scene(prompt: str, seed: int, *, refs: Sequence[str] = ()) -> Recipe:
    """One picture of a prompt."""
    size = frame_size(read_params(prompt).ratio)
    return {
        "kind": "scene",
        "prompt": prompt,
        "seed": seed,
        "drifts": [],
        "size": list(size),
        "refs": list(refs),
    }


def varied(recipe: Recipe, seed: int, angle: float, prompt: str | None = None) -> Recipe:
    """The same picture with every throw turned by `angle` towards another; with another prompt if one is
    given.
    """
    if recipe["kind"] == "scene":
        drifts = [*recipe["drifts"], [seed, round(angle, 4)]]
        return {**recipe, "drifts": drifts, "prompt": prompt or recipe["prompt"]}
    if recipe["kind"] == "grid":
        return {**recipe, "cells": [varied(c, seed, angle, prompt) for c in recipe["cells"]]}
    if "of" in recipe:
        return {**recipe, "of": varied(recipe["of"], seed, angle, prompt)}
    return {**recipe, "seed": digest(recipe.get("seed", 0), seed) % 2**32}


def grid_of(recipe: Recipe, seed: int, angle: float, prompt: str | None = None) -> Recipe:
    """Four variations as one picture."""
    cells = [varied(recipe, digest(seed, "cell", n) % 2**32, angle, prompt) for n in range(4)]
    return {"kind": "grid", "cells": cells}


def imagined(prompt: str, seed: int, *, refs: Sequence[str] = ()) -> Recipe:
    """The grid that answers an imagine."""
    chaos = min(100.0, max(0.0, read_params(prompt).number("chaos", 0)))
    return grid_of(scene(prompt, seed, refs=refs), seed, _CALM + (_WILD - _CALM) * chaos / 100)


def cell(recipe: Recipe, index: int) -> Recipe:
    """One picture of a grid, counted from 1; a single picture is its own only cell."""
    return recipe["cells"][min(max(index, 1), 4) - 1] if recipe["kind"] == "grid" else recipe


def size_of(recipe: Recipe) -> tuple[int, int]:
    """Pixels of the finished picture, known before it is painted."""
    if recipe["kind"] == "grid":
        width, height = size_of(recipe["cells"][0])
        return width * 2, height * 2
    if recipe["kind"] == "larger":
        width, height = size_of(recipe["of"])
        return width * recipe["factor"], height * recipe["factor"]
    if "size" in recipe:
        return recipe["size"][0], recipe["size"][1]
    return size_of(recipe["of"])


def zoomed(recipe: Recipe, amount: float, seed: int, *, prompt: str | None = None) -> Recipe:
    """The frame drawn back to `amount` times; amount 0 makes it square instead."""
    width, height = size_of(recipe)
    ratio = read_params(prompt).values.get("ar") if prompt else None
    wanted = frame_size(read_params(prompt).ratio, width * height) if prompt and ratio else (width, height)
    if not amount:
        wanted, amount = frame_size((1, 1), width * height), 1.0
    # the old frame must fit into the new one in both directions, at the same scale
    scale = max(amount, amount * width / wanted[0], amount * height / wanted[1])
    across, down = scale * wanted[0] / width, scale * wanted[1] / height
    box = [(1 - across) / 2, (1 - down) / 2, (1 + across) / 2, (1 + down) / 2]
    return {"kind": "extend", "of": recipe, "box": box, "size": list(wanted), "seed": seed, "prompt": prompt}


def panned(recipe: Recipe, way: str, seed: int, *, prompt: str | None = None) -> Recipe:
    """Half a frame more on one side, at the same scale."""
    width, height = size_of(recipe)
    box = {"left": [-0.5, 0, 1, 1], "right": [0, 0, 1.5, 1], "up": [0, -0.5, 1, 1], "down": [0, 0, 1, 1.5]}[
        way
    ]
    wide = way in {"left", "right"}
    size = [width * 3 // 2, height] if wide else [width, height * 3 // 2]
    return {"kind": "extend", "of": recipe, "box": box, "size": size, "seed": seed, "prompt": prompt}


def region(recipe: Recipe, mask: str, prompt: str, seed: int) -> Recipe:
    """Repainted where the mask (a stored picture, by its name) is white."""
    return {"kind": "region", "of": recipe, "mask": mask, "prompt": prompt, "seed": seed}


def larger(recipe: Recipe, factor: int, *, creative: bool) -> Recipe:
    """A real upscale."""
    return {"kind": "larger", "of": recipe, "factor": factor, "creative": creative}
