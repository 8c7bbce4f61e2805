"""Ask axe-core, which `tools/npm-install` fetches, what on a page keeps somebody out."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HELP = "axe-core is missing: run tools/npm-install (`make test` does)."
RUN = """async ([scope, type, values]) => {
    const { violations } = await axe.run(scope, {
        runOnly: { type, values },
        resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 300)}\\n    ${failureSummary.split("\\n").slice(1).join("; ").trim()}`));
}"""


def violations(page: "Page", scope: str, *, only: tuple[str, ...] = ()) -> list[str]:
    """Every broken rule in `scope`, of all or `only` of these, each with its element and the remedy."""
    if not SCRIPT.exists():
        raise FileNotFoundError(HELP)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(SCRIPT.read_text("utf-8") + ";0")
    return page.evaluate(RUN, [scope, *(("rule", only) if only else ("tag", TAGS))])
