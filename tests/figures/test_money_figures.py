"""The short forms of F1, F3, F8 and F12."""

from tests.figures import f01_faults, f03_no_own_doubts, f08_runaway, f12_errors


def test_f01_case_2_to_14_random_faults_never_charge_twice_and_never_in_silence() -> None:
    got = f01_faults.measure(500, seed=20261)
    assert got.submits == 1000
    assert len(got.faults) >= len(f01_faults.BEFORE) + len(f01_faults.AFTER)
    assert got.charges > 300
    assert (got.duplicates, got.lost, got.wrong) == ([], [], [])


def test_f03_case_19_20_the_client_itself_makes_no_doubt() -> None:
    got = f03_no_own_doubts.measure(60, slowest=1.0)
    assert got.interrupts > 5
    assert got.cancels > 5
    assert got.doubts == 0
    assert (got.accepted, got.posts, got.charges) == (60, 60, 60)


def test_f08_case_15_to_18_nothing_is_ordered_that_nobody_asked_for() -> None:
    got = f08_runaway.measure(loops=200, cap=10)
    assert (got.loop, got.again) == (10, 0)
    assert (got.first_run, got.second_run) == (5, 0)
    assert (got.clicks, got.job) == (0, 0)


def test_f12_every_error_says_what_about_money_and_what_to_do() -> None:
    got = f12_errors.measure()
    assert got.classes >= 20
    assert got.wrong == []
