"""The prompt form."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "prompt": say("Prompt", "提示词"),
        "example": say("a lighthouse in fog --ar 3:2", "雾中的灯塔 --ar 3:2"),
        "imagine": say("Imagine", "生成"),
        "imagine_many": say("Imagine {n}", "生成 {n} 条"),
        "confirm_many": say("Send {n} tasks", "确认发送 {n} 个任务"),
        "and_total": say("{what} – {total}", "{what} – {total}"),
        "cancel_many": say("Not now", "暂不"),
        "sent_many": say("{n} sent", "已发送 {n} 条"),
        "send_rest": say("Send the other {n}", "发送其余 {n} 条"),
        "first_of": say("{n} prompts:", "共 {n} 条提示词："),
        "more_prompts": say("and {n} more", "另有 {n} 条"),
        "usually": say("about {time}", "约 {time}"),
        "write_first": say("Write a prompt first.", "请先写提示词。"),
        "problems": say("What is wrong with the prompt", "提示词的问题"),
        "error": say("Error", "错误"),
        "warning": say("Warning", "警告"),
        "character": say("character {n}", "第 {n} 个字符"),
        "show_more": say("{n} more", "另有 {n} 个"),
        "restored": say("The draft was restored.", "已恢复草稿。"),
        "filled": say("Filled in.", "已填入。"),
        "put_back": say("Put back what stood here", "放回原来的文字"),
        "unsaved": say(
            "The kernel does not hear this form. Run the cell again; the text comes with it.",
            "内核听不到此表单。请重新运行此单元格，文字会保留。",
        ),
        "past": say("Earlier prompts", "历史提示词"),
        "past_search": say("Search earlier prompts", "搜索历史提示词"),
        "past_none": say("No prompt was sent from here yet.", "这里还没有发送过提示词。"),
        "past_nothing": say("No prompt has these words.", "没有包含这些文字的提示词。"),
        "clear": say("Take {name} out of the text", "从文本中删除“{name}”"),
        "other_ratio": say("other, e.g. 21:9", "其他，例如 21:9"),
        "slide": say("{name}, slider", "{name}，滑块"),
        "new_seed": say("Random", "随机"),
        "new_seed_hint": say("Choose a random seed, known at once", "选定一个随机种子，立即可知"),
        "keep_seed": say("Keep", "保留"),
        "keep_seed_hint": say(
            "On: the seed stays. Off: a new known seed after each task.",
            "开：种子不变。关：每次生成后换一个已知的新种子。",
        ),
        "is_set": say("{n} set", "已设 {n} 项"),
    }
