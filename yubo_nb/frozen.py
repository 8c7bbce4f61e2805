"""A notebook to keep: its live views become pages."""

import sys
from typing import Any

from yubo_nb.lang import say


def freeze() -> None:
    """Put the saved page of every view of this kernel in its place, as it is now, and end the views.

    The notebook's file is then small and final: later changes of the tasks are not followed there, and no
    button is left. Say what was done in one line. Run the cell of a view again to have it live again.

    It does not save the file, does not stop or wait for tasks (wait for them first), and writes down neither
    versions nor a manifest of what was made. Views of other kernels stay as they are.
    """
    panel = sys.modules.get("yubo_nb.widgets.panel")  # not imported: nothing was shown
    pages: list[Any] = panel.freeze() if panel is not None else []
    if not pages:
        line = say("Nothing to freeze: no view is shown.", "没有可固定的视图。")
    else:
        tasks = len({card.key for page in pages for card in page.cards()})
        size = sum(page.size for page in pages) / 1e6
        views = "1 view" if len(pages) == 1 else f"{len(pages)} views"
        words = "1 task" if tasks == 1 else f"{tasks} tasks"
        line = say(
            f"{views} frozen: {words}, {size:.1f} MB.",
            f"已固定 {len(pages)} 个视图：{tasks} 个任务，{size:.1f} MB。",
        )
    print(line)  # noqa: T201 - the one line that it promises
