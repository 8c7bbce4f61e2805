"""The fixed words of the live views, in the reader's language; the browser has no text of its own."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    """Every key is used by `static/*.js` and every key used there is here: a test compares them."""
    return {
        "imagine": say("Imagine", "生成"),
        # states
        "sending": say("Sending", "发送中"),
        "queued": say("Queued", "排队中"),
        "running": say("Running", "生成中"),
        "modal": say("Needs your input", "等待补充输入"),
        "success": say("Finished", "已完成"),
        "failure": say("Failed", "失败"),
        "cancelled": say("Cancelled", "已取消"),
        "rejected": say("Refused", "被拒绝"),
        "not_sent": say("Not sent", "未发送"),
        "in_doubt": say("In doubt", "结果未知"),
        "lost": say("Lost sight of", "失去踪迹"),
        "unknown": say("Unknown state", "未知状态"),
        # money
        "sandbox": say("sandbox · nothing is charged", "沙盒 · 不扣费"),
        "charged_yes": say("charged", "已扣费"),
        "charged_no": say("not charged", "未扣费"),
        "charged_unknown": say("may have been charged", "可能已扣费"),
        "charged_refunded": say("refunded", "已退费"),
        "sandbox_price": say("{price} (sandbox)", "{price}（沙盒）"),
        # card
        "task": say("Task", "任务"),
        "no_prompt": say("(no prompt)", "（无提示词）"),
        "more": say("Show all", "展开"),
        "less": say("Show less", "收起"),
        "cut": say("… and {n} more characters: task.prompt", "… 另有 {n} 个字符：task.prompt"),
        "actions": say("Actions", "操作"),
        "more_buttons": say("{n} more", "另有 {n} 个"),
        "less_buttons": say("{n} fewer", "收起 {n} 个"),
        "unsent_buttons": say("and {n} more: task.buttons", "另有 {n} 个：task.buttons"),
        "of": say("{via} of “{parent}”", "{via}，来自“{parent}”"),
        "made_by": say("made by {via}", "由 {via} 生成"),
        "place": say("{n} ahead", "前面还有 {n} 个"),
        "picture_coming": say("Picture on its way …", "图片加载中…"),
        "picture_missing": say("The picture is missing.", "图片缺失。"),
        "preview_alt": say("Unfinished preview: {prompt}", "未完成的预览：{prompt}"),
        "pressed": say("{name}: sent to the kernel", "{name}：已发送到内核"),
        "no_answer": say(
            "The kernel has not answered yet. It may be busy; the press is not lost and counts once.",
            "内核尚未应答，可能正忙；这次点击不会丢失，也不会重复计算。",
        ),
        "not_delivered": say(
            "Nothing was sent: the kernel was restarted or has ended. Run the cell again, then press again.",
            "什么都没有发送：内核已重启或已结束。请重新运行此单元格，然后再按一次。",
        ),
        "retry": say("Sent again in {n} s", "{n} 秒后重新提交"),
        "usual": say("of about {time}", "/ 约 {time}"),
        # doubt
        "doubt": say(
            "Not sure whether this was accepted. It went out at {time} (“{prompt}”), and no clear answer "
            "came. You may have been charged once. Nothing was sent again.",
            "不确定是否已被接受。请求已于 {time} 发出（“{prompt}”），但没有得到明确答复。"
            "可能已扣费一次，没有重新提交。",
        ),
        "doubt_find": say("Look for it", "查找"),
        "doubt_id": say("Enter its task id…", "输入任务 id…"),
        "doubt_again": say("Send again – may be charged twice", "重新提交（可能重复扣费）"),
        "doubt_sure": say("Press again to send: may be charged twice", "再按一次即提交：可能重复扣费"),
        "doubt_leave": say("Leave it", "保持原样"),
        "doubt_show": say("Show this task", "显示该任务"),
        "doubt_link": say("Yes, this is it", "就是这个任务"),
        "task_id": say("Task id, from the relay's own log", "任务 id（见中转站日志）"),
        "details": say("What is known", "详情"),
        "look_again": say("Look again", "再次查看"),
        "fetch_again": say("Fetch the picture again", "重新获取图片"),
        # dialog
        "dialog_prompt": say("Prompt", "提示词"),
        "dialog_confirm": say("Confirm", "确认"),
        "dialog_confirm_price": say("Confirm – {price}", "确认 – {price}"),
        "dialog_later": say("Later", "稍后"),
        "dialog_resume": say("Continue this dialog", "继续填写"),
        "dialog_cut": say(
            "Too long to be changed here: task.confirm(prompt=…)",
            "过长，无法在此修改：task.confirm(prompt=…)",
        ),
        "region": say(
            "Region to repaint: {l}–{r} % across, {t}–{b} % down. Drag over the picture; arrow keys move it, "
            "with Shift they resize it.",
            "重绘区域：横向 {l}–{r} %，纵向 {t}–{b} %。在图上拖动；方向键移动，按住 Shift 改变大小。",
        ),
        "region_missing": say(
            "The picture to paint on is not shown here: task.confirm(mask=…)",
            "这里没有要重绘的图片：task.confirm(mask=…)",
        ),
        # form
        "write_first": say("Write a prompt first.", "请先写提示词。"),
        # board
        "online_again": say("Connected again", "已重新连接"),
        "filter": say("Show", "显示"),
        "filter_all": say("All", "全部"),
        "filter_busy": say("Busy", "进行中"),
        "filter_done": say("Done", "完成"),
        "filter_trouble": say("Problems", "有问题"),
        "tasks": say("Tasks", "任务"),
        "count": say("{n} tasks", "{n} 个任务"),
        "count_one": say("1 task", "1 个任务"),
        "count_busy": say("{n} busy", "{n} 个进行中"),
        "count_doubt": say("{n} in doubt", "{n} 个结果未知"),
        "count_failed": say("{n} failed", "{n} 个失败"),
        "empty": say("No pictures yet. Write a prompt and submit it.", "还没有图片。写一条提示词并提交。"),
        "empty_card": say("This task is not known here any more.", "这里已经没有这个任务了。"),
        "no_kernel": say(
            "Not connected to a kernel: this may not be the latest state. Run the cell again to revive it.",
            "未连接内核：这里可能不是最新状态。重新运行此单元格即可恢复。",
        ),
        "keys": say(
            "Arrow keys move between cards and buttons; 1 to 4 press U1 to U4 of the card in focus.",
            "方向键在卡片和按钮之间移动；1–4 键按下当前卡片的 U1–U4。",
        ),
    }
