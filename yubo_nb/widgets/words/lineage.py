"""The tree of a family."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "lineage": say("Where it comes from", "来源与后续"),
        "lineage_here": say("this one", "当前"),
        "lineage_more": say("{n} more", "另有 {n} 个"),
        "lineage_steps": say("{n} steps in between", "中间还有 {n} 步"),
        "lineage_alone": say(
            "It was made from nothing else, and nothing has come of it yet.", "它没有来源，也还没有后续。"
        ),
        "lineage_card": say("Show its card", "显示卡片"),
        "lineage_same": say("Same prompt", "提示词相同"),
        "close": say("Close", "关闭"),
    }
