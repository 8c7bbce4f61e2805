"""What is around the cards."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
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
            "Arrow keys move between cards and buttons; 1 to 4 press U1 to U4 of the card in focus, L shows "
            "where it comes from.",
            "方向键在卡片和按钮之间移动；1–4 键按下当前卡片的 U1–U4，L 键显示其来源。",
        ),
    }
