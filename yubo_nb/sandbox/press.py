"""Buttons pressed and dialogs filled in."""

import re
from typing import TYPE_CHECKING, Any

from yubo_nb.sandbox.buttons import Wish, read_custom_id
from yubo_nb.sandbox.painter import recipe as recipes
from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.params import read_params
from yubo_nb.sandbox.pictures import Pictures, animated
from yubo_nb.sandbox.relay import Relay, final_prompt, forbidden
from yubo_nb.sandbox.scenario import Task, message_hash
from yubo_nb.sandbox.texts import choices
from yubo_nb.sandbox.uploads import UnreadableError, kept_mask
from yubo_nb.sandbox.wire import Json, Reply, answer, refused

if TYPE_CHECKING:
    from yubo_nb.sandbox.painter.recipe import Recipe

_UNKNOWN = Wish("vary", "VARIATION", 1, 0.5)  # what a button does that no relay has yet
_REMIXED = frozenset(["reroll", "vary", "pan_left", "pan_right", "pan_up", "pan_down", "animate"])


class Press:
    """`action` and `modal`, on top of a relay."""

    def __init__(self, relay: Relay, pictures: Pictures) -> None:
        self._relay = relay
        self._pictures = pictures

    def action(self, body: Json, mode: str) -> Reply:
        """Press a button of a finished task: a new task, or a dialog that waits for `modal`."""
        relay = self._relay
        parent = relay.task(str(body.get("taskId") or ""))
        custom_id = str(body.get("customId") or "")
        if not custom_id or not body.get("taskId"):
            return refused("参数错误")
        if parent is None:
            return refused("关联任务不存在或已失效", 3)
        if parent.at(relay.clock.now()).status != "SUCCESS":
            return refused("关联任务状态错误")
        wish = read_custom_id(custom_id) or _UNKNOWN
        if wish.verb == "bookmark":
            return answer(1, "Submit success", parent.id, {})
        if wish.verb == "read_all":
            return self._read_all(parent, body, mode)
        task = relay.order(
            wish.action,
            body,
            mode or parent.mode,
            prompt=parent.prompt,
            parent=parent.id,
            custom_id=custom_id,
        )
        task.description = f"/{wish.verb} {parent.id} {wish.index or ''}".rstrip()
        task.version, task.seed, task.final_prompt = parent.version, parent.seed, parent.final_prompt
        remix = (relay.switches.remix or body.get("enableRemix") is True) and wish.verb in _REMIXED
        if wish.dialog or remix:
            return self._opened(task, parent, wish, remix=remix)
        return self._carried_out(task, parent, wish, parent.prompt)

    def _opened(self, task: Task, parent: Task, wish: Wish, *, remix: bool) -> Reply:
        relay = self._relay
        task.dialog = wish.verb
        if relay.switches.modal_life:
            task.modal_until = relay.clock.now() + relay.clock.lasting(relay.switches.modal_life)
        offered = choices(parent.final_prompt)
        if wish.verb in {"read", "shortened"}:
            task.prompt = offered[wish.index - 1] if 0 < wish.index <= len(offered) else ""
        with relay.lock:
            # a gateway that reads code 1 charges at once; region and custom zoom are free until the modal
            if remix:
                relay.charge(task, task.action)
            relay.memory.keep(task)
        if relay.switches.flavour == "trueai" or remix:
            shown = "" if wish.verb == "region" else parent.final_prompt
            return answer(21, "Waiting for window confirm", task.id, {"finalPrompt": shown, "remix": True})
        return answer(21, "窗口等待", task.id)

    def change(self, body: Json, mode: str) -> Reply:
        """The old way to press U, V and reroll: by name and number."""
        action, index = str(body.get("action") or ""), body.get("index")
        verb = {"UPSCALE": "upsample", "VARIATION": "variation", "REROLL": "reroll"}.get(action)
        # a gateway wants a number even for reroll, which has none
        needed = verb != "reroll" or self._relay.switches.gateway
        if verb is None or not body.get("taskId"):
            return refused("action参数错误")
        if needed and (not isinstance(index, int) or not 1 <= index <= 4):
            return refused("index_is_required" if self._relay.switches.gateway else "index参数错误")
        mark = message_hash(str(body["taskId"]))
        custom_id = f"MJ::JOB::{verb}::{0 if verb == 'reroll' else index}::{mark}"
        return self.action({**body, "customId": custom_id}, mode)

    def simple_change(self, body: Json, mode: str) -> Reply:
        """The same in one line: "1320098173412546 U2"."""
        found = re.fullmatch(r"\s*(\S+)\s+([UVR])([1-4])?\s*", str(body.get("content") or ""), re.IGNORECASE)
        if found is None:
            return refused("content参数错误")
        action = {"U": "UPSCALE", "V": "VARIATION", "R": "REROLL"}[found[2].upper()]
        return self.change({**body, "taskId": found[1], "action": action, "index": int(found[3] or 1)}, mode)

    def modal(self, body: Json, _mode: str) -> Reply:
        """Fill in the dialog of a waiting task; of two that arrive together, one is refused."""
        with self._relay.lock:
            return self._filled_in(body)

    def _filled_in(self, body: Json) -> Reply:
        relay = self._relay
        task = relay.task(str(body.get("taskId") or ""))
        if task is None:
            return refused("关联任务不存在或已失效", 3)
        if task.at(relay.clock.now()).status != "MODAL":
            return refused("关联任务状态错误")
        parent = relay.task(task.parent)
        prompt = str(body.get("prompt") or "").strip() or task.prompt
        if parent is None or not prompt:
            return refused("prompt不能为空")
        if no := forbidden(prompt):
            return no
        wish = read_custom_id(task.custom_id) or _UNKNOWN
        task.state = str(body.get("state") or "") or task.state
        if wish.verb in {"read", "shortened"}:
            task.prompt = prompt
            relay.draw(task, prompt)
            return relay.accept(task, billed="MODAL")
        mask = None
        if wish.verb == "region":
            try:
                picture, size = kept_mask(body.get("maskBase64"))
            except UnreadableError as error:
                return refused(str(error))
            mask = relay.memory.keep_blob(picture)
            if size != recipes.size_of(recipes.cell(parent.recipe or {}, 1)):
                task.fail_reason = "Invalid Form Body: the mask is not as large as the picture"
        return self._carried_out(task, parent, wish, prompt, mask=mask, billed="MODAL")

    def _carried_out(
        self,
        task: Task,
        parent: Task,
        wish: Wish,
        prompt: str,
        *,
        mask: str | None = None,
        billed: str | None = None,
    ) -> Reply:
        relay = self._relay
        seed = relay.fresh_seed(parent.seed, parent.action, wish, prompt)
        task.seed = parent.seed if wish.verb in {"pick", "upscale", "creative"} else seed
        task.final_prompt = final_prompt(prompt)
        if wish.verb == "reroll" and parent.custom_id and (before := relay.task(parent.parent)):
            again = read_custom_id(parent.custom_id)
            # pressing reroll under a variation varies its parent once more
            if again and not again.dialog:
                self._paint(task, before, again, seed, prompt=prompt, mask=mask)
                return relay.accept(task, wish.verb, billed=billed)
        params = read_params(prompt)
        if wish.verb == "custom_zoom" and "zoom" not in params.values:
            task.fail_reason = "[Invalid parameter] `--zoom` is missing"
        if wish.verb != "read_again":
            relay.judge(task, params)
        if not task.fail_reason:
            self._paint(task, parent, wish, seed, prompt=prompt, mask=mask)
        return relay.accept(task, wish.verb, billed=billed)

    def _paint(
        self, task: Task, parent: Task, wish: Wish, seed: int, *, prompt: str, mask: str | None
    ) -> None:
        whole: Recipe = parent.recipe or recipes.scene(prompt, seed)
        one = recipes.cell(whole, max(1, wish.index))
        new = prompt if prompt != parent.prompt else None
        seeds = [digest(seed, n) % 2**32 for n in range(4)]
        grid = self._relay.grid
        if wish.verb in {"animate", "extend"}:
            still = one["of"] if one["kind"] == "film" else one
            task.recipe, task.buttons = animated(still, wish.amount), "video"
        elif wish.verb == "pick_clip":
            task.recipe, task.buttons = one, "clip"
        elif wish.verb == "read_again":
            self._pictures.describe_again(task, parent)
        elif wish.verb == "pick":
            task.recipe, task.buttons = one, "single"
        elif wish.verb in {"upscale", "creative"}:
            task.recipe = recipes.larger(one, int(wish.amount), creative=wish.verb == "creative")
            task.buttons = "upscaled"
        elif wish.verb == "reroll" and whole["kind"] == "grid" and whole["cells"][0]["kind"] == "scene":
            grid(task, recipes.imagined(prompt, seed, refs=whole["cells"][0].get("refs", ()))["cells"])
        elif wish.verb == "reroll":
            grid(task, recipes.grid_of(one, seed, 1.3, new)["cells"])
        elif wish.verb in {"zoom", "square"}:
            grid(task, [recipes.zoomed(one, wish.amount, s) for s in seeds])
            if wish.verb == "square":
                task.final_prompt = with_ratio(task.final_prompt, (1, 1))
        elif wish.verb == "custom_zoom":
            params = read_params(prompt)
            amount = min(2.0, max(1.0, params.number("zoom", 2.0)))
            # the dialog's prompt keeps the frame's shape unless it names another
            task.final_prompt = final_prompt(without_zoom(prompt))
            grid(task, [recipes.zoomed(one, amount, s, prompt=without_zoom(prompt)) for s in seeds])
        elif wish.verb.startswith("pan_"):
            cells = [recipes.panned(one, wish.verb.removeprefix("pan_"), s, prompt=new) for s in seeds]
            grid(task, cells)
            task.final_prompt = with_ratio(task.final_prompt, recipes.size_of(cells[0]))
        elif wish.verb == "region" and mask:
            grid(task, [recipes.region(one, mask, prompt, s) for s in seeds])
        else:
            grid(task, recipes.grid_of(one, seed, wish.amount or 0.5, new)["cells"])

    def _read_all(self, parent: Task, body: Json, mode: str) -> Reply:
        relay = self._relay
        ids: list[Any] = []
        for prompt in choices(parent.final_prompt):
            task = relay.order(
                "IMAGINE", body, mode, prompt=prompt, parent=parent.id, description=f"/imagine {prompt}"
            )
            relay.draw(task, prompt)
            reply = relay.accept(task)
            if reply.body["code"] not in {1, 22}:
                return reply
            ids.append(task.id)
        return answer(1, "Submit success", ",".join(ids), {})


def with_ratio(prompt: str, size: tuple[int, int]) -> str:
    """The prompt with the shape of the new frame written into it."""
    for across in range(1, 17):
        down = across * size[1] / size[0]
        if abs(down - round(down)) < 0.06 and round(down):
            break
    else:
        across, down = size
    words = _without(prompt, "--ar", "--aspect")
    return f"{words} --ar {across}:{round(down)}"


def without_zoom(prompt: str) -> str:
    """The prompt less `--zoom`, which belongs to the dialog and not to the picture."""
    return _without(prompt, "--zoom")


def _without(prompt: str, *names: str) -> str:
    words = prompt.split(" ")
    keep: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in names:
            skip = True
        else:
            keep.append(word)
    return " ".join(keep)
