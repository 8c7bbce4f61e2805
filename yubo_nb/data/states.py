"""States of a task and of its money, in words."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    """By phase, `no_picture` for a success without what it drew, and the money with `charged_` before it."""
    return {
        "sending": say("Sending", "发送中"),
        "queued": say("Queued", "排队中"),
        "running": say("Running", "生成中"),
        "modal": say("Needs your input", "等待补充输入"),
        "success": say("Finished", "已完成"),
        "no_picture": say("Finished, no picture", "已完成，无图片"),
        "failure": say("Failed", "失败"),
        "cancelled": say("Cancelled", "已取消"),
        "rejected": say("Refused", "被拒绝"),
        "not_sent": say("Not sent", "未发送"),
        "in_doubt": say("In doubt", "结果未知"),
        "lost": say("Lost sight of", "失去踪迹"),
        "unknown": say("Unknown state", "未知状态"),
        "sandbox": say("sandbox · nothing is charged", "沙盒 · 不扣费"),
        "charged_yes": say("charged", "已扣费"),
        "charged_no": say("not charged", "未扣费"),
        "charged_unknown": say("may have been charged", "可能已扣费"),
        "charged_refunded": say("refunded", "已退费"),
    }


def money(charged: str, price: float | None) -> str:
    """What is known of a call's money; the price of what was not charged would read as if it were."""
    text = words().get(f"charged_{charged}", charged)
    return text if price is None or charged == "no" else f"{text} {price:g}"
