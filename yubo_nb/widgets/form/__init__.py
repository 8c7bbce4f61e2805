"""The prompt form: a text, its parameters as controls, and what is wrong before anything is sent."""

from yubo_nb.widgets.form.form import LIMIT, PromptForm
from yubo_nb.widgets.form.saved import form_html

__all__ = ["LIMIT", "PromptForm", "form_html"]
