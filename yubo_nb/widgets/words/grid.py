"""Tasks by what varies between them."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "grid": say("Grid", "对照表"),
        "grid_rows": say("Rows", "行"),
        "grid_cols": say("Columns", "列"),
        "grid_swap": say("Swap rows and columns", "交换行和列"),
        "grid_none": say("none", "无"),
        "grid_all": say("all", "全部"),
        "grid_nothing": say("no task", "无任务"),
        "grid_same": say("The same in all: {text}", "共同部分：{text}"),
        "grid_part": say("Which of the four pictures", "四张中的哪一张"),
        "grid_now": say("Rows: {rows}. Columns: {cols}.", "行：{rows}。列：{cols}。"),
        "grid_keys": say(
            "All pictures zoom and move together: Ctrl and the wheel, or two fingers; drag when zoomed. "
            "No key here pays for anything.",
            "所有图片同步缩放和移动：Ctrl + 滚轮，或双指；放大后可拖动。这里的按键都不会产生费用。",
        ),
        "grid_key_arrows": say("Move between pictures", "在图片之间移动"),
        "grid_key_rate": say("Rate; again takes it away", "评分；再按一次取消"),
        "grid_key_compare": say("Compare with another: press it at both", "与另一张比较：在两张上各按一次"),
        "grid_second": say("Now the other one: go to it and press C.", "请移到另一张并按 C。"),
        "grid_two": say(
            "Two are compared: tick one, and press C at the other.",
            "一次比较两张：勾选一张，在另一张上按 C。",
        ),
        "grid_key_zoom": say("Closer, further, whole", "放大、缩小、整张"),
        "grid_key_pan": say("Move what is seen", "移动视野"),
    }
