"""Scenario S9 in a real JupyterLab: every error once; what is told, what it cost, what to press.

Of its list, slow DNS is shown by tests/live/test_slow_names.py: a browser would add nothing.
Every call is counted by the sandbox, not by us.
"""

import re

import pytest
from playwright.sync_api import expect

from yubo_nb.widgets.words import words

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

# The key is no sandbox's, so that the cards speak of money as they do at a relay.
CONNECT = """import yubo_nb as yb
from yubo_nb.sandbox import Sandbox
relay = Sandbox(speed=40, api_key="sk-lab-0123456789abcdef",
                options={"refresh": 0, "patched": True, "modal_life": 40}).start()
studio = yb.connect(relay.base_url, relay.api_key, allow_paid=True, lang="LANG")
studio"""
FILTERED = """def judge(task, _params): task.fail_reason = "[Request cancelled due to image filters]"
relay._relay.judge = judge"""
SENT = """print(sum("/submit/" in one.path for one in relay.requests))"""
CHARGED = "print(len(relay.ledger))"


class Story:
    """A panel, and what a person does and reads there."""

    def __init__(self, lab, lang):
        self.lab = lab
        self.panel = lab.cell(0)
        self.words = words()
        self.lang = lang
        self.sent = self.charged = 0

    def fault(self, kind, on="/mj/submit/", **more):
        assert not self.lab.python(f"relay.faults.add({kind!r}, on={on!r}, **{more!r})")

    def ask(self, prompt, *, many=0):
        self.panel.get_by_role("textbox", name=self.words["prompt"], exact=True).fill(prompt)
        self.panel.get_by_role("button", name=re.compile(f"^{self.words['imagine']}")).click()
        if many:
            name = re.escape(self.words["confirm_many"].format(n=many))
            self.panel.get_by_role("button", name=re.compile(f"^{name}")).click()

    def press(self, card, label):
        """Press a button of a card by its label, also one that is folded away."""
        # A sign of the relay's may stand before it.
        button = card.get_by_role("button").filter(has_text=re.compile(rf"(^|\W){re.escape(label)}"))
        if not button.count():
            card.locator(".yb-fold").click()
        button.click()

    def card(self, name, phase):
        found = self.panel.get_by_role(
            "article", name=re.compile(f"^{self.words['task']}: {name}.*{self.words[phase]}$")
        )
        expect(found).to_have_count(1, timeout=30_000)
        return found

    def says(self, card, *keys, money, press=()):
        """These sentences are on the card, this about the money, and these buttons can be pressed."""
        for key in keys:
            expect(card).to_contain_text(self.words[key])
        if keys:  # beside what happened
            cost = self.words["cost_no" if money == "no" else f"cost_{money}_price"]
            expect(card.locator(".yb-cost")).to_have_text(cost.format(price="0.1"))
        else:
            expect(card.locator(".yb-money")).to_contain_text(self.words[f"charged_{money}"])
        for key in press:
            name = re.escape(self.words[key].partition("{")[0].strip(" –"))
            expect(card.get_by_role("button", name=re.compile(f"^{name}"))).to_be_visible()

    def went_out(self, *, sent, charged):
        """So many calls went out since the last time, and so many of them were charged."""
        self.sent, self.charged = self.sent + sent, self.charged + charged
        assert self.lab.python(SENT) == str(self.sent)
        assert self.lab.python(CHARGED) == str(self.charged)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_s9_when_it_goes_wrong(lab, lang, monkeypatch):
    monkeypatch.setenv("YUBO_LANG", lang)
    lab.open(lab.write(CONNECT.replace("LANG", lang)))
    lab.run_all()
    story = Story(lab, lang)

    lab.python('right, relay._key = relay._key, "sk-another-key"')
    story.ask("a bad key")
    card = story.card("a bad key", "rejected")
    story.says(card, "what_key", "todo_key", money="no", press=["retry_now"])
    lab.python("relay._key = right")
    story.went_out(sent=1, charged=0)

    story.fault("429_quota")
    story.ask("no credit")
    card = story.card("no credit", "rejected")
    story.says(card, "what_credit", "todo_credit", money="no", press=["retry_now"])
    story.went_out(sent=1, charged=0)

    # One of three is refused for a word, and the others go on.
    story.ask("a {calm, gore, late} feast", many=3)
    card = story.card("a gore feast", "rejected")
    story.says(card, "what_word", "todo_word", money="no", press=["retry_now"])
    expect(card.locator("mark")).to_have_text("gore")
    for prompt in ("a calm feast", "a late feast"):
        story.card(prompt, "success")
    story.went_out(sent=3, charged=2)

    story.fault("half_json")
    story.ask("half an answer")
    card = story.card("half an answer", "in_doubt")
    story.says(card, money="unknown", press=["doubt_find", "doubt_id", "doubt_again", "doubt_leave"])
    expect(card).to_contain_text({"en": "You may have been charged once.", "zh": "可能已扣费一次"}[lang])
    story.went_out(sent=1, charged=1)

    # The relay said "not now", four times: it did not take the order, and a person is asked after that.
    story.fault("429", times=4, retry_after=1)
    story.ask("too many")
    card = story.card("too many", "rejected")
    story.says(card, "what_queue", "todo_queue", money="no", press=["retry_now"])
    story.went_out(sent=4, charged=0)

    # Failed after it was taken; the relay gives the money back, and does not say so with the task.
    lab.python(FILTERED)
    story.ask("a fox")
    card = story.card("a fox", "failure")
    story.says(card, "what_filter", "todo_filter", money="unknown", press=["retry_now"])
    lab.python("del relay._relay.judge")
    assert lab.python("print(relay.ledger[-1].refunded)") == "True"
    story.went_out(sent=1, charged=1)

    story.fault("picture_404", on="/mj/image/", times=1000)
    story.ask("a lighthouse in fog")
    gone = story.card("a lighthouse in fog", "no_picture")
    story.says(gone, money="yes", press=["fetch_again"])
    lab.picture(f"errors-{lang}-picture", gone)
    lab.python("relay.faults.clear()")
    gone.get_by_role("button", name=story.words["fetch_again"]).click()
    card = story.card("a lighthouse in fog", "success")
    expect(card.locator("img")).to_be_visible(timeout=30_000)
    story.went_out(sent=1, charged=1)

    # An action is answered with the page of another API.
    story.fault("openai_form", on="/mj/submit/action")
    story.press(card, "V1")
    card = story.card("V1", "in_doubt")
    story.says(card, money="unknown", press=["doubt_find", "doubt_id", "doubt_again", "doubt_leave"])
    expect(card.get_by_role("button", name=story.words["fetch_again"])).to_have_count(0)
    story.went_out(sent=1, charged=1)

    # A dialog that nobody answered.
    story.press(story.card("a lighthouse in fog", "success"), "U1")
    story.press(story.card("U1", "success"), "Vary (Region)")
    card = story.card(re.escape("Vary (Region)"), "cancelled")
    story.says(card, "what_expired", "todo_expired", money="no", press=["dialog_reopen"])
    expect(card.get_by_role("button", name=story.words["retry_now"])).to_have_count(0)
    story.went_out(sent=2, charged=1)

    # The same in a cell: the line of the person, a few of ours, what happened, the money, and what to do.
    traceback = lab.python('studio.imagine("a gore feast in a cell").wait()')
    assert "sk-" not in traceback
    lines = re.sub(r"\x1b\[[\d;]*m", "", traceback).splitlines()
    assert len(lines) < 35
    assert lines[-1].startswith("PromptRejected: ")
    assert story.words["cost_no"] in lines[-1]
    assert {"en": "Change the word and send again.", "zh": "请修改该词后重新提交。"}[lang] in lines[-1]
    story.went_out(sent=1, charged=0)

    # Last, for everybody waits as long as a full queue is given: longer than anybody who reads this test.
    story.fault("code_23", retry_after=100)
    story.ask("a long queue")
    card = story.card("a long queue", "sending")
    expect(card.locator(".yb-retry")).to_have_text(re.compile(story.words["retry"].replace("{n}", r"\d+")))
    lab.picture(f"errors-{lang}", story.panel)
    story.went_out(sent=1, charged=0)
    said = story.panel.locator(".yb-list").inner_text()
    assert "sk-" not in said
    assert lang == "en" or "Try again" not in said
