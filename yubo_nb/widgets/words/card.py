"""A card."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
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
        "reused": say(
            "Made earlier by this cell; again=True makes it anew.",
            "此前由本单元格生成；again=True 可重新生成。",
        ),
        "usual": say("of about {time}", "/ 约 {time}"),
        "fill": say("Use in the form", "填入表单"),
        "menu": say("More about this task", "更多操作"),
        "use_settings": say("Use these settings", "使用这些设置"),
        "copy": say("Copy", "复制"),
        "copied": say("Copied", "已复制"),
        "copy_prompt": say("Copy prompt", "复制提示词"),
        "copy_python": say("Copy as Python", "复制为 Python"),
        "copy_curl": say("Copy as curl", "复制为 curl"),
        "retry_now": say("Try again", "重试"),
        "retry_price": say("Try again – {price}", "重试 – {price}"),
        "still_running": say("Still running at the relay – {time}.", "中转站仍在运行 – {time}。"),
        "keep_waiting": say("Keep waiting", "继续等待"),
        "stop_watching": say("Stop watching", "停止查看"),
        "go_parent": say("Show where it came from", "查看来源"),
        "go_child": say("Show what came of it", "查看后续作品"),
    }
