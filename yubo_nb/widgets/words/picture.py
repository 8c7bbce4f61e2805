"""A picture looked at closely, and what a person says of it."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "picture_view": say("Picture", "图片"),
        "picture_back": say("Previous picture", "上一张"),
        "picture_on": say("Next picture", "下一张"),
        "open_picture": say("Open the picture", "查看大图"),
        "zoom_in": say("Zoom in", "放大"),
        "zoom_out": say("Zoom out", "缩小"),
        "zoom_fit": say("Fit, or 100 %", "适合窗口 / 100 %"),
        "parts": say("Quarters of the grid", "四宫格"),
        "whole": say("All", "整张"),
        "part_n": say("Picture {n} of four", "四张中的第 {n} 张"),
        "part_alt": say("Picture {n} of four: {prompt}", "四张中的第 {n} 张：{prompt}"),
        "save": say("Save the original", "保存原图"),
        "close": say("Close", "关闭"),
        "fact_size": say("Size", "尺寸"),
        "fact_when": say("Sent", "提交时间"),
        "fact_took": say("Took", "耗时"),
        "fact_price": say("Price", "费用"),
        "on_the_board": say("Sent. It appears on the board.", "已提交，将出现在看板上。"),
        "mark": say("Mark", "标记"),
        "star": say("Star", "收藏"),
        "reject": say("Reject", "淘汰"),
        "rejected_mark": say("Rejected", "已淘汰"),
        "rating": say("Rating", "评分"),
        "rate_n": say("{n} of 5 stars", "{n} 星（共 5 星）"),
        "note": say("Note", "备注"),
        "note_edit": say("Note…", "备注…"),
        "note_keep": say("Keep", "保存"),
        "cancel": say("Cancel", "取消"),
    }
