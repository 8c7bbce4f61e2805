"""Whether an answer means that this relay lacks the endpoint: not every relay of the family has them all."""

import re

from yubo_nb.api.answers import Answer, Complaint, read_complaint
from yubo_nb.api.errors import NotOffered
from yubo_nb.api.wire import mapping, text
from yubo_nb.lang import say

# The words of web frameworks for a path they do not route: new-api's, Gin's, Spring's (novicezk), FastAPI's.
_NO_ROUTE = re.compile(
    r"invalid url|(?:404 )?(?:page )?not found|(?:405 )?method not allowed|no static resource|no route",
    re.IGNORECASE,
)
_EVERYWHERE = frozenset({"submit/imagine", "task/list-by-condition"})


def says_no_route(complaint: Complaint) -> bool:
    """A 404 or 405 about the path and not about what was asked: nothing, a page, a framework's words."""
    if complaint.page is not None or (complaint.is_json and not complaint.value):
        return True
    words = (complaint.message, text(mapping(complaint.value).get("detail")))
    return complaint.code is None and (not words[0] or any(_NO_ROUTE.match(word) for word in words))


def lacking(endpoint: str, status: int, request_id: str | None = None) -> NotOffered:
    """The error that says so, and for what every relay has, that the address is the likelier fault."""
    hint = ""
    if endpoint in _EVERYWHERE:
        hint = say(
            "Every relay has it, so the base URL is probably wrong; use the one the relay documents.",
            "每个中转站都有此接口，base URL 可能有误；请使用中转站文档中的地址。",
        )
    return NotOffered(
        say(
            f"This relay does not offer {endpoint} (HTTP {status}).",
            f"此中转站不提供 {endpoint}（HTTP {status}）。",
        ),
        endpoint=endpoint,
        http_status=status,
        request_id=request_id,
        hint=hint,
    )


def not_offered(answer: Answer, endpoint: str) -> NotOffered | None:
    """The error for a question this relay cannot be asked, or None.

    501 and new-api's web page with a 200 count here; after a paid call both prove nothing about money.
    """
    complaint = read_complaint(answer)
    absent = answer.status in {404, 405} and says_no_route(complaint)
    if absent or answer.status == 501 or (answer.status == 200 and complaint.page is not None):
        return lacking(endpoint, answer.status, complaint.request_id)
    return None
