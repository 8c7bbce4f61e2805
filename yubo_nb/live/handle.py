"""What a person holds of a task: look at it, wait for it, press its buttons."""

import asyncio
from collections.abc import Generator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Never

from yubo_nb.api.answers import plain
from yubo_nb.api.errors import PictureUnavailable, TaskNotFound, TaskTimeout, YuboError
from yubo_nb.api.models import Button, Task
from yubo_nb.api.results import Choice, Token
from yubo_nb.history import Mark
from yubo_nb.lang import say
from yubo_nb.live import actions
from yubo_nb.live.actions import Direction, Strength
from yubo_nb.live.edits import Edits
from yubo_nb.live.hub import Card, CardPhase
from yubo_nb.live.progress import attend
from yubo_nb.live.region import Box, Points, mask_uri
from yubo_nb.live.texts import texts_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PIL import Image

    from yubo_nb.live.engine import Engine


_WAKE_S = 0.1


class TaskHandle:
    """Live: every attribute is read anew. Handles of one task are equal."""

    def __init__(self, engine: "Engine", key: str) -> None:
        self._engine = engine
        self.key = key

    # looking ------------------------------------------------------------------------------------------------

    @property
    def card(self) -> Card:
        """The snapshot everything else is read from."""
        return self._engine.card(self.key)

    @property
    def id(self) -> str | None:
        """The relay's task id; None until the call was accepted."""
        return self.card.task_id

    @property
    def status(self) -> str:
        """The relay's own word, or ours in upper case before its first."""
        return self.card.status or self.card.phase.upper()

    @property
    def phase(self) -> CardPhase:
        """Ours: sending, queued, running, modal, success, failure, …"""
        return self.card.phase

    @property
    def progress(self) -> int | None:
        """Percent, never falling; None while the relay does not tell."""
        return self.card.percent

    @property
    def prompt(self) -> str:
        """As it was sent."""
        return self.card.prompt

    @property
    def done(self) -> bool:
        """Nothing more will come of itself; the picture of a success may still be on its way."""
        return self.card.settled

    @property
    def failed(self) -> bool:
        return self.card.settled and self.card.phase != "success"

    @property
    def error(self) -> YuboError | None:
        """What `wait()` raises, None for a task that goes on or went well."""
        return self._engine.error(self.key)

    @property
    def charged(self) -> str:
        """Whether it cost money: yes, no or unknown."""
        return self.card.charged

    @property
    def reused(self) -> bool:
        """A cell that ran again was given this task instead of a new one; `again=True` makes a new one."""
        return self.card.reused

    @property
    def raw(self) -> Task | None:
        """The task as the relay last described it."""
        return self._engine.task(self.key)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What the relay offers for this task, in its order."""
        task = self.raw
        return task.buttons if task else ()

    @property
    def parent(self) -> "TaskHandle | None":
        """The task whose button made this one."""
        key = self.card.parent
        return TaskHandle(self._engine, key) if key and self._engine.hub.get(key) else None

    @property
    def children(self) -> "tuple[TaskHandle, ...]":
        """What this task's buttons made, oldest first."""
        return tuple(TaskHandle(self._engine, key) for key in self._engine.children(self.key))

    @property
    def image(self) -> "Image.Image | None":
        """The whole picture, a grid as one; None while there is none.

        Raises PictureUnavailable when none will come.
        """
        card = self.card
        if not card.picture.startswith("full:"):
            if card.picture_error:
                raise PictureUnavailable(
                    card.picture_error, task_id=card.task_id, charged="yes", play_money=card.sandbox
                )
            return None
        return self._open(card.picture)

    @property
    def images(self) -> "list[Image.Image]":
        """The four pictures of a grid, else the one; empty while there is none."""
        whole = self.image
        if whole is None:
            return []
        task = self.raw
        if task is None or not task.is_grid:
            several = self._engine.pictures_of(self.key)[1:]
            return [whole, *(self._open(picture) for picture in several)]
        width, height = whole.width // 2, whole.height // 2
        corners = [(0, 0), (width, 0), (0, height), (width, height)]
        return [whole.crop((left, top, left + width, top + height)) for left, top in corners]

    @property
    def sources(self) -> "list[Image.Image]":
        """The pictures this call was sent with, in their order; of a button's task there are none."""
        found = self._engine.history.pictures_as(self._engine.origin, self.key, "source")
        return [self._open(f"full:{digest}") for digest in found]

    @property
    def clips(self) -> list[bytes]:
        """What moves, as files: MP4, WebM or an animated WebP. Several where the relay made a batch."""
        return [self._engine.picture(clip)[0] for clip in self.card.clips]

    @property
    def choices(self) -> list[Choice]:
        """The prompts that a describe or shorten found; empty for other tasks."""
        return list(texts_of(self.raw).choices) if self.raw else []

    @property
    def tokens(self) -> list[Token]:
        """The parts of a shortened prompt in their order, with what they weigh; empty for other tasks."""
        return list(texts_of(self.raw).parts) if self.raw else []

    @property
    def mask(self) -> "Image.Image | None":
        """What was repainted of the parent's picture, white on black; None for all but Vary (Region)."""
        from PIL import Image

        data = Edits(self._engine).mask(self.key)
        return None if data is None else Image.open(BytesIO(data)).convert("L")

    def seed(self) -> str:
        """The seed the relay drew with; asks the relay, free of charge."""
        return self._engine.seed(self.key)

    # waiting ------------------------------------------------------------------------------------------------

    def wait(self, timeout: float | None = None, *, progress: bool | None = None) -> "TaskHandle":
        """Until the picture is here. An interrupt or TaskTimeout ends the waiting, never the task.

        Raises what `error` holds for a task that did not go well. A task whose dialog waits for you is
        returned as it is, in the phase "modal". `progress` asks for a bar, or for none; by itself there is
        one where no card moves: in a terminal and in Colab.
        """
        future = self.completion()
        try:
            late = attend([future], lambda: [self.card], timeout, progress=progress)
        finally:
            future.cancel()
        if late:
            raise self._timeout(timeout or 0)
        return self._judged(future.result())

    def completion(self) -> "Future[Card]":
        """Resolved with the last card when there is nothing to wait for any more."""
        return self._engine.completion(self.key)

    def __await__(self) -> Generator[Any, None, "TaskHandle"]:
        return self._awaited().__await__()

    async def _awaited(self) -> "TaskHandle":
        future = asyncio.wrap_future(self.completion())
        try:
            while not future.done():
                # ipykernel 7 hears the stop button only when its loop wakes up, and nothing else may wake it.
                await asyncio.wait({future}, timeout=_WAKE_S)
        finally:
            future.cancel()
        return self._judged(future.result())

    def _judged(self, card: Card) -> "TaskHandle":
        if (error := self.error) is not None:
            raise error.with_traceback(
                None
            )  # kept since the engine met it; each wait starts its own traceback
        if card.phase == "lost":
            raise TaskNotFound(
                card.message, task_id=card.task_id, charged="yes", retryable=True, play_money=card.sandbox
            )
        return self

    def _timeout(self, timeout: float) -> TaskTimeout:
        percent = "" if self.progress is None else f" ({self.progress} %)"
        return TaskTimeout(
            say(
                f"{self!r} was not finished within {timeout:g} s{percent}.",
                f"{self!r} 在 {timeout:g} 秒内没有完成{percent}。",
            ),
            task_id=self.id,
            intent_id=self.card.intent_id,
            play_money=self.card.sandbox,
            hint=self._engine.silence,  # nobody knows that it is "still running" while the relay is silent
        )

    # acting -------------------------------------------------------------------------------------------------

    # In a cell that runs again, each of these gives the task it made then; `again=True` pays for another.

    def act(self, label_or_custom_id: str, *, again: bool = False) -> "TaskHandle":
        """Press any button by caption, emoji or customId. Raises UnknownButton with what is offered."""
        return self._engine.act(self.key, label_or_custom_id, again=again)

    def upscale(
        self, n: int | None = None, *, creative: bool | None = None, again: bool = False
    ) -> "TaskHandle":
        """U1–U4 of a grid; without `n`, on a single picture, the real upscale."""
        return self._press(actions.upscale(self._offered(), n, creative=creative), again=again)

    def vary(
        self, n: int | None = None, *, strength: Strength | None = None, again: bool = False
    ) -> "TaskHandle":
        """V1–V4 of a grid, at the strength set in the relay's account; on one picture subtle or strong."""
        return self._press(actions.vary(self._offered(), n, strength=strength), again=again)

    def reroll(self, *, again: bool = False) -> "TaskHandle":
        """The same prompt again."""
        return self._press(actions.only(self._offered(), "reroll", "reroll()"), again=again)

    def zoom(self, factor: float = 2, *, again: bool = False) -> "TaskHandle":
        """Zoom out by 1.5 or 2 at a press; anything else from 1 to 2 through the Custom Zoom dialog."""
        button = actions.zoom(self._offered(), factor)
        if button.meaning.verb != "custom_zoom":
            return self._press(button, again=again)
        prompt = f"{self._drawn()} --zoom {factor:g}".strip()
        return self._through_dialog(button, prompt, None, again=again)

    def pan(self, direction: Direction, *, again: bool = False) -> "TaskHandle":
        """Move the frame: "left", "right", "up" or "down"."""
        return self._press(actions.pan(self._offered(), direction), again=again)

    def vary_region(
        self,
        *,
        prompt: str | None = None,
        mask: Any = None,
        box: Box | None = None,
        polygon: Points | None = None,
        invert: bool = False,
        again: bool = False,
    ) -> "TaskHandle":
        """Repaint a region of a single picture. Paid once, with the answer to the dialog, which goes at once.

        Give a `mask` (picture, array or path; white is repainted), a `box` (left, top, right, bottom) or a
        `polygon`; numbers from 0 to 1 are shares of the picture, else pixels. `invert` turns a mask drawn the
        other way round. Without `prompt` the picture's own is kept.
        """
        button = actions.only(self._offered(), "vary_region", "vary_region()")
        white = self._white(self, mask=mask, box=box, polygon=polygon, invert=invert)
        return self._through_dialog(button, self._drawn() if prompt is None else prompt, white, again=again)

    def confirm(
        self,
        prompt: str | None = None,
        mask: Any = None,
        *,
        box: Box | None = None,
        polygon: Points | None = None,
        invert: bool = False,
    ) -> "TaskHandle":
        """Answer the dialog of a task in the phase "modal". The paid step; None keeps the prompt.

        Vary (Region) needs a region, given as in `vary_region`.
        """
        white = None
        if mask is not None or box is not None or polygon is not None:
            white = self._white(self.parent, mask=mask, box=box, polygon=polygon, invert=invert)
        return self._engine.confirm(self.key, prompt=prompt, mask=white)

    def look_again(self) -> None:
        """Ask again for a task that was out of sight, or for a picture that did not come."""
        self._engine.look_again(self.key)

    def _open(self, picture: str) -> "Image.Image":
        from PIL import Image

        return Image.open(BytesIO(self._engine.picture(picture)[0]))

    def _offered(self) -> tuple[Button, ...]:
        return actions.pressable(self.card, self.raw)

    def _press(self, button: Button, *, again: bool) -> "TaskHandle":
        assert button.custom_id is not None
        return self._engine.act(self.key, button.custom_id, again=again)

    def _through_dialog(self, button: Button, prompt: str, mask: str | None, *, again: bool) -> "TaskHandle":
        assert button.custom_id is not None
        return self._engine.act_and_confirm(self.key, button.custom_id, prompt=prompt, mask=mask, again=again)

    def _white(self, owner: "TaskHandle | None", **region: Any) -> str:
        """Checked here, on the caller's thread, before anything is sent."""
        whole = owner.image if owner else None
        if whole is None:
            raise PictureUnavailable(say("A mask needs the picture it is for.", "遮罩需要对应的图片。"))
        return mask_uri(whole.size, **region)

    def _drawn(self) -> str:
        """The prompt a dialog starts from."""
        task = self.raw
        return (task.final_prompt if task else "") or self.prompt

    # what you make of it ------------------------------------------------------------------------------------

    def mark(
        self,
        *,
        star: bool | None = None,
        rating: int | None = None,
        note: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> Mark:
        """Say what you think of it: kept in the history, shown on the card, a column in the tables.

        What is not given stays. `rating` is 1 to 5, -1 rejects, 0 takes it away; `note=""` takes a note away.
        Raises InvalidRequest while the call is still being sent.
        """
        known = None if tags is None else tuple(tags)
        return self._engine.mark(self.key, starred=star, rating=rating, note=note, tags=known)

    @property
    def marks(self) -> Mark:
        """What was said of it: rating, starred, note, tags."""
        return self.card.mark

    # being shown --------------------------------------------------------------------------------------------

    def _ipython_display_(self) -> None:
        if self._engine.display is None:
            print(repr(self))  # noqa: T201 - what IPython would do without this method
        else:
            self._engine.display(self)

    def _display_(self) -> Any:
        """How marimo asks."""
        return repr(self) if self._engine.display is None else self._engine.display(self)

    def __reduce__(self) -> Never:
        raise TypeError("a task is never pickled: it is live; keep task.id and use studio.task(id)")

    def __repr__(self) -> str:
        card = self._engine.hub.get(self.key)
        if card is None:
            return f"Task({self.key})"
        made_by = f", {plain(card.via, 40)}" if card.via else ""
        before = say(", made before", "，此前已生成") if card.reused else ""
        return f"Task({card.task_id or '…'}, {plain(card.status, 40) or card.phase.upper()}{made_by}{before})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TaskHandle) and (self._engine, self.key) == (other._engine, other.key)

    def __hash__(self) -> int:
        return hash(self.key)
