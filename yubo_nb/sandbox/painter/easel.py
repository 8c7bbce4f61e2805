"""Where recipes become pictures. Paints one at a time, remembers the last few."""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from yubo_nb.sandbox.painter import frame, mix
from yubo_nb.sandbox.painter.chance import Floats, digest
from yubo_nb.sandbox.painter.frame import WHOLE, Box, Pixels
from yubo_nb.sandbox.painter.mix import fingerprint
from yubo_nb.sandbox.painter.params import read_params
from yubo_nb.sandbox.painter.recipe import Recipe, scene, size_of, varied
from yubo_nb.sandbox.painter.scene import paint

_SIGNATURES = 2000
_FAR = 0.9  # how different the margins of a zoom are from what the parent's own scene would show there


class Easel:
    """`blob` hands out the pictures that clients sent, by name; called from any thread."""

    def __init__(self, blob: Callable[[str], bytes], keep: int = 16) -> None:
        self._blob = blob
        self._keep = keep
        self._done: OrderedDict[int, Pixels] = OrderedDict()
        self._lock = threading.RLock()
        self._signatures: OrderedDict[int, tuple[Floats, str]] = OrderedDict()

    def picture(self, recipe: Recipe) -> Pixels:
        """The finished picture."""
        name = digest(sorted(recipe.items()))
        with self._lock:
            if name not in self._done:
                self._done[name] = self._painted(recipe)
                self._sign(name, recipe)
                while len(self._done) > self._keep:
                    self._done.popitem(last=False)
            self._done.move_to_end(name)
            return self._done[name]

    def signatures(self) -> list[tuple[Floats, str]]:
        """Every picture painted lately, by its fingerprint, with its prompt."""
        with self._lock:
            return list(self._signatures.values())

    def _sign(self, name: int, recipe: Recipe) -> None:
        leaf = recipe["cells"][0] if recipe["kind"] == "grid" else recipe
        while "of" in leaf:
            leaf = leaf["of"]
        if "prompt" in leaf:
            self._signatures[name] = fingerprint(Image.fromarray(self._done[name])), leaf["prompt"]
            while len(self._signatures) > _SIGNATURES:
                self._signatures.popitem(last=False)

    def sent(self, name: str) -> Image.Image:
        """A picture that a client sent, as RGB."""
        return Image.open(io.BytesIO(self._blob(name))).convert("RGB")

    def _painted(self, recipe: Recipe) -> Pixels:
        kind = recipe["kind"]
        if kind == "grid":
            return frame.grid([self.picture(c) for c in recipe["cells"]])
        if kind == "scene":
            return self._with_references(recipe, paint(recipe, size_of(recipe), WHOLE))
        if kind == "extend":
            box: Any = tuple(recipe["box"])
            size = size_of(recipe)
            other = varied(recipe["of"], recipe["seed"], _FAR, recipe["prompt"])
            near, far = self._beyond(recipe["of"], box, size), self._beyond(other, box, size)
            return frame.extended(self.picture(recipe["of"]), near, far, box)
        if kind == "region":
            old = self.picture(recipe["of"])
            fresh = self.picture(_afresh(recipe))
            return frame.repainted(old, fresh, Image.open(io.BytesIO(self._blob(recipe["mask"]))))
        if kind == "larger":
            return frame.enlarged(self.picture(recipe["of"]), recipe["factor"], creative=recipe["creative"])
        if kind == "blend":
            sources = [self.sent(name) for name in recipe["images"]]
            return mix.blended(sources, size_of(recipe), recipe["seed"])
        if kind == "given":
            return mix.fitted(self.sent(recipe["image"]), size_of(recipe))
        if kind == "swap":
            return mix.swapped(self.sent(recipe["face"]), self.sent(recipe["into"]))
        if kind == "film":
            return self.picture(recipe["of"])
        raise ValueError(f"no such recipe: {kind}")

    def _with_references(self, recipe: Recipe, picture: Pixels) -> Pixels:
        """An image prompt lends its colours, as much as `--iw` says."""
        if not recipe.get("refs"):
            return picture
        weight = min(3.0, max(0.0, read_params(recipe["prompt"]).number("iw", 1))) / 3 * 0.8
        sources = [np.asarray(self.sent(name), dtype=np.float32) for name in recipe["refs"]]
        wanted = np.mean([s.mean(axis=(0, 1)) for s in sources], axis=0)
        lent = picture + (wanted - picture.mean(axis=(0, 1))) * weight
        return np.clip(lent, 0, 255).astype(np.uint8)

    def clip(self, recipe: Recipe) -> bytes:
        """A film recipe as an animated WebP."""
        shots = mix.frames(self.picture(recipe), 16, recipe["motion"])
        return _file(
            shots[0],
            "WEBP",
            save_all=True,
            append_images=shots[1:],
            duration=90,
            loop=0,
            quality=60,
            method=0,
        )

    def _beyond(self, recipe: Recipe, box: Box, size: tuple[int, int]) -> Pixels:
        kind = recipe["kind"]
        if kind == "scene":
            return paint(recipe, size, box)
        if kind == "extend":
            inner: Any = tuple(recipe["box"])
            return self._beyond(recipe["of"], frame.within(inner, box), size)
        if kind in {"region", "larger"}:
            return self._beyond(recipe["of"], box, size)
        return frame.mirrored(self.picture(recipe), box, size)

    def png(self, recipe: Recipe, prompt: str) -> bytes:
        """The finished picture as a file. The prompt is written into it, as Midjourney does."""
        note = PngInfo()
        note.add_itxt("Description", prompt)
        return _file(Image.fromarray(self.picture(recipe)), "PNG", compress_level=1, pnginfo=note)

    def preview(self, recipe: Recipe, share: float) -> bytes:
        """A half-done picture, small, as WebP."""
        cells = recipe["cells"] if recipe["kind"] == "grid" else [recipe]
        # the four of a grid run a little apart, as they do at Midjourney
        shares = [min(1.0, max(0.02, share + lag)) for lag in (0.0, -0.06, 0.05, -0.03)]
        done = [frame.unfinished(self.picture(c), s) for c, s in zip(cells, shares, strict=False)]
        image = done[0] if len(done) == 1 else Image.fromarray(frame.grid([np.asarray(d) for d in done]))
        return _file(image, "WEBP", quality=70, method=0)


def _afresh(recipe: Recipe) -> Recipe:
    """What a region is filled from: the same scene with other throws, or, in a foreign picture, a new one."""
    leaf = recipe["of"]
    while "of" in leaf:
        leaf = leaf["of"]
    if leaf["kind"] == "scene":
        return varied(recipe["of"], recipe["seed"], 1.2, recipe["prompt"])
    fresh = scene(recipe["prompt"], recipe["seed"])
    return {**fresh, "size": list(size_of(recipe["of"]))}


def _file(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
