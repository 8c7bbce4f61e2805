"""What describe and shorten found, and what moves."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "results": say("Prompts that were found", "得到的提示词"),
        "results_coming": say("Reading the result …", "正在读取结果…"),
        "results_none": say(
            "The relay's answer holds no prompts: task.raw", "中转站的结果中没有提示词：task.raw"
        ),
        "result_words": say("Words and their weight", "词语与权重"),
        "result_legend": say(
            "Bold words matter most; struck words do nothing.", "粗体最重要；删除线的词没有作用。"
        ),
        "result_weight": say("{text}: weight {weight}", "{text}：权重 {weight}"),
        "result_imagine": say("Imagine – {price}", "生成 – {price}"),
        "result_offer": say(
            "This relay does not take its own buttons for these; Imagine sends the text itself.",
            "该中转站不接受对应的按钮；“生成”会直接提交文字。",
        ),
        "clip_play": say("Play", "播放"),
        "clip_stop": say("Stop", "停止"),
        "clip_which": say("Clip {n}", "第 {n} 段"),
        "clip_alt": say("Moving: {prompt}", "动态画面：{prompt}"),
        "clip_broken": say(
            "Your browser cannot play this clip: task.clips", "浏览器无法播放此视频：task.clips"
        ),
    }
