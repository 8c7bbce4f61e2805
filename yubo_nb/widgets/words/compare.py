"""Two pictures against each other."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "compare": say("Compare", "比较"),
        "compare_a": say("A", "A"),
        "compare_b": say("B", "B"),
        "pair_mode": say("How they are compared", "比较方式"),
        "pair_slider": say("Slider", "滑块"),
        "pair_beside": say("Side by side", "并排"),
        "pair_flicker": say("Flicker", "闪烁"),
        "pair_difference": say("Difference", "差异"),
        "pair_both": say("Both pictures", "两张图片"),
        "pair_turn": say("Show the other", "切换另一张"),
        "pair_auto": say("Alternate", "自动切换"),
        "pair_part_a": say("Which of the four of A", "A 的哪一张"),
        "pair_part_b": say("Which of the four of B", "B 的哪一张"),
        "pair_swap": say("Swap A and B", "交换 A 和 B"),
        "pair_swapped": say("A and B swapped", "已交换 A 和 B"),
        "pair_divider": say("Divider between A and B", "A 与 B 的分界"),
        "pair_at": say("{n} % A", "A 占 {n}%"),
        "pair_none": say("the same", "相同"),
        "pair_much": say("{n} % and more of black to white", "达到黑白之差的 {n}% 以上"),
        "pair_waits": say(
            "The difference is shown when both pictures are here.", "两张图片都到达后才能显示差异。"
        ),
        "pair_mean": say(
            "Mean difference {n} %; {share} % of the picture looks different.",
            "平均差异 {n}%；{share}% 的画面看起来不同。",
        ),
        "pair_equal": say("No difference that could be seen.", "看不出任何差异。"),
        "pair_shapes": say("Their shapes differ: both are shown whole.", "两张图片比例不同：均完整显示。"),
        "pair_stretched": say(
            "Their shapes differ: B was stretched to that of A.", "两张图片比例不同：B 已拉伸为 A 的比例。"
        ),
        "differs": say("What differs", "不同之处"),
        "differs_seed": say("Same prompt, another seed", "提示词相同，种子不同"),
        "differs_made": say("Made by", "生成方式"),
        "differs_part": say("Picture of the four", "四张中的第几张"),
        "zoom_together": say("Zoom, all pictures together", "缩放（所有图片同步）"),
        "zoom_whole": say("Whole pictures", "显示整张"),
    }
