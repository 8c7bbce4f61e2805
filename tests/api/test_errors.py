"""Every error says what happened, whether money was taken and what to do, in both languages."""

import inspect
import re

import pytest

from yubo_nb import api
from yubo_nb.api import errors

CLASSES = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.YuboError)
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_chinese_sentences_stand_without_blanks_between_them(monkeypatch):
    """They read "没有扣费。 请检查…", with a gap after each full stop."""
    monkeypatch.setenv("YUBO_LANG", "zh")
    said = str(errors.TaskNotFound("找不到任务。", charged="no", request_id="2024abcd"))
    assert "。没有扣费。" in said
    assert "。 " not in said


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_class_speaks_of_money_in_both_languages(kind, language, monkeypatch):
    monkeypatch.setenv("YUBO_LANG", language)
    error = kind("X", endpoint="submit/imagine", http_status=400, code=4, request_id="2024abcd")
    said = str(error)
    assert said.startswith("X ")
    assert error.charged in {"no", "yes", "unknown"}
    assert "charged" in said if language == "en" else "扣费" in said
    assert "2024abcd" in said
    assert bool(CHINESE.search(said)) == (language == "zh")
    assert (error.endpoint, error.http_status, error.code) == ("submit/imagine", 400, 4)


@pytest.mark.parametrize("kind", CLASSES)
def test_remedies_come_in_pairs(kind):
    english, chinese = kind.remedy
    assert bool(english) == bool(chinese)
    assert not CHINESE.search(english)


def test_the_docstring_draws_every_class():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__)
    assert sorted([*drawn, "YuboError"]) == sorted(kind.__name__ for kind in CLASSES)


def test_the_package_exports_every_class_and_nothing_that_is_not_there():
    assert {kind.__name__ for kind in CLASSES} <= set(api.__all__)
    assert all(getattr(api, name) is not None for name in api.__all__)
    assert sorted(api.__all__) == api.__all__


def test_only_the_right_ones_may_be_tried_again():
    again = {kind.__name__ for kind in CLASSES if kind.retryable}
    assert again == {"NotSent", "RateLimited", "QueueFull", "RelayUnavailable", "PictureUnavailable"}
    assert [kind.__name__ for kind in CLASSES if kind.charged == "unknown"] == ["SubmitInDoubt", "TaskFailed"]
