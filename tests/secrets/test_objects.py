"""Case 56: no object of ours shows the key, and none that holds it can be pickled or copied away."""

import copy
import pickle
import traceback

import pytest

import yubo_nb as yb
from tests.figures.f05_secrets import reachable
from tests.secrets.conftest import RELAY
from yubo_nb.api import AsyncClient, Client
from yubo_nb.api.errors import YuboError
from yubo_nb.api.key import Sealed
from yubo_nb.api.profile import Profile
from yubo_nb.config import Settings, read_settings

KEY = "sk-verysecret0123456789ABCDEF"


@pytest.fixture
def studio():
    with yb.connect(RELAY, KEY) as studio:
        yield studio


def test_case_56_what_can_be_reached_without_asking_for_it(studio):
    client = studio.engine.call(studio.engine._client)
    for thing in (studio, studio.engine, studio.settings, studio.history, client, client._route):
        shown = reachable(thing)
        assert len(shown) > 100
        assert "verysecret" not in shown


def test_case_56_pickle_says_why_not(studio):
    for thing in (studio, studio.engine, Client(RELAY, KEY), AsyncClient(RELAY, KEY), studio.settings):
        for way in (pickle.dumps, *((copy.copy, copy.deepcopy) if not isinstance(thing, Settings) else ())):
            with pytest.raises(TypeError, match="never pickled"):
                way(thing)


def test_a_copy_of_the_settings_is_as_silent(studio):
    for same in (copy.copy(studio.settings), copy.deepcopy(studio.settings)):
        assert same.same_as(studio.settings)
        assert "verysecret" not in reachable(same)


def test_settings_of_the_sandbox_are_plain():
    assert pickle.loads(pickle.dumps(read_settings(sandbox=True))).sandbox


class Strange(Profile):
    def headers(self, key):
        raise LookupError("no such way")


FAILING = {
    "clear text": lambda key: yb.connect("http://relay.example", key),
    "no address": lambda key: yb.connect(None, key),
    "sandbox": lambda key: yb.connect(None, key, sandbox=True),
    "no history": lambda key: yb.connect(RELAY, key, history="/proc/nowhere/history.sqlite3"),
    "sandbox's key": lambda key: yb.connect(RELAY, Sealed("sk-sandbox-" + key.open())),
    "mode": lambda key: Client(RELAY, key, mode="warp"),
    "profile": lambda key: Client(RELAY, key, profile="nobody"),
    "own profile": lambda key: Client(RELAY, key, profile=Strange()),
    "address": lambda key: AsyncClient("ftp://relay.example", key),
    "blanks": lambda key: AsyncClient(RELAY, key.map(lambda text: f"{text} {text}")),
}


@pytest.mark.parametrize("case", FAILING)
def test_case_56_a_traceback_with_locals(case):
    key = Sealed(KEY)
    with pytest.raises((YuboError, LookupError)) as caught:
        FAILING[case](key)
    trace = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert len(trace.stack) > 2
    assert "verysecret" not in "".join(trace.format()).replace(repr(key), "")


@pytest.mark.parametrize(
    "call",
    [
        lambda: yb.connect("http://relay.example", "sk-" + "verysecret" + "0123456789ABCDEF"),
        lambda: Client("ftp://relay.example", "sk-" + "verysecret" + "0123456789ABCDEF"),
        lambda: AsyncClient(RELAY, "sk-" + "verysecret" + "0123456789 ABCDEF"),
    ],
    ids=["connect", "Client", "AsyncClient"],
)
def test_a_plain_key_is_sealed_before_anything_can_fail(call):
    with pytest.raises(YuboError) as caught:
        call()
    stack = traceback.StackSummary.extract(traceback.walk_tb(caught.value.__traceback__), capture_locals=True)
    shown = [value for frame in stack for value in (frame.locals or {}).values()]
    assert shown
    assert not any("verysecret" in value for value in shown)
