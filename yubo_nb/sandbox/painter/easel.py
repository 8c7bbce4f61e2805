"""Where recipes become pictures. Paints one at a time, remembers the last few."""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from yubo_nb.sandbox.painter import frame
from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.frame import WHOLE, Box, Pixels
from yubo_nb.sandbox.painter.recipe import Recipe, size_of, varied
from yubo_nb.sandbox.painter.scene import paint

_FAR = 0.9  # how different the margins of a zoom are from what the parent's own scene would show there


class Easel:
    """`blob` hands out the pictures that clients sent, by name; called from any thread."""

    def __init__(self, blob: Callable[[str], bytes], keep: int = 24) -> None:
        self._blob = blob
        self._keep = keep
        self._done: OrderedDict[int, Pixels] = OrderedDict()
        self._lock = threading.RLock()

    def picture(self, recipe: Recipe) -> Pixels:
        """The finished picture."""
        name = digest(sorted(recipe.items()))
        with self._lock:
            if name not in self._done:
                self._done[name] = self._painted(recipe)
                while len(self._done) > self._keep:
                    self._done.popitem(last=False)
            self._done.move_to_end(name)
            return self._done[name]

    def sent(self, name: str) -> Image.Image:
        """A picture that a client sent, as RGB."""
        return Image.open(io.BytesIO(self._blob(name))).convert("RGB")

    def _painted(self, recipe: Recipe) -> Pixels:
        kind = recipe["kind"]
        if kind == "grid":
            return frame.grid([self.picture(c) for c in recipe["cells"]])
        if kind == "scene":
            return paint(recipe, size_of(recipe), WHOLE)
        if kind == "extend":
            box: Any = tuple(recipe["box"])
            size = size_of(recipe)
            other = varied(recipe["of"], recipe["seed"], _FAR, recipe["prompt"])
            near, far = self._beyond(recipe["of"], box, size), self._beyond(other, box, size)
            return frame.extended(self.picture(recipe["of"]), near, far, box)
        if kind == "region":
            old = self.picture(recipe["of"])
            fresh = self.picture(varied(recipe["of"], recipe["seed"], 1.2, recipe["prompt"]))
            return frame.repainted(old, fresh, Image.open(io.BytesIO(self._blob(recipe["mask"]))))
        if kind == "larger":
            return frame.enlarged(self.picture(recipe["of"]), recipe["factor"], creative=recipe["creative"])
        raise ValueError(f"no such recipe: {kind}")

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
        image = frame.unfinished(self.picture(recipe), share)
        return _file(image, "WEBP", quality=70, method=0)


def _file(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def blank(size: tuple[int, int]) -> Pixels:
    """A sheet of paper."""
    return np.full((size[1], size[0], 3), 236, dtype=np.uint8)
