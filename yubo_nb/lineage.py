"""The family of a task: where it comes from, and what came of it."""

from typing import TYPE_CHECKING, Any, Never

from yubo_nb import host
from yubo_nb.calls import Calls
from yubo_nb.data.lineage import branches, change, forest, table
from yubo_nb.data.markup import plain, short
from yubo_nb.lang import say
from yubo_nb.live.family import family, path
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.hub import Card

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - it has none


class Lineage:
    """Every attribute is read anew. Shown as a tree that moves with its tasks.

    It begins at the oldest ancestor that the history knows, and holds what only the history knows too.
    """

    def __init__(self, studio: Calls, task: TaskHandle) -> None:
        self._studio = studio
        self.task = task

    @property
    def path(self) -> list[TaskHandle]:
        """From the root to the task, both in it."""
        engine = self._studio.engine
        return [TaskHandle(engine, key) for key in path(engine.hub, self.task.key)]

    @property
    def root(self) -> TaskHandle:
        """The oldest ancestor; a task that was made from nothing is its own."""
        return self.path[0]

    @property
    def tree(self) -> "pd.DataFrame":
        """One row a task, a parent before what came from it.

        task_id, parent_id · depth Int64 · label, the button that made it · status, the relay's word · change,
        how its prompt differs from that of its parent (`−blue +red`) · prompt.
        """
        rows: list[dict[str, Any]] = []
        for card, parent, depth in self._nodes():
            rows.append(
                {
                    "task_id": card.task_id,
                    "parent_id": parent.task_id if parent else None,
                    "depth": depth,
                    "label": card.via or card.action.capitalize(),
                    "status": card.status or card.phase.upper(),
                    "change": change(parent.prompt, card.prompt) if parent else "",
                    "prompt": card.prompt,
                }
            )
        return table(rows)

    df = tree

    def _nodes(self) -> list[tuple[Card, Card | None, int]]:
        cards = {card.key: card for card in family(self._studio.engine, self.task.key)}
        order = forest({key: card.parent or None for key, card in cards.items()})
        return [(cards[key], cards.get(cards[key].parent) if depth else None, depth) for key, depth in order]

    def _ipython_display_(self) -> None:
        if not host.draws_widgets():
            print(self)  # noqa: T201 - what IPython would do without this method
            return
        from yubo_nb.widgets import panel

        panel.show_lineage(self._studio, self.task)

    def __str__(self) -> str:
        lines: list[tuple[str, int]] = []
        for card, parent, depth in self._nodes():
            name = plain(card.via, 40) or short(card.prompt, 60)
            said = [name, card.status or card.phase.upper(), card.task_id or "…"]
            if parent is not None and (changed := change(parent.prompt, card.prompt)):
                said.append(short(changed, 60))
            here = say("  ← this one", "  ← 当前") if card.key == self.task.key else ""
            lines.append((" · ".join(said) + here, depth))
        return "\n".join(branches(lines))

    def __repr__(self) -> str:
        return f"Lineage({self.task!r})"

    def __reduce__(self) -> Never:
        raise TypeError("a lineage is never pickled: it is live; its tree, a DataFrame, is")
