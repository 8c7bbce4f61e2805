"""Why a task failed or was refused, from the relay's words: what happened, and what to do about it.

Relays write these texts in two languages and three authors' hands. They are read for a kind and nothing else:
no act depends on it, and the words themselves are always shown beside it.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from yubo_nb.lang import say

Kind = Literal[
    "word",
    "filter",
    "parameter",
    "picture",
    "time_out",
    "queue",
    "credit",
    "key",
    "account",
    "parent",
    "cancelled",
    "server",
    "connection",
    "history",
    "expired",
    "unsaid",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
OURS: frozenset[str] = frozenset(
    {"unsaid", "expired"}
)  # the message that is read for these is our own sentence
FAILED: frozenset[str] = frozenset({"failure", "rejected", "not_sent", "cancelled"})

# The first that is found decides: "cancelled due to image filters" is a filter, an exhausted key is money.
_SIGNS: tuple[tuple[Kind, str], ...] = (
    ("expired", r"closed this dialog|该对话框在提交之前"),
    ("unsaid", r"^$|gave no reason|没有说明原因"),
    ("word", r"banned (?:prompt|word)|敏感词|prohibited word"),
    ("filter", r"(?:image|output|content) filters?|content policy|moderat|违规|审核|^blocked$"),
    ("credit", r"HTTP 402|credits? exhausted|quota|insufficient|top up|额度|余额|充值|balance"),
    ("queue", r"queue (?:is )?full|队列已满|已饱和|并发数|总请求数|saturated|HTTP 429|too many requests"),
    (
        "account",
        r"pending mod|subscription required|action needed|captcha|(?:available )?account instance|账号",
    ),
    ("key", r"HTTP 40[13]|令牌|invalid (?:token|signature|api key)|unauthori[sz]ed"),
    ("parent", r"关联任务|task_no_?t?_(?:found|exist)|任务不存在|task not found"),
    ("picture", r"invalid link|base64|禁止上传|could not (?:fetch|download) (?:the )?image|HTTP 413"),
    (
        "parameter",
        r"invalid (?:parameter|form body|request)|参数|prompt_is_required|prompt不能为空|unknown_action",
    ),
    ("time_out", r"time[d\- ]?-?out|超时"),
    ("cancelled", r"cancell?ed|取消"),
    ("server", r"internal server error|could not complete|系统异常|request_failed|HTTP 5\d\d|上游"),
)
_OF_CODE: dict[int, Kind] = {24: "word", 23: "queue", 30: "queue", 3: "account"}
_OF_PHASE: dict[str, Kind] = {"cancelled": "cancelled"}
_NAMED = re.compile(r"[“\"'`「]([^”\"'`」]{1,60})[”\"'`」]")


@dataclass(frozen=True, slots=True)
class Reason:
    """`word` is what the relay named as banned, "" where it named nothing."""

    kind: Kind
    word: str = ""

    @property
    def what(self) -> str:
        """What happened, in a sentence."""
        return say(*_TEXTS[self.kind][0])

    @property
    def remedy(self) -> str:
        """What to do, in a sentence."""
        return say(*_TEXTS[self.kind][1])


def reason(phase: str, said: str, code: int | None = None) -> Reason:
    """Why a call or task in this phase went wrong; `said` are the words that came with it."""
    text = said.strip()
    kind = _OF_CODE.get(code or 0) or (_unsent(text) if phase == "not_sent" else _read(text))
    if kind is None or (kind == "unsaid" and phase != "failure"):
        kind = _OF_PHASE.get(phase, "other")
    named = _NAMED.search(text) if kind == "word" else None
    return Reason(kind, named.group(1).strip() if named else "")


def _unsent(text: str) -> Kind:
    """The words are ours. A connection that timed out is no task that took too long."""
    return "history" if re.search(r"\bhistory\b|历史", text) else "connection"


def _read(text: str) -> Kind | None:
    for kind, sign in _SIGNS:
        if re.search(sign, text, re.IGNORECASE):
            return kind
    return None


_Text = tuple[tuple[str, str], tuple[str, str]]
_TEXTS: dict[Kind, _Text] = {
    "word": (
        ("A word of the prompt is not allowed.", "提示词中有不允许的词。"),
        ("Write it in other words and send it again.", "请换一种说法后重新提交。"),
    ),
    "filter": (
        ("The filters stopped the picture.", "图片被内容过滤拦截。"),
        (
            "The same prompt may pass another time; softer words pass more surely.",
            "同一提示词有时可以通过；措辞更温和则更稳妥。",
        ),
    ),
    "parameter": (
        ("A parameter was not accepted.", "有参数不被接受。"),
        ("Correct what is quoted below, then send it again.", "请按下方原文修改后重新提交。"),
    ),
    "picture": (
        ("A reference picture was not accepted.", "参考图片不被接受。"),
        ("Give it as a file instead of a link, or make it smaller.", "请改用文件而不是链接，或缩小图片。"),
    ),
    "time_out": (
        ("It took too long and was given up.", "耗时过长，已被放弃。"),
        ("Try again; large changes and relaxed speed take longest.", "请重试；大幅改动和慢速模式耗时最长。"),
    ),
    "queue": (
        ("The relay is busy.", "中转站繁忙。"),
        ("Wait a minute, then try again.", "请稍等一分钟再试。"),
    ),
    "credit": (
        ("There is no credit left.", "额度已用尽。"),
        ("Top up at the relay, then try again.", "请在中转站充值后再试。"),
    ),
    "key": (
        ("The key was not accepted.", "key 不被接受。"),
        ("Check YUBO_API_KEY, connect again, then try again.", "请检查 YUBO_API_KEY 并重新连接后再试。"),
    ),
    "account": (
        ("The relay has no account free that could draw it.", "中转站没有可用的绘图账号。"),
        ("Try later; if it stays so, tell the relay's owner.", "请稍后再试；若持续如此，请联系中转站。"),
    ),
    "parent": (
        ("The task it starts from is not there any more.", "所依据的任务已不存在。"),
        ("Make that picture anew and press its button.", "请重新生成该图片，再点击它的按钮。"),
    ),
    "cancelled": (
        ("It was cancelled at the relay.", "已在中转站取消。"),
        ("Send it again if you still want it.", "如仍需要，请重新提交。"),
    ),
    "server": (
        ("The relay or Midjourney had a fault of its own.", "中转站或 Midjourney 内部出错。"),
        ("Try again; the prompt is not to blame.", "请重试；与提示词无关。"),
    ),
    "connection": (
        ("No connection was made; nothing was sent.", "未能连接，什么都没有发送。"),
        ("Check the network, then try again.", "请检查网络后重试。"),
    ),
    "history": (
        ("The history could not be written; nothing was sent.", "历史无法写入，什么都没有发送。"),
        ("Mend what is quoted below, then try again.", "请按下方说明处理后重试。"),
    ),
    "expired": (
        ("The relay closed this dialog before it was answered.", "该对话框在提交之前已被中转站关闭。"),
        (
            "Nothing was drawn, and what you entered is kept: open it again.",
            "没有生成任何图片，你填写的内容已保留，可重新打开并提交。",
        ),
    ),
    "unsaid": (
        ("It failed, and the relay gave no reason.", "任务失败，中转站没有说明原因。"),
        (
            "Try again; if it stays so, ask the relay's owner about this task's id.",
            "请重试；若持续如此，请凭任务 id 咨询中转站。",
        ),
    ),
    "other": (
        ("It did not go well.", "任务未能完成。"),
        ("Read what the relay said below; it may work another time.", "请看下方中转站的说明；也可再试一次。"),
    ),
}  # fmt: skip
