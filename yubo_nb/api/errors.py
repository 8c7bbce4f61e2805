"""What can go wrong, as classes. Every one says what happened, whether money was taken, and what to do.

YuboError
├── InvalidRequest          refused here, before anything was sent (also a ValueError)
│   └── UnknownButton       the task does not offer this button
├── NotSent                 no connection was made; nothing left this machine
├── Rejected                the relay said no
│   ├── AuthError           key missing, wrong, expired or not allowed
│   ├── QuotaError          the key has no money left
│   ├── PromptRejected      a banned word
│   ├── RateLimited         asked too often, or the group is saturated
│   ├── QueueFull           the relay's queue is full
│   ├── NotOffered          this relay lacks the endpoint
│   └── TaskNotFound        the relay does not know this id
├── SubmitInDoubt           sent, and the outcome is unknown: may have been charged once
├── RelayUnavailable        a question (never a paid call) failed after its retries
├── UnreadableAnswer        not the protocol: a web page, an empty body, half a JSON
├── TaskFailed              the relay took the task and it failed
├── TaskTimeout             still running at the relay; only the waiting ended
├── PictureUnavailable      the picture could not be fetched or is no picture
│   ├── ImageRefused        its address or size is not allowed
│   └── PictureGone         its link has expired
├── HistoryError            the history cannot be written or read
├── BudgetExceeded          the cap on paid calls is reached
├── PaidCallsDisabled       a notebook without a person may not pay
└── Closed                  the studio or client was closed
"""

from typing import Literal

from yubo_nb.lang import say

Charged = Literal["no", "yes", "refunded", "unknown"]


class YuboError(Exception):
    """Base of all errors of this package; `str()` is complete enough to be pasted into a support request."""

    charged: Charged = "no"
    retryable: bool = False
    remedy: tuple[str, str] = ("", "")  # what to do about an error of this class, in English and Chinese

    def __init__(
        self,
        message: str,
        *,
        endpoint: str = "",
        http_status: int | None = None,
        code: int | None = None,
        request_id: str | None = None,
        intent_id: str | None = None,
        task_id: str | None = None,
        charged: Charged | None = None,
        retryable: bool | None = None,
        hint: str = "",
        play_money: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.endpoint = endpoint
        self.http_status = http_status
        self.code = code
        self.request_id = request_id
        self.intent_id = intent_id
        self.task_id = task_id
        self.charged = self.charged if charged is None else charged
        self.retryable = self.retryable if retryable is None else retryable
        self.hint = hint
        self.play_money = play_money
        """It happened in the sandbox, whose charges are no money."""

    def __str__(self) -> str:
        parts = [self.message.rstrip(), self.money(), self.hint or self.advice()]
        if self.request_id:
            parts.append(say(f"(request id {self.request_id})", f"（请求 id {self.request_id}）"))
        said = ""
        for part in filter(None, parts):
            # A Chinese full stop is as wide as a letter and brings its own space.
            said += part if not said or said.endswith(("。", "！", "？")) else f" {part}"
        return said

    def money(self) -> str:
        """Whether money was taken, in a sentence; empty where the question does not arise."""
        if self.play_money:
            return {
                "no": say("Nothing was charged.", "没有扣费。"),
                "yes": say("It cost play money of the sandbox.", "只扣除了沙盒的虚拟金额。"),
                "refunded": say("The sandbox gave its play money back.", "沙盒已退回虚拟金额。"),
                "unknown": say(
                    "It may have cost play money of the sandbox, once.", "可能扣除了一次沙盒的虚拟金额。"
                ),
            }[self.charged]
        return {
            "no": say("Nothing was charged.", "没有扣费。"),
            "yes": say("It was charged.", "已经扣费。"),
            "refunded": say("The charge was given back.", "费用已退回。"),
            "unknown": say("It may have been charged once.", "可能已扣费一次。"),
        }[self.charged]

    def advice(self) -> str:
        """What to do about it, unless the error brings a better hint."""
        return say(*self.remedy)


class InvalidRequest(YuboError, ValueError):
    """A request that cannot succeed; `field` names the argument at fault."""

    def __init__(self, message: str, *, field: str = "", **context: object) -> None:
        super().__init__(message, **context)  # type: ignore[arg-type]  # forwarded one to one
        self.field = field

    remedy = ("Change what it names and call again.", "请修改所指出的内容后重新调用。")


class UnknownButton(InvalidRequest):
    """The task does not offer this button."""

    remedy = ("Take one of the task's own buttons.", "请使用该任务自身的按钮。")


class NotSent(YuboError):
    """No connection was made: refused, not resolved, or TLS failed before the request line."""

    retryable = True

    remedy = ("Check the address and the network, then send again.", "请检查地址和网络后重新提交。")


class Rejected(YuboError):
    """The relay answered and refused."""

    remedy = (
        "Change what it refuses, or ask the relay's owner, then send again.",
        "请修改被拒绝的内容或咨询中转站后重新提交。",
    )


class AuthError(Rejected):
    """The key is missing, wrong, expired, out of its group, or this address may not use it."""

    remedy = (
        "Set YUBO_API_KEY to a valid key and connect again.",
        "请把 YUBO_API_KEY 设为有效的 key 后重新连接。",
    )


class QuotaError(Rejected):
    """The key or the account has no money left."""

    remedy = ("Top up the key at the relay, then send again.", "请在中转站充值后重新提交。")


class PromptRejected(Rejected):
    """A banned word; `word` is what the relay named, `prompt_en` the translated prompt it was found in."""

    def __init__(self, message: str, *, word: str = "", prompt_en: str = "", **context: object) -> None:
        super().__init__(message, **context)  # type: ignore[arg-type]  # forwarded one to one
        self.word = word
        self.prompt_en = prompt_en

    remedy = ("Change the word and send again.", "请修改该词后重新提交。")


class RateLimited(Rejected):
    """Asked too often or the group is saturated; `retry_after` is in seconds, None when not told."""

    retryable = True

    def __init__(self, message: str, *, retry_after: float | None = None, **context: object) -> None:
        super().__init__(message, **context)  # type: ignore[arg-type]  # forwarded one to one
        self.retry_after = retry_after

    remedy = ("Wait a little and send again.", "请稍等后重新提交。")


class QueueFull(RateLimited):
    """The relay's queue is full (code 23); the id that may come with it is dead."""


class NotOffered(Rejected):
    """This relay lacks the endpoint: not every relay of the family has all of them."""

    remedy = ("Ask the relay's owner, or use another relay for it.", "请咨询中转站，或改用其他中转站。")


class TaskNotFound(Rejected):
    """The relay does not know this task id, or it belongs to another key."""

    remedy = ("Check the id and the key it was made with.", "请检查任务 id 以及创建它的 key。")


class SubmitInDoubt(YuboError):
    """The request went out and no clear answer came: it may have been accepted once. Never sent again."""

    charged = "unknown"

    def advice(self) -> str:
        """Names the intent where there is one."""
        if self.intent_id:
            return say(
                f"Nothing was sent again. Settle it with history.settle({self.intent_id!r}).",
                f"没有重新提交。请用 history.settle({self.intent_id!r}) 处理。",
            )
        return say(
            "Nothing was sent again. Look at the relay's own log first.",
            "没有重新提交。请先查看中转站的日志。",
        )


class RelayUnavailable(YuboError):
    """A question to the relay failed after its retries. Questions are free.

    `retry_after`: in how many seconds the relay wants to be asked again, None when not told.
    """

    retryable = True

    def __init__(self, message: str, *, retry_after: float | None = None, **context: object) -> None:
        super().__init__(message, **context)  # type: ignore[arg-type]  # forwarded one to one
        self.retry_after = retry_after

    remedy = ("Tasks go on at the relay; ask again later.", "任务在中转站继续运行，请稍后再查询。")


class UnreadableAnswer(YuboError):
    """The answer is not the protocol: a web page, an empty body, cut JSON."""

    remedy = (
        "The base URL is probably wrong: give the address that the relay documents, without a page path.",
        "base URL 可能有误：请填写中转站文档里的接口地址，不要带网页路径。",
    )


class TaskFailed(YuboError):
    """The relay accepted the task and it failed or was cancelled; `task` carries the last state."""

    charged = "unknown"

    def __init__(self, message: str, *, task: object = None, **context: object) -> None:
        super().__init__(message, **context)  # type: ignore[arg-type]  # forwarded one to one
        self.task = task

    remedy = (
        "Many relays give the money back; the relay's bill tells. Sending it again is a new call.",
        "多数中转站会退费，以其账单为准；重新提交是一次新的调用。",
    )

    def advice(self) -> str:
        """In the sandbox there is no bill to look at."""
        return (
            say("Sending it again is a new call.", "重新提交是一次新的调用。")
            if self.play_money
            else super().advice()
        )


class TaskTimeout(YuboError, TimeoutError):
    """Only the waiting ended. The task goes on at the relay and keeps its id."""

    charged = "yes"

    remedy = (
        "It is still running at the relay; wait() again, or look at it later.",
        "任务仍在中转站运行；可再次 wait()，或稍后查看。",
    )


class PictureUnavailable(YuboError):
    """The picture could not be fetched, or what came is no picture; `address`: from where, unsigned."""

    retryable = True

    def __init__(self, message: str, *, address: str = "", **context: object) -> None:
        super().__init__(message, **context)  # type: ignore[arg-type]  # forwarded one to one
        self.address = address

    remedy = ("The task is kept; look_again() asks once more.", "任务已保留，可用 look_again() 再次获取。")


class ImageRefused(PictureUnavailable):
    """The picture's address, size or type is not allowed; no connection was made to a refused address."""

    retryable = False

    remedy = ("Look at it in the relay's own console.", "请在中转站的控制台查看。")


class PictureGone(PictureUnavailable):
    """The link has expired; relays keep pictures about a day."""

    retryable = False

    remedy = (
        "Ask the relay's owner for it; the same prompt with the same seed makes one much like it.",
        "可向中转站索取；用同样的提示词和 seed 可生成相近的图片。",
    )


class HistoryError(YuboError):
    """The history cannot be opened, read or written; raised before anything is sent."""

    remedy = (
        "Free some space or choose another place with YUBO_HISTORY.",
        "请腾出空间，或用 YUBO_HISTORY 换个位置。",
    )


class BudgetExceeded(YuboError):
    """The cap on paid calls is reached; nothing was sent."""

    remedy = (
        "Wait, or go on knowingly with studio.budget.more(calls=20, money=2).",
        "请稍候，或确认后用 studio.budget.more(calls=20, money=2) 继续。",
    )


class PaidCallsDisabled(YuboError):
    """This notebook runs without a person, and paid calls were not switched on for that."""

    remedy = (
        "Set YUBO_ALLOW_PAID=1 or yb.connect(allow_paid=True) to allow them, or use the sandbox.",
        "如需允许，请设 YUBO_ALLOW_PAID=1 或 yb.connect(allow_paid=True)；也可使用沙盒。",
    )


class Closed(YuboError):
    """The studio or client was closed."""

    remedy = ("Call yb.connect() again.", "请重新调用 yb.connect()。")
