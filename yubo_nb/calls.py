"""The calls of a studio that make something: each is checked here, sent once, and remembers its pictures."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from yubo_nb.api import protocol
from yubo_nb.api.errors import InvalidRequest, YuboError
from yubo_nb.api.extras import video
from yubo_nb.history import History
from yubo_nb.lang import say
from yubo_nb.live.engine import Engine
from yubo_nb.live.given import fitting
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.sources import keep_sources
from yubo_nb.prompt import PromptError, compose, parse


class Calls:
    """Half of a `Studio`."""

    engine: Engine
    _store: History

    def imagine(
        self,
        prompt: str,
        images: Sequence[Any] = (),
        *,
        gesture: str | None = None,
        again: bool = False,
        **parameters: object,
    ) -> TaskHandle:
        """Send a prompt; returns at once. Parameters as `ar="3:2", stylize=250, seed=7` or in the text.

        A cell that runs again gives the task it made before; `again=True` pays for another. `images` are
        reference pictures: addresses, paths, bytes, PIL images, arrays, or tasks. Raises InvalidRequest,
        before anything is sent, for a prompt that cannot succeed.
        """
        text, bot_type = _checked(prompt, parameters)
        request = protocol.imagine(text, images=[self._picture(one) for one in images], bot_type=bot_type)
        return self._order(request, prompt=text, gesture=gesture, again=again)

    # In these, too, a `gesture` that was seen before gives the task it made then.

    def blend(
        self,
        images: Sequence[Any],
        *,
        dimensions: str = "SQUARE",
        gesture: str | None = None,
        again: bool = False,
    ) -> TaskHandle:
        """Mix two to five pictures; `dimensions` is SQUARE, PORTRAIT or LANDSCAPE."""
        request = protocol.blend([self._picture(one) for one in images], dimensions=dimensions)
        return self._order(request, gesture=gesture, again=again)

    def describe(self, picture: Any, *, gesture: str | None = None, again: bool = False) -> TaskHandle:
        """A picture to up to four prompts."""
        return self._order(protocol.describe(self._picture(picture)), gesture=gesture, again=again)

    def shorten(self, prompt: str, *, gesture: str | None = None, again: bool = False) -> TaskHandle:
        """Which words of a prompt matter."""
        return self._order(protocol.shorten(prompt), prompt=prompt, gesture=gesture, again=again)

    def swap_face(
        self, source: Any, target: Any, *, gesture: str | None = None, again: bool = False
    ) -> TaskHandle:
        """Put the face of `source` into the picture `target`. See that you may: both stay with the task."""
        request = protocol.swap_face(self._picture(source), self._picture(target))
        return self._order(request, gesture=gesture, again=again)

    def video(
        self,
        picture: Any,
        prompt: str = "",
        *,
        end: Any = None,
        motion: Literal["low", "high"] = "low",
        loop: bool = False,
        batch_size: int = 4,
        gesture: str | None = None,
        again: bool = False,
    ) -> TaskHandle:
        """Set a picture in motion; `end` is the last frame. Not on every relay. The clips: `task.clips`."""
        last = None if end is None else self._picture(end)
        first = self._picture(picture)
        request = video(prompt, image=first, end_image=last, motion=motion, loop=loop, batch_size=batch_size)
        return self._order(request, prompt=prompt, gesture=gesture, again=again)

    def _order(self, request: protocol.Request, **context: Any) -> TaskHandle:
        """Send a call, and keep the pictures it was sent with."""
        task = self.engine.submit(request, **context)
        try:
            keep_sources(self._store, self.engine.origin, task.key, request.body or {})
        except YuboError as error:  # the call is made: what it was made of is less than its handle
            self.engine.post(self.engine.hub.notice, "error", error.message)
        return task

    def _picture(self, picture: Any) -> Any:
        if not isinstance(picture, TaskHandle):
            return picture
        card = picture.card
        if not card.picture.startswith("full:"):
            raise InvalidRequest(
                say(
                    f"{picture!r} has no picture yet; wait() for it.",
                    f"{picture!r} 还没有图片，请先 wait()。",
                ),
                field="images",
            )
        return fitting(self.engine.picture(card.picture)[0])


def _checked(prompt: str, parameters: Mapping[str, object]) -> tuple[str, str]:
    """The whole prompt and the bot it is for; a prompt that is sure to fail is refused."""
    try:
        text = compose(prompt, tables=None, **parameters)
    except PromptError as error:
        raise _impossible(str(error), error.parameter) from error
    parsed = parse(text)
    for problem in parsed.problems:
        if problem.severity == "error":
            # Where nothing is written, the place of the fault helps nobody.
            raise _impossible(str(problem) if text.strip() else problem.message, problem.parameter)
    return text, "NIJI_JOURNEY" if "niji" in parsed.parameters else "MID_JOURNEY"


def _impossible(why: str, parameter: str | None) -> InvalidRequest:
    sentence = why if why.endswith((".", "。", "!", "?")) else why + say(".", "。")
    return InvalidRequest(sentence, field=parameter or "prompt", endpoint="submit/imagine")
