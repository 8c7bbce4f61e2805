"""The short forms of F6, F13 and F14; F4's is tests/browser/test_hostile.py; F15 is too long."""

import pytest

from tests.figures import f06_malformed, f13_sandbox, f14_exports, f15_guards


def test_f06_odd_answers_end_in_our_own_words_or_not_at_all() -> None:
    got = f06_malformed.measure(150)
    assert got.foreign == []
    assert got.hangs == 0
    assert got.grown < 150
    assert len(got.phases) >= 4  # the examples reach more than one end


def test_f13_case_54_the_sandbox_of_a_killed_kernel() -> None:
    got = f13_sandbox.measure(("killed",))
    assert got.open == []
    assert got.charged == 0
    assert got.addresses == ["0100007F"]
    assert got.closed["killed"] < f13_sandbox.GRACE


def test_f14_case_48_exports() -> None:
    got = f14_exports.measure(step=7)
    assert got.formulas == []
    assert got.control > 100
    assert got.changed == 0
    assert got.unsafe == []
    assert got.let_in == []


@pytest.mark.parametrize("guard", f15_guards.GUARDS, ids=lambda guard: guard.name)
def test_f15_every_guard_stands_where_its_mutation_looks_for_it(guard) -> None:
    assert (f15_guards.ROOT / guard.file).read_text(encoding="utf-8").count(guard.old) == 1
    file, *_, test = guard.test.split("::")
    assert f"def {test}(" in (f15_guards.ROOT / file).read_text(encoding="utf-8")
