"""The kernel's half of a dialog at a card: what was entered becomes the answer that the relay waits for."""

import base64
import io

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.live.region import Box, draw_region
from yubo_nb.widgets import messages
from yubo_nb.widgets.answer import Answer
from yubo_nb.widgets.scope import Source


class Dialogs:
    """Only a card that waits for an answer takes one, and only one."""

    def __init__(self, engine: Source) -> None:
        self._engine = engine

    def confirm(self, card: Card, press: messages.Confirm) -> Answer:
        """Send the answer: the paid step."""
        if card.phase != "modal":
            return Answer(ok=False, text=say("This dialog was answered already.", "该对话框已经提交过。"))
        mask = None if press.box is None else self._mask(card, press.box)
        self._engine.confirm(card.key, prompt=press.prompt, mask=mask, gesture=press.gesture)
        return Answer(ok=True)

    def _mask(self, card: Card, box: Box) -> str:
        """The region as a data URI, as large as the picture that it is for."""
        from PIL import Image

        parent = self._engine.hub.get(card.parent)
        if parent is None or not parent.picture.startswith("full:"):
            raise ValueError(say("The picture to paint on is not here.", "缺少要重绘的图片。"))
        with Image.open(io.BytesIO(self._engine.picture(parent.picture, None)[0])) as picture:
            size = picture.size
        out = io.BytesIO()
        draw_region(size, box=box).save(out, "PNG")
        return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
