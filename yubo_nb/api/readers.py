"""Reading the answers to questions: one task, tasks, a seed. Questions are free and may be asked again."""

from typing import Any, cast

from yubo_nb.api.answers import Answer, read_complaint
from yubo_nb.api.errors import TaskNotFound, UnreadableAnswer
from yubo_nb.api.judge import unanswered
from yubo_nb.api.lacking import not_offered
from yubo_nb.api.task import Task, decode_task, decode_tasks, merge_tasks
from yubo_nb.api.wire import integer, loads, mapping, text
from yubo_nb.lang import say

_TASK_FIELDS = frozenset({"status", "progress", "action", "submitTime", "imageUrl", "buttons"})


def read_json(answer: Answer, endpoint: str) -> Any:
    """The JSON of a 200, whatever its content type says; raises the fitting error otherwise."""
    if answer.status == 200:
        try:
            return loads(answer.body)
        except ValueError:
            pass
    raise unanswered(answer, endpoint)


def _unknown_task(answer: Answer, task_id: str) -> TaskNotFound:
    return TaskNotFound(
        say(f"The relay does not know task {task_id}.", f"中转站没有任务 {task_id}。"),
        endpoint="task/fetch",
        http_status=answer.status,
        task_id=task_id,
    )


def read_task(answer: Answer, task_id: str) -> Task:
    """A bare Task. An unknown id is an empty 200 (novicezk), 204 (trueai), 404, `null`, code 4 (new-api)."""
    body = answer.body.strip()
    if answer.status == 204 or (answer.status == 200 and body in {b"", b"null"}):
        raise _unknown_task(answer, task_id)
    if answer.status == 200:
        try:
            task = decode_task(answer.body, task_id)
        except ValueError:
            raise unanswered(answer, "task/fetch", task_id) from None
        if _looks_like_task(task):
            return task
    if answer.status == 404 and read_complaint(answer).page is None:
        raise _unknown_task(answer, task_id)
    raise unanswered(answer, "task/fetch", task_id)


def _looks_like_task(task: Task) -> bool:
    """A `code` with a `description` and none of a task's own fields is an error in disguise."""
    return task.status != "NOT_START" or not _TASK_FIELDS.isdisjoint(mapping(loads(task.raw)))


def read_tasks(answer: Answer) -> list[Task]:
    """An array of Tasks, merged by id: new-api lists one twice after a modal. Unknown ids are missing."""
    endpoint = "task/list-by-condition"
    if answer.status == 200:
        if answer.body.strip() == b"null":
            return []
        try:
            return merge_tasks(decode_tasks(answer.body))
        except ValueError:
            pass
    raise unanswered(answer, endpoint)


def read_seed(answer: Answer, task_id: str) -> str:
    """The seed as text. Real servers put it into `result`, the sister pages into a Task's `seed`."""
    missing = None if answer.status == 200 else not_offered(answer, "task/image-seed")
    if missing is not None:
        raise missing
    value = mapping(read_json(answer, "task/image-seed"))
    code = value.get("code")
    seed = text(value.get("seed")) if code is None else text(value.get("result"))
    if (code is None or integer(code) == 1) and (seed := seed.strip()):
        return seed
    if code is not None:
        raise unanswered(answer, "task/image-seed", task_id)
    raise UnreadableAnswer(
        say(
            f"The relay names no seed for task {task_id}; some relays cannot.",
            f"中转站没有给出任务 {task_id} 的 seed；部分中转站不支持。",
        ),
        endpoint="task/image-seed",
        http_status=answer.status,
        task_id=task_id,
        hint=say("The seed of a single picture is its grid's.", "单张图片的 seed 与其网格相同。"),
    )


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of an array; everything else in it is left out."""
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return [mapping(item) for item in items if isinstance(item, dict)]
