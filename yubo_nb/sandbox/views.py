"""Tasks as they are shown: through the gateway's sleepy eyes, in its rows, with the picture's address."""

import re

from yubo_nb.sandbox import buttons as sets
from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.recipe import size_of
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.scenario import Moment, Task, message_hash
from yubo_nb.sandbox.trueai import trueai_task
from yubo_nb.sandbox.wire import CHANNEL, Json, View, new_api_task, novicezk_task, plus_task


class Views:
    """What a relay shows of its tasks."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def fetched(self, task: Task) -> Json:
        """One task: its oldest record."""
        return self._rows(task)[0]

    def listed(self, ids: list[str]) -> list[Json]:
        """The tasks that exist; unknown ids are left out."""
        switches = self._relay.switches
        found: list[Json] = []
        for task_id in dict.fromkeys(ids):
            task = self._relay.task(task_id)
            if task is not None:
                rows = self._rows(task)
                found += rows * 2 if switches.duplicate_rows else rows
        if switches.shuffled_lists:
            found.sort(key=lambda row: digest("order", row["id"], row["action"]))
        return found

    def buttons(self, task: Task) -> list[Json]:
        """What a finished task offers."""
        mark = message_hash(task.id)
        found: list[Json] = []
        if task.buttons == "grid":
            found = sets.grid_buttons(mark)
        elif task.buttons == "single":
            width, height = size_of(task.recipe) if task.recipe else (1, 1)
            found = sets.single_buttons(task.version, mark, square=width == height)
        elif task.buttons == "upscaled":
            found = sets.upscaled_buttons(task.version, mark)
        elif task.buttons == "describe":
            found = sets.describe_buttons()
        elif task.buttons.startswith("shorten"):
            found = sets.shorten_buttons(int(task.buttons.split()[1]))
        elif task.buttons == "video":
            found = sets.video_buttons(mark)
        elif task.buttons == "clip":
            found = sets.clip_buttons(mark)
        if found and self._relay.switches.future_button:
            found.append(
                {
                    "customId": f"MJ::JOB::future::1::{mark}",
                    "emoji": "",
                    "label": "Future",
                    "type": 2,
                    "style": 2,
                }
            )
        return found

    def _rows(self, task: Task) -> list[Json]:
        switches, clock = self._relay.switches, self._relay.clock
        now = clock.now()
        period = clock.lasting(switches.refresh)
        seen = now // period * period if period else now
        if not (switches.second_row and task.dialog and task.modal_at is not None):
            return [self._row(task, seen, fresh=bool(period) and seen < task.submit)]
        # the modal's record is the one the poller updates; the button's stays as it was until the very end
        over = task.at(seen).over and seen >= task.modal_at
        first = seen if over else task.modal_at - 1e-3
        old = self._row(task, first, fresh=False)
        new = self._row(task, seen, fresh=seen < task.modal_at, action="MODAL", submit=task.modal_at)
        return [old, new]

    def _row(self, task: Task, when: float, *, fresh: bool, action: str = "", submit: float = 0.0) -> Json:
        switches = self._relay.switches
        moment = task.at(max(when, task.submit))
        done = moment.status == "SUCCESS"
        shown = self.buttons(task) if done else []
        view = View(task, moment, self.picture_url(task, moment), shown, fresh, action, submit)
        if switches.gateway:
            row = new_api_task(view, switches.failure_progress, empty_status=switches.empty_status)
            if switches.video_urls:
                clip = view.picture_url if task.action == "VIDEO" and done and not fresh else ""
                row |= {"videoUrl": clip, "videoUrls": [{"url": clip}] if clip else None}
        elif switches.flavour == "trueai":
            singles = [self._signed(task, moment, f"0_{n}.png") for n in range(4)] if done else []
            row = trueai_task(view, switches.failure_progress, singles)
        elif switches.flavour == "novicezk":
            row = novicezk_task(view, switches.failure_progress)
        else:
            row = plus_task(view, switches.failure_progress)
        if moment.status == "FAILURE" and switches.frozen_failures:
            row |= {"status": "IN_PROGRESS", "progress": "100%"}
        if not shown and done and switches.null_buttons:
            row["buttons"] = None
        if switches.number_ids and task.id.isdecimal():
            row["id"] = int(task.id)
        return row

    def picture_url(self, task: Task, moment: Moment) -> str:
        """Where the picture, or its preview, can be had; "" before there is one."""
        done = moment.status == "SUCCESS"
        if not task.recipe or not (done or moment.share > 0):
            return ""
        switches, base = self._relay.switches, self._relay.base_url()
        if switches.picture_urls != "cdn":
            host = "http://localhost:3000" if switches.picture_urls == "localhost" else base
            rand = "" if done else f"?rand={int(self._relay.clock.now() * 1e9)}"
            return f"{host}/mj/image/{task.id}{rand}"
        words = "_".join(re.findall(r"[a-z]+", task.prompt.lower())[:6])
        if done:
            return self._signed(task, moment, f"user0001_{words}_{message_hash(task.id)}.png")
        return self._signed(task, moment, f"{task.id}_grid_{int(moment.share * 5)}.webp")

    def _signed(self, task: Task, moment: Moment, name: str) -> str:
        """A link of Discord's kind, which dies."""
        clock, base = self._relay.clock, self._relay.base_url()
        issued = int(moment.finish or clock.now())
        dead = int(issued + clock.lasting(self._relay.switches.link_life))
        folder = "ephemeral-attachments" if task.action == "DESCRIBE" else "attachments"
        mark = f"{digest(task.id, dead):016x}"
        return f"{base}/{folder}/{CHANNEL}/{task.id}/{name}?ex={dead:x}&is={issued:x}&hm={mark}&"
