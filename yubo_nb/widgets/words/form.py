"""The prompt form."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "imagine": say("Imagine", "生成"),
        "write_first": say("Write a prompt first.", "请先写提示词。"),
    }
