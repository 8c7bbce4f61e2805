"""Orders that begin with a picture: blend, describe, swap, upload, edits, video; and shorten, which has
none.
"""

import math
from typing import Any

from yubo_nb.sandbox.painter import recipe as recipes
from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.painter.mix import colour_names, fingerprint
from yubo_nb.sandbox.painter.params import frame_size, read_params
from yubo_nb.sandbox.relay import Relay, final_prompt, forbidden
from yubo_nb.sandbox.scenario import Task
from yubo_nb.sandbox.texts import described, shortened
from yubo_nb.sandbox.uploads import UnreadableError
from yubo_nb.sandbox.wire import CHANNEL, Json, Reply, answer, refused

_SHAPES = {"PORTRAIT": (2, 3), "SQUARE": (1, 1), "LANDSCAPE": (3, 2)}
_SAME = 9.0  # fingerprints nearer than this, in levels of 255, are of one picture


class Pictures:
    """These submits, on top of a relay."""

    def __init__(self, relay: Relay, easel: Easel) -> None:
        self._relay = relay
        self._easel = easel

    def blend(self, body: Json, mode: str) -> Reply:
        """Two to five pictures become four."""
        sent = body.get("base64Array")
        if not isinstance(sent, list) or not 2 <= len(sent) <= 5:  # pyright: ignore[reportUnknownArgumentType] - JSON
            return refused("base64List参数错误")
        try:
            names = self._relay.keep_pictures(sent)
        except UnreadableError as error:
            return refused(str(error))
        task = self._relay.order("BLEND", body, mode, description="")
        task.description = f"/blend {task.id} {len(names)}"
        task.seed = self._relay.fresh_seed("blend", *names)
        size = list(frame_size(_SHAPES.get(str(body.get("dimensions")), (1, 1))))
        cells = [
            {"kind": "blend", "images": names, "size": size, "seed": digest(task.seed, n) % 2**32}
            for n in range(4)
        ]
        self._relay.grid(task, cells)
        return self._relay.accept(task)

    def describe(self, body: Json, mode: str) -> Reply:
        """One picture becomes four prompts."""
        try:
            (name,) = self._relay.keep_pictures([body.get("base64") or body.get("link")])
        except UnreadableError as error:
            return refused(str(error))
        task = self._relay.order("DESCRIBE", body, mode)
        task.description = f"/describe {task.id}.png"
        self._say(task, name)
        return self._relay.accept(task)

    def describe_again(self, task: Task, parent: Task) -> None:
        """The retry button."""
        if parent.recipe:
            self._say(task, parent.recipe["image"])

    def _say(self, task: Task, name: str) -> None:
        image = self._easel.sent(name)
        width, height = image.size
        shared = math.gcd(width, height)
        ratio = (width // shared, height // shared)
        if max(ratio) > 20:
            ratio = (round(width / height * 4), 4) if width > height else (4, round(height / width * 4))
        text = described(self._known(image), colour_names(image), f"{max(1, ratio[0])}:{max(1, ratio[1])}")
        task.prompt = task.final_prompt = task.zh_prompt = text
        task.recipe = {"kind": "given", "image": name, "size": [width, height]}
        task.buttons = "describe"

    def _known(self, image: Any) -> str:
        """The prompt of the picture, if it was painted here; it may have been re-encoded or resized since."""
        mark = fingerprint(image)
        best, prompt = _SAME, ""
        for painted, about in self._easel.signatures():
            away = float(abs(painted - mark).mean())
            if away < best:
                best, prompt = away, about
        return read_params(prompt).text

    def shorten(self, body: Json, mode: str) -> Reply:
        """Which words of a prompt matter."""
        prompt = str(body.get("prompt") or "").strip()
        if not prompt:
            return refused("prompt不能为空")
        if no := forbidden(prompt):
            return no
        task = self._relay.order("SHORTEN", body, mode, prompt=prompt, description=f"/shorten {prompt}")
        task.final_prompt, short = shortened(read_params(prompt).text or prompt)
        task.buttons = f"shorten {len(short)}"
        return self._relay.accept(task)

    def swap(self, body: Json, mode: str) -> Reply:
        """The face of the source into the target."""
        source, target = body.get("sourceBase64"), body.get("targetBase64")
        if not source or not target:
            return refused("参数错误")
        if source == target and self._relay.switches.flavour == "trueai":
            return refused("参数错误")
        try:
            face, into = self._relay.keep_pictures([source, target])
        except UnreadableError as error:
            return refused(str(error))
        task = self._relay.order("SWAP_FACE", body, mode, description="/swap")
        task.bot = "INSIGHT_FACE"
        size = list(self._easel.sent(into).size)
        task.recipe = {"kind": "swap", "face": face, "into": into, "size": size}
        return self._relay.accept(task)

    def upload(self, body: Json, _mode: str) -> Reply:
        """Pictures become addresses; no task."""
        try:
            names = self._relay.keep_pictures(body.get("base64Array"))
        except UnreadableError as error:
            return refused(str(error))
        return answer(
            1,
            "success",
            [f"{self._relay.base_url()}/attachments/{CHANNEL}/{name}/upload.png" for name in names],
        )

    def edits(self, body: Json, mode: str) -> Reply:
        """Repaint the transparent part of a picture, or the white part of a mask."""
        prompt, sent = str(body.get("prompt") or "").strip(), body.get("image")
        if not prompt or not sent:
            return refused("image或prompt不能为空")
        if no := forbidden(prompt):
            return no
        try:
            (name,) = self._relay.keep_pictures([sent])
            mask = self._relay.keep_edit_mask(sent, body.get("maskBase64"))
        except UnreadableError as error:
            return refused(str(error))
        action = "EDIT" if self._relay.switches.flavour == "trueai" else "EDITS"
        task = self._relay.order(action, body, mode, prompt=prompt, description=f"/edit {prompt}")
        task.seed = self._relay.fresh_seed("edits", prompt)
        task.final_prompt = final_prompt(prompt)
        self._relay.judge(task, read_params(prompt))
        size = list(self._easel.sent(name).size)
        cells = [
            {
                "kind": "region",
                "of": {"kind": "given", "image": name, "size": size},
                "mask": mask,
                "prompt": prompt,
                "seed": digest(task.seed, n) % 2**32,
            }
            for n in range(4)
        ]
        self._relay.grid(task, cells)
        return self._relay.accept(task, billed="EDITS")

    def video(self, body: Json, mode: str) -> Reply:
        """A picture begins to move."""
        prompt, sent = str(body.get("prompt") or "").strip(), body.get("image")
        parent = self._relay.task(str(body.get("taskId") or ""))
        if not sent and (parent is None or not parent.recipe):
            return refused("参数错误")
        if no := forbidden(prompt):
            return no
        task = self._relay.order("VIDEO", body, mode, prompt=prompt, final_prompt=final_prompt(prompt))
        task.description = f"/video {prompt}"
        if sent:
            try:
                (name,) = self._relay.keep_pictures([sent])
            except UnreadableError as error:
                return refused(str(error))
            still: Json = {"kind": "given", "image": name, "size": list(self._easel.sent(name).size)}
        else:
            still = recipes.cell((parent.recipe if parent else None) or {}, int(body.get("index") or 0) + 1)
        motion = 2.0 if body.get("motion") == "high" else 1.0
        task.recipe = animated(still, motion)
        task.buttons = "video"
        return self._relay.accept(task)


def animated(still: Json, motion: float) -> Json:
    """The recipe of a clip."""
    return {"kind": "film", "of": still, "motion": motion}
