"""Several prompts with one press, at a relay that charges: what was promised is sent, each of them once."""

import yubo_nb as yb
from tests.widgets.fakes import listen
from yubo_nb.widgets.form import PromptForm

GESTURE = "a" * 32


def form_of(studio):
    form = PromptForm(
        studio.engine,
        lambda text, gesture, images: studio.imagine(text, images, gesture=gesture),
        price=studio.prices["imagine"],
    )
    form.heard = listen(form.field)
    return form


def press(studio, form, **content):
    form.field._guard(form.field, content, [])
    studio.engine.call(lambda: None)  # what was posted before has been done
    return form.heard[-1]


def submit(studio, form, text, agreed, gesture=GESTURE):
    more = {"number": 1, "base": 0, "moves": []}
    return press(studio, form, kind="submit", gesture=gesture, text=text, agreed=agreed, **more)


def sent(shop, studio):
    studio.engine.idle()
    return [body["prompt"] for _, body in shop.orders]


def test_a_press_of_four_is_four_orders_however_often_it_arrives(shop, open_studio):
    studio = open_studio()
    form = form_of(studio)
    text = "a {red, blue} fox in {snow, rain}"
    for _ in range(3):
        assert submit(studio, form, text, 4)["ok"]
    assert form.field.told["total"] == "0.40"
    assert sorted(sent(shop, studio)) == [
        "a blue fox in rain", "a blue fox in snow", "a red fox in rain", "a red fox in snow",
    ]  # fmt: skip
    assert sum(intent.price for intent in studio.history.store.intents()) == 0.4


def test_a_form_that_was_made_again_does_not_send_the_same_press_again(shop, open_studio):
    studio = open_studio()
    for _ in range(2):
        assert submit(studio, form_of(studio), "a {red, blue} fox", 2)["ok"]
    assert len(sent(shop, studio)) == 2


def test_a_cap_in_the_middle_stops_the_rest_which_can_be_sent_later(shop, open_studio):
    studio = open_studio(budget=yb.Caps(calls_per_hour=2))
    form = form_of(studio)
    answer = submit(studio, form, "a {red, blue, green} fox", 3)
    assert (answer["ok"], answer["rest"]) == (False, 1)
    assert "cap of 2" in answer["text"]
    assert "✓ a red fox\n✓ a blue fox\n✗ a green fox" in answer["text"]
    assert press(studio, form, kind="rest", gesture=GESTURE)["rest"] == 1  # the cap still holds
    studio.budget.more(calls=1)
    assert press(studio, form, kind="rest", gesture=GESTURE)["ok"]
    assert sorted(sent(shop, studio)) == ["a blue fox", "a green fox", "a red fox"]


def test_nothing_is_sent_that_nobody_agreed_to(shop, open_studio):
    studio = open_studio()
    form = form_of(studio)
    assert "3 prompts, for 0.30" in submit(studio, form, "a fox --repeat 3", 1)["text"]
    assert not submit(studio, form, "a fox --ar 3:0", 1, gesture="b" * 32)["ok"]
    assert not submit(studio, form, "a fox --chaos {0-100}", 101, gesture="c" * 32)["ok"]
    assert sent(shop, studio) == []
