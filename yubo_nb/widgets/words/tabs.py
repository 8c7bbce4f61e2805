"""The tabs of a studio and what stands in them."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "acts": say("What to do", "操作"),
        "tab_imagine": say("Imagine", "生成"),
        "tab_describe": say("Describe", "描述"),
        "tab_shorten": say("Shorten", "精简"),
        "tab_blend": say("Blend", "混合"),
        "tab_swap_face": say("Swap face", "换脸"),
        "tab_video": say("Video", "视频"),
        "about_describe": say(
            "A picture becomes up to four prompts to choose from.", "把一张图片变成最多四条提示词。"
        ),
        "about_shorten": say(
            "Which words of a prompt matter, and shorter ways to say it.",
            "看看提示词里哪些词真正起作用，并得到更短的写法。",
        ),
        "about_blend": say("Two to five pictures become one idea.", "把两到五张图片混合成新的画面。"),
        "about_swap_face": say(
            "The face of one picture goes into another.", "把一张图片里的人脸放进另一张。"
        ),
        "about_video": say(
            "A picture begins to move. Not every relay offers it.", "让图片动起来。并非所有中转站都支持。"
        ),
        "act_describe": say("Describe", "描述"),
        "act_shorten": say("Shorten", "精简"),
        "act_blend": say("Blend", "混合"),
        "act_swap_face": say("Swap face", "换脸"),
        "act_video": say("Animate", "生成视频"),
        "act_cost": say("costs {price}", "费用 {price}"),
        "text_shorten": say("Prompt", "提示词"),
        "text_video": say("What happens, optional", "画面如何变化（可选）"),
        "shape": say("Shape", "画幅"),
        "shape_portrait": say("Portrait 2:3", "竖幅 2:3"),
        "shape_square": say("Square 1:1", "方形 1:1"),
        "shape_landscape": say("Landscape 3:2", "横幅 3:2"),
        "motion": say("Motion", "动态"),
        "motion_low": say("Low", "低"),
        "motion_high": say("High", "高"),
        "loop": say("Ends as it begins (loop)", "首尾相接（循环）"),
        "consent": say(
            "I may use this face: it is mine, or its owner agreed.",
            "我有权使用这张人脸：本人，或已获本人同意。",
        ),
        "consent_kept": say(
            "Both pictures stay in your history with the task.", "两张图片都会随任务保存在你的历史记录中。"
        ),
        "need_picture": say("Put a picture in first.", "请先放入一张图片。"),
        "need_pictures": say("Put at least {n} pictures in first.", "请先放入至少 {n} 张图片。"),
        "need_words": say("Write a prompt first.", "请先写提示词。"),
        "need_consent": say("Tick first that you may use this face.", "请先勾选确认你有权使用这张人脸。"),
    }
