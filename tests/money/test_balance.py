"""What the relay's balance says about a call in doubt: words for a person, and nothing else."""

import pytest

from yubo_nb.api.errors import NotOffered, SubmitInDoubt


@pytest.fixture
def lose(shop, studio):
    """Send a prompt whose answer gets lost; the doubt."""

    def lose(prompt="a red fox"):
        shop.instead = ["lost"]
        with pytest.raises(SubmitInDoubt):
            studio.imagine(prompt).wait(20)
        return studio.doubts()[-1]

    return lose


def asked(shop):
    return shop.server.count("/billing/")


def test_case_3_no_submit_asks_for_a_balance(shop, studio, lose):
    shop.used = 3.0
    studio.imagine("a crow").wait(20)
    doubt = lose()
    doubt.look()
    assert asked(shop) == 0
    doubt.look(balance=True)
    assert asked(shop) == 1


def test_case_3_a_balance_that_moved_by_the_price_is_a_hint_and_decides_nothing(shop, studio, lose):
    shop.used = 3.0
    assert studio.quota().left == 7.0
    studio.imagine("a crow").wait(20)
    doubt = lose()
    shop.used = 3.2
    assert doubt.look(balance=True) is None
    assert "counted 0.2, and your other calls here cost 0.1" in doubt.said
    assert "probably charged" in doubt.said
    assert "no proof" in doubt.said
    assert doubt.intent.charged == "unknown"
    assert not doubt.settled
    assert len(shop.orders) == 2


def test_case_3_a_balance_that_did_not_move(shop, studio, lose):
    shop.used = 3.0
    studio.quota()
    doubt = lose()
    doubt.look(balance=True)
    assert "probably not charged" in doubt.said
    assert doubt.intent.charged == "unknown"


def test_case_3_what_others_spent_or_another_doubt_may_have_cost_leaves_no_guess(shop, studio, lose):
    shop.used = 3.0
    studio.quota()
    doubt = lose()
    shop.used = 3.75
    doubt.look(balance=True)
    assert "tells nothing" in doubt.said
    shop.used = 3.2
    lose("a crow")
    doubt.look(balance=True)
    assert "tells nothing" in doubt.said


def test_case_3_without_a_reading_from_before(shop, studio, lose, open_studio):
    shop.used = 3.0
    first = lose()
    first.look(balance=True)
    assert "no reading from before" in first.said
    studio.close()
    later = open_studio()  # the reading of that look is one from before for what comes after it
    shop.instead = ["lost"]
    with pytest.raises(SubmitInDoubt):
        later.imagine("a crow").wait(20)
    first = later.doubts()[0]
    first.leave("no")
    first.adopt("1001").wait(20)
    second = later.doubts()[-1]
    second.look(balance=True)
    assert "counted 0" in second.said


def test_case_3_a_relay_without_a_balance(shop, studio, lose):
    doubt = lose()
    assert doubt.look(log=True, balance=True) is None  # neither is offered, and neither is in the way
    assert "tells no balance" in doubt.said
    with pytest.raises(NotOffered):
        studio.quota()
