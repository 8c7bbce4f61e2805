"""A submit in doubt, in hand: what is known of it, and the four things that can be done about it."""

from datetime import UTC, datetime

from yubo_nb.api.errors import Charged
from yubo_nb.api.models import Task
from yubo_nb.history import Intent
from yubo_nb.lang import say
from yubo_nb.live.engine import Engine
from yubo_nb.live.handle import TaskHandle

_LONG_MS = 75 * 60_000


class Doubt:
    """One paid call that may have been accepted once. It stays in the history whatever happens."""

    def __init__(self, engine: Engine, intent: Intent) -> None:
        self._engine = engine
        self.intent_id = intent.intent_id
        self.said = ""
        """What the last look brought, in a sentence."""

    @property
    def intent(self) -> Intent:
        """The row as it is now."""
        return self._engine.intent(self.intent_id)

    @property
    def prompt(self) -> str:
        """As it was sent."""
        return self.intent.prompt

    @property
    def sent(self) -> datetime:
        """When it went out."""
        intent = self.intent
        return datetime.fromtimestamp((intent.sent_ms or intent.created_ms) / 1000, UTC)

    @property
    def settled(self) -> bool:
        """It is in doubt no longer."""
        return self.intent.status != "IN_DOUBT"

    @property
    def task(self) -> TaskHandle | None:
        """Its task, once that is known."""
        task_id = self.intent.task_id
        return self._engine.follow(task_id) if task_id else None

    def look(self, *, log: bool = False, balance: bool = False) -> TaskHandle | None:
        """Look for its task, free of charge; None when it was not found, and `said` tells what that means.

        `log=True` also asks the relay for the key's own consumption log, which newer gateways have. Raises
        NotOffered where there is none. `balance=True` compares what the relay has counted with the last
        reading from before the call (`studio.quota()` keeps one): a hint in `said`, which decides nothing.
        """
        if not self.settled:
            self.said = self._engine.look_for(self.intent_id, log=log, balance=balance).said
        return self.task

    def compare(self, task_id: str) -> str:
        """A task of the relay beside this call, to be looked at before `adopt`. Raises TaskNotFound."""
        task = self._engine.peek(task_id)
        return say(
            f"This call: {self.sent:%Y-%m-%d %H:%M:%S} UTC, {self.prompt!r}\n"
            f"Task {task.id}: {_when(task)}, {task.prompt!r}, {task.status} {task.progress}\n"
            f"If they are the same: adopt({task.id!r})",
            f"本次请求：{self.sent:%Y-%m-%d %H:%M:%S} UTC，{self.prompt!r}\n"
            f"任务 {task.id}：{_when(task)}，{task.prompt!r}，{task.status} {task.progress}\n"
            f"若两者一致：adopt({task.id!r})",
        )

    def adopt(self, task_id: str) -> TaskHandle:
        """The relay's console shows its task: link them, and follow it.

        Raises TaskNotFound, and InvalidRequest for a task that is certainly another call's.
        """
        return self._engine.adopt(self.intent_id, task_id)

    def send_again(self) -> TaskHandle:
        """Make the same call once more, as a new one linked to this: it may be charged twice."""
        return self._engine.send_again(self.intent_id)

    @property
    def left(self) -> bool:
        """A person has said to leave it; it is no longer asked about, and can be settled all the same."""
        return self.intent.left_ms is not None

    def leave(self, charged: Charged | None = None) -> None:
        """Leave it as it is: it counts as charged, and `connect` asks no more about it.

        Where the relay's bill tells, `charged` ("yes", "no", "refunded") is written down.
        """
        if charged is not None:
            self._engine.history.charge(self.intent_id, charged, source="person")
        self._engine.leave(self.intent_id)

    def __repr__(self) -> str:
        intent = self.intent
        if intent.status != "IN_DOUBT":
            return f"Doubt({self.intent_id}, {intent.status}, {intent.task_id or '-'})"
        age = (datetime.now(UTC) - self.sent).total_seconds() * 1000
        still = say(" It was not found in 75 minutes.", "75 分钟内仍未找到。") if age > _LONG_MS else ""
        left = say(" You left it so.", "你已选择保留。") if intent.left_ms else ""
        prompt = intent.prompt if len(intent.prompt) <= 60 else f"{intent.prompt[:60]}…"
        once = say("You may have been charged once.", "可能已扣费一次。")
        play = say("It may have cost play money of the sandbox, once.", "可能扣除了一次沙盒的虚拟金额。")
        money = {
            "unknown": play if self._engine.sandbox else once,
            "yes": say("It was charged, you said.", "你已确认扣费。"),
            "no": say("It was not charged, you said.", "你已确认未扣费。"),
            "refunded": say("The charge was given back.", "费用已退回。"),
        }[intent.charged]
        return say(
            f"Not sure whether this was accepted: {self.sent:%Y-%m-%d %H:%M:%S} UTC, {prompt!r}. {money} "
            f"Nothing was sent again.{still}{left} {self.said}\n"
            "look(log=True, balance=True) · adopt(task_id) · send_again() – may be charged twice · leave()",
            f"不确定是否已被接受：{self.sent:%Y-%m-%d %H:%M:%S} UTC，{prompt!r}。{money}"
            f"没有重新提交。{still}{left}{self.said}\n"
            "look(log=True, balance=True) · adopt(task_id) · send_again()（可能重复扣费） · leave()",
        )


def _when(task: Task) -> str:
    if not task.submit_time:
        return say("time not told", "时间未知")
    return f"{datetime.fromtimestamp(task.submit_time / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
