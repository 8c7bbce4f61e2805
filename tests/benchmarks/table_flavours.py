"""What each endpoint of each flavour of the sandbox gives this client, over a real socket, as a table.

    python tests/benchmarks/table_flavours.py

It only shows; `tests/api/test_against_sandbox.py` asserts. An error is named by its class.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from yubo_nb.api import Client, Submission, Task, YuboError  # noqa: E402 - found by the line above
from yubo_nb.api.results import choices_of  # noqa: E402
from yubo_nb.sandbox import Sandbox  # noqa: E402

FLAVOURS = ("new-api", "plus", "trueai", "novicezk")
BLIND = "MJ::JOB::upsample::1::00000000-0000-0000-0000-000000000000"  # for a relay that shows no buttons


class Tour:
    """One client's way through all endpoints; what the first ones made, the later ones use."""

    def __init__(self, client: Client, sandbox: Sandbox) -> None:
        self.client, self.sandbox = client, sandbox
        self.grid = self.finished(client.imagine("a lighthouse in fog --seed 7"))
        self.upscaled: Task | None = None
        self.red, self.blue = (Image.new("RGB", (96, 64), colour) for colour in ("red", "blue"))

    def finished(self, made: Submission | str) -> Task:
        """Ask until it ends, or a dialog waits that nobody has answered."""
        answered = isinstance(made, str)
        while True:
            task = self.client.fetch(made if answered else made.task_id)
            if task.terminal or (task.phase == "modal" and not answered):
                return task

    def ended(self, made: Submission) -> str:
        task = self.finished(made)
        pictures = ", a picture" if task.image_url and self.opened(task).size else ""
        return f"code {made.code} → {task.status}{pictures}"

    def press(self, task: Task, verb: str) -> Submission:
        return self.client.action(task, next(b.custom_id for b in task.buttons if b.meaning.verb == verb))

    def imagine(self) -> str:
        return self.ended(self.client.imagine("a red fox", images=[self.red]))

    def fetch(self) -> str:
        return f"{self.client.fetch(self.grid.id).status}, {len(self.grid.buttons)} buttons"

    def list(self) -> str:
        return f"{len(self.client.list([self.grid.id, '1730000000000000']))} of 2, one unknown"

    def image_seed(self) -> str:
        return f"seed {self.client.image_seed(self.grid.id)}"

    def action(self) -> str:
        if not self.grid.buttons:
            return self.ended(self.client.action(self.grid.id, BLIND))
        made = self.press(self.grid, "upscale")
        self.upscaled = self.finished(made)
        return self.ended(made)

    def modal(self) -> str:
        if self.upscaled is None:
            return self.ended(self.client.modal(self.grid.id, "a red door"))
        asked = self.press(self.upscaled, "vary_region")
        with self.opened(self.upscaled) as picture:
            mask = np.zeros(picture.size[::-1], bool)
        mask[: len(mask) // 3] = True
        sent = self.client.modal(
            asked.task_id, "a red door", mask, dialog="vary_region", size=mask.shape[::-1]
        )
        return f"dialog (code {asked.code}), then code {sent.code} → {self.finished(asked.task_id).status}"

    def opened(self, task: Task) -> Image.Image:
        from io import BytesIO

        return Image.open(BytesIO(self.client.download(task.image_url)))

    def blend(self) -> str:
        return self.ended(self.client.blend([self.red, self.blue]))

    def describe(self) -> str:
        made = self.client.describe(self.red)
        return f"{self.ended(made)}, {len(choices_of(self.finished(made)))} prompts"

    def shorten(self) -> str:
        made = self.client.shorten("a very long prompt, with many, many words")
        return f"{self.ended(made)}, {len(choices_of(self.finished(made)))} prompts"

    def swap_face(self) -> str:
        return self.ended(self.client.swap_face(self.red, self.blue))

    def upload_discord_images(self) -> str:
        return f"{len(self.client.upload_discord_images([self.red, self.blue]).images)} addresses"

    def edits(self) -> str:
        return self.ended(self.client.edits("a blue door", self.red))

    def video(self) -> str:
        made = self.client.video("slowly", image=self.red)
        return f"{self.ended(made)}, {len(self.finished(made).video_urls)} clips"

    def cancel(self) -> str:
        self.sandbox.clock.freeze()
        try:
            made = self.client.imagine("a slow fox")
            return f"{self.client.cancel(made.task_id)} → {self.client.fetch(made.task_id).status}"
        finally:
            self.sandbox.clock.thaw()

    def image(self) -> str:
        return f"a picture, {len(self.client.image(self.grid.id)) >> 10} kB"

    def quota(self) -> str:
        quota = self.client.quota()
        return (
            f"used {quota.used:g} of {quota.limit:g}" if quota.limit is not None else f"used {quota.used:g}"
        )

    def models(self) -> str:
        return f"{len(self.client.models())} models"


STEPS: list[tuple[str, Callable[[Tour], str]]] = [
    ("submit/imagine", Tour.imagine),
    ("task/{id}/fetch", Tour.fetch),
    ("task/list-by-condition", Tour.list),
    ("task/{id}/image-seed", Tour.image_seed),
    ("submit/action", Tour.action),
    ("submit/blend", Tour.blend),
    ("submit/describe", Tour.describe),
    ("submit/shorten", Tour.shorten),
    ("submit/modal", Tour.modal),
    ("insight-face/swap", Tour.swap_face),
    ("submit/upload-discord-images", Tour.upload_discord_images),
    ("submit/edits", Tour.edits),
    ("submit/video", Tour.video),
    ("task/{id}/cancel", Tour.cancel),
    ("image/{id}", Tour.image),
    ("billing: subscription, usage", Tour.quota),
    ("v1/models", Tour.models),
]


def outcome(step: Callable[[Tour], str], tour: Tour) -> str:
    try:
        return step(tour)
    except YuboError as error:
        return type(error).__name__ + (f" (HTTP {error.http_status})" if error.http_status else "")


def main() -> None:
    columns: list[list[str]] = []
    for flavour in FLAVOURS:
        with (
            Sandbox(speed=4000, flavour=flavour) as sandbox,
            Client(sandbox.base_url, sandbox.api_key) as client,
        ):
            tour = Tour(client, sandbox)
            columns.append([outcome(step, tour) for _, step in STEPS])
    print(f"| endpoint | {' | '.join(FLAVOURS)} |\n|---|{'---|' * len(FLAVOURS)}")
    for (name, _), *cells in zip(STEPS, *columns, strict=True):
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
