"""What a card asks: doubts, and pictures that did not come."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "doubt": say(
            "Not sure whether this was accepted. It went out at {time} (“{prompt}”), and no clear answer "
            "came. You may have been charged once. Nothing was sent again.",
            "不确定是否已被接受。请求已于 {time} 发出（“{prompt}”），但没有得到明确答复。"
            "可能已扣费一次，没有重新提交。",
        ),
        "doubt_play": say(
            "Not sure whether this was accepted. It went out at {time} (“{prompt}”), and no clear answer "
            "came. At most play money of the sandbox is gone. Nothing was sent again.",
            "不确定是否已被接受。请求已于 {time} 发出（“{prompt}”），但没有得到明确答复。"
            "最多只用掉了沙盒的虚拟金额，没有重新提交。",
        ),
        "doubt_left": say("Left as it is – settle it after all", "已保持原样 – 仍要处理"),
        "doubt_find": say("Look for it", "查找"),
        "doubt_id": say("Enter its task id…", "输入任务 id…"),
        "doubt_again": say("Send again – may be charged twice", "重新提交（可能重复扣费）"),
        "doubt_sure": say("Press again to send: may be charged twice", "再按一次即提交：可能重复扣费"),
        "doubt_again_play": say("Send again – may be there twice", "重新提交（可能出现两份）"),
        "doubt_sure_play": say("Press again to send it", "再按一次即提交"),
        "doubt_leave": say("Leave it", "保持原样"),
        "doubt_show": say("Show this task", "显示该任务"),
        "doubt_link": say("Yes, this is it", "就是这个任务"),
        "task_id": say("Task id, from the relay's own log", "任务 id（见中转站日志）"),
        "picture_address": say("Its address", "图片地址"),
        "details": say("What is known", "详情"),
        "look_again": say("Look again", "再次查看"),
        "fetch_again": say("Fetch the picture again", "重新获取图片"),
    }
