"""Scenario S2 in a real JupyterLab: the cards while a cell runs, the relay is away, a task is slow."""

import re

import pytest
from playwright.sync_api import expect

from yubo_nb.live.policy import SANDBOX

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect(speed=4)\nrelay = studio._sandbox"
SIX = """animals = "fox owl hare elk lynx wolf".split()
tasks = [studio.imagine(f"{animal} in snow", seed=n) for n, animal in enumerate(animals)]
studio.board(tasks)"""
# The last one stands still at 93 % from now on, and was submitted 21 minutes ago.
HOLD = """import time
while tasks[-1].id is None: time.sleep(0.02)
held, now, day = relay._relay.task(tasks[-1].id), relay.clock.now(), 86_400
held.submit, held.start, held.end = now - 21 * 60, now - 0.9361 * day, now + 0.0639 * day"""
# A thread plays the network, for the kernel's own is asleep in a cell.
NETWORK = """import pathlib, threading, time
def network():
    while not pathlib.Path("cut").exists(): time.sleep(0.05)
    relay.faults.add("drop_before", on="/mj/", times=10**9)
    while not pathlib.Path("mend").exists(): time.sleep(0.05)
    relay.faults.clear()
threading.Thread(target=network, daemon=True).start()"""
BUSY = "began = time.monotonic()\nwhile not pathlib.Path('seen').exists(): time.sleep(1)"
ASKED = """asked = [f"{one.method} {one.path}" for one in relay.requests[before:]]
print(time.monotonic() - began, *asked, sep="\\n")"""
SHORTEST = SANDBOX.first * (1 - SANDBOX.jitter)  # seconds between two polls
COUNT = "before = len(relay.requests)"


def test_s2_live_status_never_blocks_and_never_lies(lab):
    path = lab.write(CONNECT, SIX, HOLD, NETWORK, f"{COUNT}\n{BUSY}")
    lab.open(path)
    lab.start_all()
    board, busy = lab.cell(1), lab.cell(4).locator(".jp-InputPrompt")
    expect(board.get_by_role("article")).to_have_count(6)
    expect(busy).to_have_text("[*]:")
    bar = board.get_by_role("article", name=re.compile("^Task: fox")).get_by_role("progressbar")
    bar.evaluate(
        """bar => new Promise(done => {
            const values = new Set();
            new MutationObserver(() => values.add(bar.value).size >= 2 && done())
                .observe(bar, { attributes: true });
        })"""
    )

    path.with_name("cut").touch()
    offline = board.locator(".yb-online")
    expect(offline).to_have_text(
        re.compile(r"^No connection, last seen \d+ s ago\. Tasks go on at the relay\. .+")
    )
    expect(offline).to_have_text(re.compile(r"last seen ([3-9]|\d\d) s ago\."))  # it counts
    expect(board.get_by_role("article", name=re.compile("Failed|Lost"))).to_have_count(0)
    lab.picture("live-no-connection", board)
    path.with_name("mend").touch()
    expect(offline).to_be_hidden()

    expect(board.get_by_role("article", name=re.compile("Finished"))).to_have_count(5, timeout=60_000)
    slow = board.get_by_role("article", name=re.compile("^Task: wolf"))
    expect(slow).to_contain_text("93 %")
    expect(slow).to_contain_text("Still running at the relay – 21 min.")
    expect(slow).to_have_attribute("data-phase", "running")
    expect(slow.get_by_role("button", name="Keep waiting")).to_be_visible()
    expect(slow.get_by_role("button", name="Stop watching")).to_be_visible()
    lab.picture("live-slow", board)
    expect(busy).to_have_text("[*]:")  # all of it happened while the kernel was busy
    path.with_name("seen").touch()
    expect(busy).to_have_text("[5]:")

    # The request log: one list for all of them at a time, no task on its own, never hastier than agreed.
    seconds, *asked = lab.python(ASKED).splitlines()
    polls = [one for one in asked if "/mj/task/" in one]
    assert set(polls) == {"POST /mj/task/list-by-condition"}
    assert len(polls) <= float(seconds) / SHORTEST + 2

    # Waiting in Python says the same of the slow one.
    said = lab.python("try: tasks[-1].wait(timeout=0.5)\nexcept yb.TaskTimeout as error: print(error)")
    assert "was not finished within 0.5 s (93 %)" in said
    assert lab.python("print(tasks[-1].status, len(relay.ledger))") == "IN_PROGRESS 6"
