"""Caps that a restart does not reset, budgets for a block, prices that are known before."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import yubo_nb as yb
from yubo_nb.api.errors import BudgetExceeded, InvalidRequest, Rejected, SubmitInDoubt
from yubo_nb.prices import load_prices
from yubo_nb.sandbox.ledger import PRICES
from yubo_nb.spending import DEFAULT_CAPS


def run_away(studio):
    for n in range(1000):
        studio.imagine(f"a fox {n}")


def test_case_18_a_loop_that_ran_away_stops_at_the_cap(shop, open_studio):
    studio = open_studio(budget=yb.Caps(calls_per_hour=7))
    with pytest.raises(BudgetExceeded, match=r"cap of 7 .*Nothing was charged.*Two ways out") as caught:
        run_away(studio)
    assert caught.value.charged == "no"
    studio.engine.idle()
    assert len(shop.orders) == 7
    with pytest.raises(BudgetExceeded):  # a new kernel does not reset it
        open_studio(budget=yb.Caps(calls_per_hour=7)).imagine("a fox")
    studio.budget.more(calls=2)
    studio.imagine("a crow")
    studio.imagine("a crow")
    with pytest.raises(BudgetExceeded):
        studio.imagine("a crow")
    studio.engine.idle()
    assert len(shop.orders) == 9


def test_case_18_the_default_is_small_for_relays_and_none_in_the_sandbox(open_studio, tmp_path):
    relay = open_studio()
    assert relay.budget.caps == DEFAULT_CAPS
    assert "0/60 calls in the last hour" in repr(relay.budget)
    relay.set_terms(budget=False)
    assert relay.budget.caps is None
    with yb.connect(sandbox=True, history=tmp_path / "s" / "h.sqlite3") as sandbox:
        assert sandbox.budget.caps is None


def test_case_18_a_callback_that_submits_is_stopped_too(shop, open_studio):
    studio = open_studio(budget=yb.Caps(money_per_hour=0.5))
    stopped = threading.Event()

    def once_more(card):
        if card.phase == "success":
            try:
                studio.imagine("again and again")
            except BudgetExceeded:
                stopped.set()

    studio.engine.hub.subscribe(once_more)
    studio.imagine("a fox")
    assert stopped.wait(30)
    studio.engine.idle()
    assert len(shop.orders) == 5


def test_case_18_a_budget_for_a_block(shop, studio):
    with yb.budget(0.25) as block:
        studio.imagine("one")
        studio.imagine("two")
        with pytest.raises(BudgetExceeded, match=r"0\.2 of 0\.25.*Two ways out"):
            studio.imagine("three")
        assert (block.spent, block.calls) == (pytest.approx(0.2), 2)
    studio.imagine("after it")
    studio.engine.idle()
    assert len(shop.orders) == 3
    assert block.calls == 2


def test_case_18_blocks_count_calls_and_stand_in_each_other(shop, studio):
    with studio.budget(calls=3) as outer, yb.budget(calls=2):
        studio.imagine("one")
        studio.imagine("two")
        with pytest.raises(BudgetExceeded):
            studio.imagine("three")
    assert outer.calls == 2
    with pytest.raises(ValueError, match="money or calls"):
        yb.budget()


def test_case_18_what_was_refused_is_given_back_and_what_is_in_doubt_is_not(shop, studio):
    shop.instead = [(400, {"code": 4, "description": "bad"}), "lost"]
    with yb.budget(0.1) as block:
        with pytest.raises(Rejected):
            studio.imagine("bad").wait(20)
        with pytest.raises(SubmitInDoubt):
            studio.imagine("lost").wait(20)
        with pytest.raises(BudgetExceeded):
            studio.imagine("more")
        assert block.spent == pytest.approx(0.1)
        (doubt,) = studio.doubts()
        doubt.leave("no")
        studio.history.refunded(doubt.intent_id)
        studio.imagine("more").wait(20)


def test_case_18_threads_share_a_block(shop, studio):
    def submit(n):
        try:
            studio.imagine(f"a fox {n}")
        except BudgetExceeded:
            return 0
        return 1

    with yb.budget(calls=5), ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(submit, range(20))) == 5
    studio.engine.idle()
    assert len(shop.orders) == 5


def test_prices_are_data_with_a_date():
    prices = load_prices()
    assert prices.date
    assert "new-api" in prices.source
    assert {name.upper(): price for name, price in prices.items()} == PRICES
    assert repr(prices).startswith(f"Prices({prices.date}")


def test_prices_can_be_overruled(tmp_path, monkeypatch):
    own = tmp_path / "own.toml"
    own.write_text('date = "2027-01-01"\nunit = "CNY"\n[actions]\nimagine = 0.3\n[relax]\nimagine = 0.2\n')
    monkeypatch.setenv("YUBO_PRICES", str(own))
    prices = load_prices()
    assert (prices["imagine"], prices.at("relax")["imagine"], prices.date) == (0.3, 0.2, "2027-01-01")
    assert prices.at("relax")["upscale"] == 0.05
    assert load_prices({"imagine": 0.9})["imagine"] == 0.9
    for wrong in ({"imagine": -1}, {"imagine": "dear"}, {"imagine": float("nan")}, tmp_path / "none.toml"):
        with pytest.raises(InvalidRequest, match="no list of prices"):
            load_prices(wrong)


def test_a_price_is_known_before_anything_is_sent(open_studio):
    studio = open_studio(prices={"imagine": 0.25})
    assert studio.price("a {red, blue} fox", ar="3:2") == pytest.approx(0.5)
    assert studio.price("upscale") == 0.05
    assert studio.prices["imagine"] == 0.25
    task = studio.imagine("a fox").wait(20)
    assert task.card.price == 0.25
    assert studio.history.ledger()["amount"].tolist() == [0.25]


def test_case_66_a_button_is_priced_by_what_it_does(shop, studio):
    grid = studio.imagine("a fox").wait(20)
    liar = next(button for button in grid.buttons if button.label == "free picture")
    task = grid.act(liar.label).wait(20)
    assert task.card.price == studio.prices["variation"]
    assert studio.history.store.intent(task.key).action == "variation"


def test_a_call_of_unknown_price_does_not_fit_into_a_budget_of_money(shop, studio):
    take = shop._order

    def with_a_new_button(path, body):
        answer = take(path, body)
        shop.tasks["1001"]["buttons"].append({"customId": "MJ::Something::new::1", "label": "New"})
        return answer

    shop._order = with_a_new_button
    grid = studio.imagine("a fox").wait(20)
    with yb.budget(100.0), pytest.raises(BudgetExceeded, match="not known"):
        grid.act("New")
    with yb.budget(calls=1):
        grid.act("New").wait(20)
