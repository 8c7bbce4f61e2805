"""An interrupt ends a waiting as an interrupt, whenever it comes."""

import pytest

from yubo_nb.live import progress


def test_an_interrupt_that_meets_a_lock_of_python_is_still_an_interrupt(monkeypatch) -> None:
    """One in some thousand of the stop button's came out of `task.wait()` as "release unlocked lock"."""

    def wait(*_args, **_more):
        try:
            raise KeyboardInterrupt  # noqa: TRY301
        except KeyboardInterrupt:
            raise RuntimeError("release unlocked lock")  # noqa: B904 - as threading.Condition does

    monkeypatch.setattr(progress, "wait_for", wait)
    with pytest.raises(KeyboardInterrupt):
        progress.attend([], list, 1.0, progress=False)


def test_another_error_stays_what_it_is(monkeypatch) -> None:
    def wait(*_args, **_more):
        raise RuntimeError("something else")

    monkeypatch.setattr(progress, "wait_for", wait)
    with pytest.raises(RuntimeError, match="something else"):
        progress.attend([], list, 1.0, progress=False)
