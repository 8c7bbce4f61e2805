"""The mask editor."""

from yubo_nb.lang import say


def words() -> dict[str, str]:
    return {
        "mask_paint": say("Paint the region…", "涂抹重绘区域…"),
        "mask_change": say("Change the region…", "修改重绘区域…"),
        "mask_again": say("Edit this region again", "再次编辑该区域"),
        "mask_title": say("What to repaint", "选择重绘区域"),
        "mask_done": say("Done", "完成"),
        "mask_stage": say("Region to repaint", "重绘区域"),
        "mask_keys": say("Keys", "键盘"),
        "mask_help": say(
            "Arrow keys move the cursor; with Shift further, with Alt by one pixel.\n"
            "Space begins to paint and ends it. With the lasso it sets a corner; Enter closes the shape.\n"
            "Escape gives up a shape, else it closes the editor. Nothing is lost.\n"
            "B brush, E eraser, L lasso, R rectangle, M move. [ and ] change the brush.\n"
            "Ctrl+Z undoes, Ctrl+Shift+Z does it again. With Alt a drawn shape takes away.\n"
            "+ and − zoom, 0 shows all; so do the wheel and two fingers.",
            "方向键移动光标；按住 Shift 移得更远，按住 Alt 每次一个像素。\n"
            "空格开始或结束涂抹。使用套索时空格设置拐点，回车闭合形状。\n"
            "Esc 放弃当前形状，否则关闭编辑器。内容不会丢失。\n"
            "B 画笔，E 橡皮，L 套索，R 矩形，M 移动。[ 和 ] 改变画笔大小。\n"
            "Ctrl+Z 撤销，Ctrl+Shift+Z 重做。按住 Alt 绘制的形状用于擦除。\n"
            "+ 和 − 缩放，0 显示全图；滚轮和双指也可以。",
        ),
        "mask_tools": say("Tools", "工具"),
        "mask_brush": say("Brush", "画笔"),
        "mask_eraser": say("Eraser", "橡皮"),
        "mask_lasso": say("Lasso", "套索"),
        "mask_box": say("Rectangle", "矩形"),
        "mask_move": say("Move", "移动"),
        "mask_steps": say("Steps", "步骤"),
        "mask_undo": say("Undo", "撤销"),
        "mask_redo": say("Redo", "重做"),
        "mask_clear": say("Clear", "清空"),
        "mask_invert": say("Invert", "反选"),
        "mask_sight": say("Sight", "视图"),
        "mask_in": say("Zoom in", "放大"),
        "mask_out": say("Zoom out", "缩小"),
        "mask_fit": say("Show all", "全图"),
        "mask_size": say("Brush size", "画笔大小"),
        "mask_feather": say("Feather", "羽化"),
        "mask_feather_hint": say(
            "Relays take black and white only: the feather widens the region and rounds its corners, so that "
            "the new part can blend in beyond your line.",
            "中转站只接受黑白遮罩，因此羽化会扩大区域并使边角变圆，让新内容越过边线自然衔接。",
        ),
        "mask_pixels": say("{n} px", "{n} 像素"),
        "mask_pen_down": say("Painting", "正在涂抹"),
        "mask_pen_up": say("Not painting", "已停止涂抹"),
        "mask_empty": say("Nothing is covered yet.", "尚未选择任何区域。"),
        "mask_covered": say("{n} % covered; 20–50 % works best", "已选 {n} %；20–50 % 效果最佳"),
        "mask_good": say("{n} % covered", "已选 {n} %"),
        "mask_full": say("{n} % covered: something has to stay", "已选 {n} %：需要保留一部分"),
        "mask_refused_empty": say(
            "Nothing is covered: paint what to repaint first. Nothing was sent.",
            "尚未选择任何区域：请先涂抹要重绘的部分。未发送请求。",
        ),
        "mask_refused_full": say(
            "Nearly everything is covered: leave something as it is. Nothing was sent.",
            "几乎全部被选中：请保留一部分画面。未发送请求。",
        ),
    }
