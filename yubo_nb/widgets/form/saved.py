"""What a saved notebook shows of the form: the text as it was left, and what was wrong with it."""

from html import escape

from yubo_nb.lang import say
from yubo_nb.widgets.form.judge import Judgement
from yubo_nb.widgets.wire import PROMPT_LIMIT, plain

_FONT = "font:13px/1.45 system-ui,sans-serif"
_BOX = f"margin:4px 2px;padding:8px 10px;border:1px solid #8884;border-radius:8px;{_FONT}"
_TEXT = "white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,monospace"


def form_html(text: str, judged: Judgement) -> str:
    """A paragraph and a list that need no script and no style sheet; empty where nothing was written."""
    if not text.strip():
        return ""
    title = escape(say("Draft", "草稿"))
    lines = [
        f"<li>{escape(say('Error', '错误') if mark.level == 'error' else say('Warning', '警告'))}: "
        f"{escape(plain(mark.text, 500))}</li>"
        for mark in judged.marks[:10]
    ]
    if judged.count > 1:
        lines.insert(0, f"<li>{escape(say(f'{judged.count} prompts', f'{judged.count} 条提示词'))}</li>")
    listed = f'<ul style="margin:4px 0 0;padding-left:1.4em">{"".join(lines)}</ul>' if lines else ""
    shown = escape(plain(text, PROMPT_LIMIT))
    return (
        f'<div class="yubo-saved-form tex2jax_ignore mathjax_ignore" style="{_BOX}">'
        f'<strong>{title}</strong> <span dir="auto" style="{_TEXT}">{shown}</span>{listed}</div>'
    )
