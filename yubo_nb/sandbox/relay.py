"""The proxy behind the gateway: takes orders, gives them ids, a place in the queue, a course and a price."""

import itertools
import threading
from collections.abc import Callable, Iterable
from typing import Any

from yubo_nb.sandbox.clock import Clock
from yubo_nb.sandbox.flavours import Switches
from yubo_nb.sandbox.ledger import Charge, price_of
from yubo_nb.sandbox.memory import Memory
from yubo_nb.sandbox.painter import recipe as recipes
from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.params import Params, read_params
from yubo_nb.sandbox.painter.recipe import Recipe
from yubo_nb.sandbox.scenario import Task, duration, message_hash
from yubo_nb.sandbox.uploads import UnreadableError, edit_mask, kept_picture
from yubo_nb.sandbox.wire import INSTANCE, Json, Reply, answer, refused

BANNED = ("nude", "naked", "nsfw", "gore", "porn", "裸体", "色情", "血腥")
_IDLE, _REFUSAL = 0.9, 4.0  # seconds before a task starts, and until Midjourney refuses bad parameters


class Relay:
    """All submits end here. Safe to call from several threads."""

    def __init__(
        self, clock: Clock, memory: Memory, switches: Switches, base_url: Callable[[], str], seed: int = 0
    ) -> None:
        self.clock = clock
        self.memory = memory
        self.switches = switches
        self.seed = seed
        self.base_url = base_url
        self.lock = threading.RLock()
        self._live = [t for t in memory.tasks.values() if t.end > clock.now()]
        self._counter = itertools.count(seed * 7 + 13)
        self._last_ms = 0
        self._taken = sum(price for t in memory.tasks.values() for _, price, _ in t.charges)

    # -- what is known

    def task(self, task_id: str) -> Task | None:
        """A task by its id."""
        return self.memory.tasks.get(task_id)

    def charges(self) -> list[Charge]:
        """Every charge so far, in order, those of failed tasks marked as given back."""
        now = self.clock.now()
        found: list[Charge] = []
        for task in list(self.memory.tasks.values()):
            lost = task.at(now).status in {"FAILURE", "CANCEL"}
            found += [Charge(task.id, action, price, at, lost) for action, price, at in task.charges]
        return sorted(found, key=lambda c: c.at)

    def affords(self, price: float) -> bool:
        """Whether the key has that much left. Refunds are looked up only when it gets tight."""
        limit = self.switches.credit + 1e-9
        return self._taken + price <= limit or self.spent() + price <= limit

    def spent(self) -> float:
        """What the key has used, refunds taken off."""
        return round(sum(c.price for c in self.charges() if not c.refunded), 6)

    # -- taking an order

    def new_id(self) -> str:
        """A new task id, in the form this relay uses."""
        with self.lock:
            self._last_ms = max(int(self.clock.now() * 1000), self._last_ms + 1)
            tail = next(self._counter) * 37 % 1000
            text = f"{self._last_ms}{tail:03d}"
        form = self.switches.id_form
        if form == "long":
            return f"{text[:10]}{tail % 10}{text[10:]}"
        return f"task_{text}" if form == "task" else message_hash(text) if form == "uuid" else text

    def order(self, action: str, body: Json, mode: str, **known: Any) -> Task:
        """A task not yet accepted, with what every request may carry."""
        return Task(
            id=self.new_id(),
            action=action,
            state=_text(body, "state"),
            notify_hook=_text(body, "notifyHook"),
            bot=_text(body, "botType") or "MID_JOURNEY",
            mode=mode,
            submit=self.clock.now(),
            **known,
        )

    def accept(self, task: Task, verb: str = "", *, billed: str | None = None) -> Reply:
        """Give the task its course, charge for it and answer; or refuse it because too many wait."""
        with self.lock:
            now, clock = self.clock.now(), self.clock
            self._live = [t for t in self._live if t.end > now and t.cancel_at is None]
            waiting = len(self._live) - self.switches.slots
            if waiting >= self.switches.queue:
                # the id is dead: the task has been forgotten already
                return answer(23, "队列已满，请稍后尝试", task.id, {"discordInstanceId": INSTANCE})
            start = now + clock.lasting(_IDLE)
            if waiting >= 0:
                start = max(start, sorted(t.end for t in self._live)[waiting])
            task.start = start
            length = duration(task.action, verb, task.mode, (self.seed, task.prompt, task.seed, task.action))
            task.end = start + clock.lasting(_REFUSAL if task.fail_reason and not task.fail_share else length)
            if task.fail_reason and task.fail_share:
                task.end = start + clock.lasting(length * task.fail_share)
            if task.dialog:
                task.modal_at = now
            self.charge(task, billed or task.action)
            self._live.append(task)
            self.memory.keep(task)
        if waiting > 0:
            properties = {"numberOfQueues": waiting, "discordInstanceId": INSTANCE}
            return answer(22, f"排队中，前面还有{waiting}个任务", task.id, properties)
        return answer(1, "Submit success", task.id, _CHANNELS)

    def charge(self, task: Task, action: str) -> None:
        """Take the money, if the action costs any."""
        self._taken += price_of(action)
        if price_of(action):
            task.charges.append([action, price_of(action), self.clock.now()])

    # -- the submits

    def imagine(self, body: Json, mode: str) -> Reply:
        """Text to four pictures."""
        prompt = _text(body, "prompt").strip()
        if not prompt:
            return refused("prompt不能为空")
        if no := forbidden(prompt):
            return no
        sent = body.get("base64Array") or ([body["base64"]] if body.get("base64") else [])
        try:
            refs = self.keep_pictures(sent)
        except UnreadableError as error:
            return refused(str(error))
        task = self.order("IMAGINE", body, mode, prompt=prompt, description=f"/imagine {prompt}")
        self.draw(task, prompt, refs)
        return self.accept(task)

    def draw(self, task: Task, prompt: str, refs: Iterable[str] = ()) -> None:
        """Decide what an imagine will show: its seed, its four pictures, or why it must fail."""
        params = read_params(prompt)
        task.seed = params.seed if params.seed is not None else self.fresh_seed("imagine", prompt)
        task.version = params.version
        task.final_prompt = final_prompt(prompt)
        task.mode = task.mode or next((m for m in ("relax", "fast", "turbo") if m in params.values), "")
        task.buttons = "grid"
        self.judge(task, params)
        if not task.fail_reason:
            task.recipe = recipes.imagined(prompt, task.seed, refs=tuple(refs))

    def judge(self, task: Task, params: Params) -> None:
        """Midjourney's own check, made only after the order was taken."""
        if params.trouble:
            task.fail_reason = f"[Invalid parameter] {params.trouble}"

    def fresh_seed(self, *about: object) -> int:
        """A seed nobody chose: the same for the n-th order of its kind in every run."""
        with self.lock:
            earlier = self._seeds.setdefault(about, itertools.count())
            return digest(self.seed, *about, next(earlier)) % 2**32

    @property
    def _seeds(self) -> dict[tuple[object, ...], "itertools.count[int]"]:
        return self.__dict__.setdefault("_seeds_by_order", {})

    def keep_pictures(self, sent: Any) -> list[str]:
        """Remember what a client uploaded."""
        if not isinstance(sent, list):
            raise UnreadableError("base64格式错误")
        return [self.memory.keep_blob(kept_picture(p)) for p in sent]  # pyright: ignore[reportUnknownVariableType] - JSON

    def keep_edit_mask(self, picture: Any, mask: Any) -> str:
        """Remember what an edit may change."""
        return self.memory.keep_blob(edit_mask(picture, mask))

    def grid(self, task: Task, cells: list[Recipe]) -> None:
        """Let the task show four pictures."""
        task.recipe = {"kind": "grid", "cells": cells}
        task.buttons = "grid"


_CHANNELS: Json = {"discordChannelId": "1300842676874379336", "discordInstanceId": INSTANCE}


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def forbidden(prompt: str) -> Reply | None:
    """Code 24, if the prompt contains a banned word."""
    low = prompt.lower()
    words = set("".join(c if c.isalnum() else " " for c in low).split())
    for word in BANNED:
        if word in words or (not word.isascii() and word in low):
            return answer(24, "可能包含敏感词", properties={"promptEn": prompt, "bannedWord": word})
    return None


def final_prompt(prompt: str) -> str:
    """The prompt as Midjourney writes it back: blanks collapsed, whole versions with a decimal."""
    words = " ".join(prompt.replace("—", "--").split()).split(" ")
    for at in range(1, len(words)):
        if words[at - 1] in {"--v", "--version"} and words[at].isdecimal():
            words[at] += ".0"
    return " ".join(words)
