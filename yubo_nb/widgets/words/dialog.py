"""A dialog at a card."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "dialog_prompt": say("Prompt", "提示词"),
        "dialog_confirm": say("Confirm", "确认"),
        "dialog_confirm_price": say("Confirm – {price}", "确认 – {price}"),
        "dialog_paid": say("0.00 now, {price} on Confirm.", "现在 0.00，确认时 {price}。"),
        "dialog_paid_perhaps": say(
            "{price} on Confirm; some relays charge the button too.",
            "确认时 {price}；部分中转站按下按钮时也会扣费。",
        ),
        "dialog_later": say("Later", "稍后"),
        "dialog_resume": say("Continue this dialog", "继续填写"),
        "dialog_reopen": say("Open it again", "重新打开"),
        "dialog_cut": say(
            "Too long to be changed here: task.confirm(prompt=…)",
            "过长，无法在此修改：task.confirm(prompt=…)",
        ),
        "change_none": say("none", "无"),
        "zoom_by": say("Zoom out by", "缩小倍数"),
        "zoom_shape": say("Shape (--ar)", "画幅 (--ar)"),
        "zoom_same": say("as it is", "保持不变"),
        "zoom_preview": say("The new frame around this picture", "新画面将包围这张图"),
        "pan_preview": say("The new frame reaches further on this side", "新画面将向这一侧延伸"),
        "region_missing": say(
            "The picture to paint on is not here: task.confirm(mask=…)",
            "这里没有要重绘的图片：task.confirm(mask=…)",
        ),
    }
