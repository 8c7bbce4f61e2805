"""Picture slots."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "slot_add": say("Choose a picture", "选择图片"),
        "slot_hint": say("or drop or paste one here", "或拖放、粘贴到这里"),
        "slot_task": say("From a task…", "取自任务…"),
        "slot_no_tasks": say("No task has a picture yet.", "还没有带图片的任务。"),
        "slot_quarter": say("Picture {n} of: {name}", "第 {n} 张：{name}"),
        "slot_whole": say("All four of: {name}", "四张一起：{name}"),
        "slot_all": say("all four", "四张一起"),
        "slot_coming": say("on its way …", "传送中…"),
        "slot_here": say("{name} is here.", "{name} 已就绪。"),
        "slot_gone": say("{name} was removed.", "已移除 {name}。"),
        "slot_out": say("Remove {name}", "移除 {name}"),
        "slot_left": say("Move {name} to the left", "向左移动 {name}"),
        "slot_right": say("Move {name} to the right", "向右移动 {name}"),
        "slot_full": say("Only {n} pictures fit here; remove one first.", "最多 {n} 张图片；请先移除一张。"),
        "slot_large": say("it has more than 20 MB; make it smaller first.", "文件超过 20 MB，请先缩小。"),
        "slot_unreadable": say(
            "your browser cannot read it as a picture; save it as PNG or JPEG.",
            "浏览器无法将其读取为图片；请另存为 PNG 或 JPEG。",
        ),
        "slots_wait": say(
            "A picture is still on its way; press again when it is here.", "有图片仍在传送，请稍后再按。"
        ),
        "slot_no_file": say(
            "There is no picture in it. An address of a picture goes into the prompt.",
            "其中没有图片。图片网址请直接写进提示词。",
        ),
    }
