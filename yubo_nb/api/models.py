"""What the API core hands out: tasks, their buttons, and answers to submits. All frozen, attributes only."""

from yubo_nb.api.buttons import Button, Meaning, Verb, meaning_of
from yubo_nb.api.submission import Submission, decode_submission
from yubo_nb.api.task import Phase, Task, decode_task, decode_tasks, merge_tasks

__all__ = [
    "Button",
    "Meaning",
    "Phase",
    "Submission",
    "Task",
    "Verb",
    "decode_submission",
    "decode_task",
    "decode_tasks",
    "meaning_of",
    "merge_tasks",
]
