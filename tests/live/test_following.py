"""How the poller follows, by the clock: an hour of polling takes a moment here."""

import asyncio
import time
from itertools import pairwise

import pytest

from tests.live.clockwork import Clockwork, polled, task
from yubo_nb.api.errors import RateLimited, RelayUnavailable
from yubo_nb.live.allowance import Allowance
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.poller import Poller

HUNDRED = [f"t{number}" for number in range(100)]


def running(ids):
    return [task(one) for one in ids]


def follow(ids, seconds):
    async def course(poller: Poller, clock: Clockwork) -> None:
        for one in ids:
            poller.follow(one)
        await asyncio.sleep(seconds)

    return course


def most_in(moments, span):
    """The most calls that any span of time saw."""
    return max(sum(start <= moment < start + span for moment in moments) for start in moments)


def test_case_30_a_hundred_tasks_are_one_call_a_tick():
    relay, _ = polled(running, follow(HUNDRED, 600))
    gaps = [later - sooner for sooner, later in pairwise(relay.asked)]
    assert len(relay.asked) <= 60
    assert relay.asked[0] - 1000 == pytest.approx(3, abs=0.4)
    assert all(first < second * 1.3 for first, second in pairwise(gaps))
    assert 13 < gaps[-1] <= 15


def test_case_30_new_tasks_all_the_time_are_no_reason_for_more():
    async def course(poller: Poller, clock: Clockwork) -> None:
        for one in HUNDRED:
            poller.follow(one)
            await asyncio.sleep(6)
        await asyncio.sleep(600)

    relay, _ = polled(running, course)
    assert most_in(relay.asked, 600) <= 60


def test_case_30_nothing_is_asked_while_nothing_is_live():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(100)
        asked = len(relay_asked)
        await asyncio.sleep(3600)
        assert len(relay_asked) == asked

    relay_asked: list[float] = []

    def answer(ids):
        relay_asked.append(0)
        return [task("a", "SUCCESS", imageUrl="http://x/a.png")]

    polled(answer, course)
    assert relay_asked


@pytest.mark.parametrize("error", [RateLimited, RelayUnavailable])
def test_case_8_a_retry_after_on_a_poll_is_kept(error):
    refused: list[float] = []

    async def course(poller: Poller, clock: Clockwork) -> None:
        for one in range(250):  # three calls a tick: the others of the tick are not made either
            poller.follow(f"t{one}")
        await asyncio.sleep(10)
        poller.follow("one more")  # and a new task is no reason to ask sooner
        poller.hurry()
        await asyncio.sleep(300)

    def answer(ids):
        if not refused:
            refused.append(asyncio.get_running_loop().time())
            raise error("busy", retry_after=120.0)
        return running(ids)

    relay, ear = polled(answer, course)
    after = [moment for moment in relay.asked if moment > refused[0]]
    assert relay.asked[0] == refused[0]
    assert len(relay.asked) == len(after) + 1
    assert min(after) >= refused[0] + 120
    assert not ear.gone


def test_case_25_faults_are_one_line_and_no_tasks_fault():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(3 * 3600)
        broken.clear()
        await asyncio.sleep(60)

    broken = [1]

    def answer(ids):
        if broken:
            raise RelayUnavailable("no answer")
        return running(ids)

    _, ear = polled(answer, course)
    assert [bool(line) for line in ear.lines] == [True, False]
    assert not ear.gone  # hours without service are no hours of the task
    assert [word.id for word in ear.words] == ["a"]


def test_case_25_a_relay_that_takes_questions_and_never_answers_is_known_within_fifteen_seconds():
    # It was waited for thirty seconds before anybody was told.
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(15)
        assert len(told) == 1
        await asyncio.sleep(3600)

    async def hang(ids):
        await asyncio.Event().wait()

    told: list[str] = []
    _, ear = polled(hang, course, tell=told.append)
    assert "No answer within 8 s" in ear.lines[0]
    assert [bool(line) for line in ear.lines] == [True]  # and once
    assert abs(ear.since[0] - time.time() * 1000) < 60_000
    assert not ear.gone


def test_case_25_a_relay_that_is_only_slow_gets_the_time_it_needs():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(600)

    async def slowly(ids):
        await asyncio.sleep(12)
        return running(ids)

    relay, ear = polled(slowly, course)
    assert [bool(line) for line in ear.lines] == [True, False]  # told once, then known for slow
    assert len(relay.asked) > 15
    assert ear.words


def test_case_26_not_found_is_borne_for_ten_minutes():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(595)
        assert poller.live == ("a",)
        await asyncio.sleep(45)
        assert poller.live == ()

    _, ear = polled(lambda _ids: [], course)
    ((lost, why),) = ear.gone
    assert lost == "a"
    assert "look again" in why


def test_case_26_found_again_starts_the_ten_minutes_anew():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        for _ in range(5):
            await asyncio.sleep(500)
            there.append(1)
            await asyncio.sleep(20)
            there.clear()
        assert poller.live == ("a",)

    there: list[int] = []
    _, ear = polled(lambda ids: running(ids) if there else [], course)
    assert not ear.gone


def test_case_29_a_success_without_a_picture_is_asked_for_a_minute():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(55)
        assert poller.live == ("a",)
        await asyncio.sleep(60)
        assert poller.live == ()

    _, ear = polled(lambda _ids: [task("a", "SUCCESS")], course)
    assert ear.without == ["a"]
    assert not ear.gone


def test_case_29_the_picture_may_still_come():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(30)
        late.append(1)
        await asyncio.sleep(60)
        assert poller.live == ()

    late: list[int] = []
    _, ear = polled(
        lambda _ids: [task("a", "SUCCESS", imageUrl="http://x/a.png" if late else "")],
        course,
    )
    assert [bool(word.image_url) for word in ear.words] == [False, True]
    assert not ear.without


def test_case_31_nobody_looks_so_nobody_hurries():
    relay, _ = polled(running, follow(["a"], 600), watched=False)
    gaps = [later - sooner for sooner, later in pairwise(relay.asked)]
    assert relay.asked[0] - 1000 == pytest.approx(3, abs=0.4)
    assert min(gaps) > 13


def test_case_32_seventy_minutes_of_service():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(69 * 60)
        assert poller.live == ("a",)
        await asyncio.sleep(3 * 60)
        assert poller.live == ()

    _, ear = polled(running, course)
    ((_, why),) = ear.gone
    assert "70 min" in why


def test_case_33_a_night_asleep_is_one_poll_and_no_time_out():
    async def course(poller: Poller, clock: Clockwork) -> None:
        for one in HUNDRED:
            poller.follow(one)
        await asyncio.sleep(120)
        clock.jump(8 * 3600)
        woken.append(clock.time())
        await asyncio.sleep(120)
        assert len(poller.live) == 100

    woken: list[float] = []
    relay, ear = polled(running, course)
    after = [moment - woken[0] for moment in relay.asked if moment >= woken[0]]
    assert not ear.gone
    assert after[0] < 1
    assert all(later - sooner > 10 for sooner, later in pairwise(after[1:]))
    assert len(after) <= 10


def test_case_33_a_night_asleep_loses_nothing_that_the_relay_does_not_list():
    async def course(poller: Poller, clock: Clockwork) -> None:
        poller.follow("a")
        await asyncio.sleep(60)
        clock.jump(8 * 3600)
        await asyncio.sleep(60)
        assert poller.live == ("a",)

    polled(lambda _ids: [], course)


def test_an_allowance_never_gives_more_than_its_share():
    allowance, now, spent = Allowance(12, 12.5), 0.0, 0
    while now < 600:
        if allowance.ready(now) <= now:
            allowance.spend(now)
            spent += 1
        now += 0.5
    assert 55 <= spent <= 60


def test_an_allowance_takes_no_harm_from_a_clock_set_back():
    allowance = Allowance(2, 10)
    allowance.spend(1000)
    assert allowance.ready(0) <= 0
    assert allowance.ready(5) <= 5


def test_a_policy_that_is_quick_all_the_time_is_never_held_up():
    relay, _ = polled(running, follow(["a"], 200), policy=PollPolicy(first=2, slowest=2))
    assert len(relay.asked) >= 99
