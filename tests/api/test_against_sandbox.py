"""Both clients against the sandbox over a real socket, in every flavour."""

import asyncio
import http.client
import inspect
import io

import numpy as np
import pytest
from PIL import Image

from yubo_nb.api import (
    AsyncClient,
    AuthError,
    Client,
    NotOffered,
    NotSent,
    PictureClient,
    PromptRejected,
    QueueFull,
    QuotaError,
    Rejected,
    RelayUnavailable,
    TaskNotFound,
    YuboError,
)
from yubo_nb.api.profile import Profile
from yubo_nb.api.results import choices_of, tokens_of
from yubo_nb.sandbox import Sandbox

FLAVOURS = ["new-api", "plus", "trueai", "novicezk"]


class Driver:
    """Either client, driven from a plain test; nothing is slept but the polls."""

    def __init__(self, kind, sandbox, key=None, **options):
        self.loop = asyncio.new_event_loop() if kind is AsyncClient else None
        self.client = kind(sandbox.base_url, key or sandbox.api_key, **options)

    def __getattr__(self, name):
        def call(*args, **kwargs):
            result = getattr(self.client, name)(*args, **kwargs)
            return self.loop.run_until_complete(result) if inspect.isawaitable(result) else result

        return call

    def finished(self, task_id, *, through_modal=False):
        """Poll as a user would, until it ends (a modal ends nothing unless it was sent)."""
        while True:
            task = self.fetch(task_id)
            if task.terminal or (task.phase == "modal" and not through_modal):
                return task

    def close(self):
        if self.loop is None:
            self.client.close()
        else:
            self.loop.run_until_complete(self.client.aclose())
            self.loop.close()


@pytest.fixture(params=[Client, AsyncClient], ids=["sync", "async"])
def drive(request):
    made = []

    def start(sandbox, **options):
        made.append(Driver(request.param, sandbox, **options))
        return made[-1]

    yield start
    for driver in made:
        driver.close()


@pytest.fixture
def relay():
    """Sandboxes by flavour, in a hurry."""
    started = []

    def start(flavour="new-api", **options):
        started.append(Sandbox(speed=4000, flavour=flavour, options=options).start())
        return started[-1]

    yield start
    for sandbox in started:
        sandbox.close()


def opened(data):
    return Image.open(io.BytesIO(data))


def test_the_picture_is_fetched_without_the_key(relay, drive):
    sandbox = relay()
    driver = drive(sandbox)
    grid = driver.finished(driver.imagine("a red fox").task_id)
    picture = asyncio.run(PictureClient(sandbox.base_url).fetch(grid.image_url))
    assert opened(picture).size == opened(driver.download(grid.image_url)).size


def press(driver, task, verb, index=None, **how):
    """The button that does this."""
    button = next(b for b in task.buttons if b.meaning.verb == verb and index in {None, b.meaning.index})
    return driver.action(task, button.custom_id, **how)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_main_job(relay, drive, flavour):
    sandbox = relay(flavour)
    driver = drive(sandbox)
    first = driver.imagine("a lighthouse in fog --ar 3:2 --seed 7", state="mine")
    assert first.accepted
    grid = driver.finished(first.task_id)
    assert (grid.phase, grid.percent, grid.state) == ("success", 100, "mine")
    assert grid.submit_time <= grid.start_time <= grid.finish_time
    if flavour == "novicezk":  # the original has no buttons and no action endpoint
        assert grid.buttons == ()
        return
    assert grid.is_grid
    verbs = {button.meaning.verb for button in grid.buttons}
    assert verbs == {"upscale", "vary", "reroll"}
    children = [
        press(driver, grid, "upscale", 2),
        press(driver, grid, "vary", 3),
        press(driver, grid, "reroll"),
    ]
    ids = [child.task_id for child in children]
    assert len({*ids, first.task_id}) == 4
    for task_id in ids:
        assert driver.finished(task_id).phase == "success"
    listed = {task.id: task for task in driver.list([first.task_id, *ids, "1730000000000000"])}
    assert set(listed) == {first.task_id, *ids}
    single = listed[ids[0]]
    assert not single.is_grid
    assert {"vary_strong", "zoom", "pan", "vary_region"} <= {button.meaning.verb for button in single.buttons}
    assert min(opened(driver.download(single.image_url)).size) > 100
    if flavour == "new-api":  # pictures by id are the gateway's alone
        assert opened(driver.image(single.id)).size == opened(driver.download(single.image_url)).size
    assert len(sandbox.ledger) == 4


@pytest.mark.parametrize("flavour", ["new-api", "plus", "trueai"])
def test_dialogs_go_on_after_the_modal(relay, drive, flavour):
    sandbox = relay(flavour)
    driver = drive(sandbox)
    grid = driver.finished(driver.imagine("a red fox").task_id)
    single = driver.finished(press(driver, grid, "upscale", 1).task_id)
    size = opened(driver.download(single.image_url)).size
    asked = press(driver, single, "vary_region")
    assert asked.needs_modal
    assert driver.finished(asked.task_id).phase == "modal"
    mask = np.zeros((size[1], size[0]), bool)
    mask[: size[1] // 3] = True
    sent = driver.modal(asked.task_id, "a red door", mask, dialog="vary_region", size=size)
    assert sent.task_id == asked.task_id
    assert driver.finished(asked.task_id, through_modal=True).phase == "success"
    merged = driver.list([asked.task_id])
    assert [task.phase for task in merged] == ["success"]
    asked = press(driver, single, "custom_zoom")
    assert asked.needs_modal
    driver.modal(asked.task_id, f"{single.prompt} --zoom 1.5", dialog="custom_zoom")
    assert driver.finished(asked.task_id, through_modal=True).phase == "success"


@pytest.mark.parametrize("flavour", ["new-api", "plus", "trueai"])
def test_remix_accounts_ask_whatever_the_code_says(relay, drive, flavour):
    driver = drive(relay(flavour, remix=True))
    grid = driver.finished(driver.imagine("a red fox").task_id)
    asked = press(driver, grid, "vary", 1)
    assert asked.needs_modal
    driver.modal(asked.task_id, "a blue fox")
    assert driver.finished(asked.task_id, through_modal=True).phase == "success"


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_seeds_or_a_clear_no(relay, drive, flavour):
    driver = drive(relay(flavour))
    grid = driver.finished(driver.imagine("a cat --seed 1234").task_id)
    try:
        assert driver.image_seed(grid.id) == "1234"
    except YuboError as refused:
        assert flavour == "novicezk"  # the original has no such endpoint
        assert "image-seed" in str(refused)  # noqa: PT017 - only one flavour refuses


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_bad_input_and_bad_keys(relay, drive, flavour):
    sandbox = relay(flavour)
    driver = drive(sandbox)
    with pytest.raises(TaskNotFound):
        driver.fetch("1730000000000000")
    assert driver.list(["1730000000000000"]) == []
    stranger = drive(sandbox, key="sk-wrong0123456789")
    with pytest.raises(AuthError):
        stranger.imagine("a cat")
    with pytest.raises(AuthError):
        stranger.fetch("1730000000000000")
    with pytest.raises(PromptRejected) as caught:
        driver.imagine("a nude statue")
    assert caught.value.word
    assert sandbox.ledger == []


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("auth", ["both", "bearer", "bare", "secret"])
def test_the_key_in_every_header_a_relay_may_want(relay, drive, flavour, auth):
    sandbox = relay(flavour)
    driver = drive(sandbox, profile=Profile("mine", auth=auth))
    assert driver.imagine("a cat").accepted
    wrong = drive(sandbox, profile=Profile("mine", auth=auth), key="sk-another0123456789")
    with pytest.raises(AuthError):
        wrong.imagine("a cat")
    assert len(sandbox.ledger) == 1


def missing(driver, picture):
    """Every call that novicezk has no endpoint for."""
    yield lambda: driver.action("1", "MJ::JOB::reroll::0::x")
    yield lambda: driver.shorten("a very long prompt")
    yield lambda: driver.modal("1", "a cat")
    yield lambda: driver.swap_face(picture, Image.new("RGB", (96, 64), "blue"))
    yield lambda: driver.upload_discord_images([picture])
    yield lambda: driver.edits("a hat", picture)
    yield lambda: driver.video("run", image=picture)
    yield lambda: driver.image_seed("1")
    yield lambda: driver.cancel("1")
    yield lambda: driver.image("1")
    yield lambda: driver.quota()
    yield lambda: driver.models()


def test_what_novicezk_lacks_is_said_clearly_and_costs_nothing(relay, drive):
    sandbox = relay("novicezk")
    for call in missing(drive(sandbox), picture()):
        with pytest.raises(NotOffered, match=r"does not offer.*Nothing was charged") as caught:
            call()
        assert caught.value.charged == "no"
    assert sandbox.ledger == []


@pytest.mark.parametrize(
    "form", [{"number_ids": True}, {"id_form": "long"}, {"id_form": "task"}, {"id_form": "uuid"}]
)
def test_ids_of_every_form(relay, drive, form):
    driver = drive(relay(**form))
    task_id = driver.imagine("a cat").task_id
    assert driver.finished(task_id).id == task_id


@pytest.mark.parametrize(
    "oddity",
    [
        {"duplicate_rows": True},
        {"null_buttons": True},
        {"text_plain": True},
        {"empty_status": True},
        {"frozen_failures": True},
    ],
)
def test_oddities_change_nothing(relay, drive, oddity):
    driver = drive(relay(**oddity))
    task_id = driver.imagine("a cat").task_id
    assert driver.finished(task_id).phase == "success"
    assert len(driver.list([task_id])) == 1


@pytest.mark.parametrize("options", [{}, {"frozen_failures": True}, {"failure_progress": ""}])
def test_a_bad_parameter_fails_the_task_later(relay, drive, options):
    driver = drive(relay(**options))
    task = driver.finished(driver.imagine("a cat --ar 16：9").task_id)
    assert (task.phase, bool(task.fail_reason)) == ("failure", True)


def test_no_money_and_no_room(relay, drive):
    poor = drive(relay(credit=0.0))
    with pytest.raises(QuotaError):
        poor.imagine("a cat")
    sandbox = relay(slots=0, queue=0)
    full = drive(sandbox)

    def rest(_seconds):
        return asyncio.sleep(0) if full.loop else None

    full.client._sleep = rest
    full.client._pace.hold = lambda _seconds, _reason: None
    with pytest.raises(QueueFull):
        full.imagine("a cat")
    assert sandbox.ledger == []


def test_speed_prefixes(relay, drive):
    sandbox = relay()
    for mode in ("fast", "relax", "turbo"):
        driver = drive(sandbox, mode=mode)
        assert driver.finished(driver.imagine("a cat").task_id).phase == "success"
    assert {heard.path.split("/")[1] for heard in sandbox.requests} == {"mj-fast", "mj-relax", "mj-turbo"}


@pytest.mark.parametrize(
    ("flavour", "profile"),
    [("plus", "plus"), ("plus", "dmxapi"), ("plus", "novicezk"), ("plus", "openai-hk"), ("plus", "new-api")]
    + [("trueai", profile) for profile in ("trueai", "plus", "dmxapi", "novicezk", "openai-hk")]
    + [("novicezk", "novicezk")],
)
def test_the_speed_arrives_however_a_relay_wants_it_written(relay, drive, flavour, profile):
    sandbox = relay(flavour)
    for mode in ("relax", "turbo"):
        driver = drive(sandbox, mode=mode, profile=profile)
        assert driver.finished(driver.imagine("a cat").task_id).mode == mode.upper()


def test_a_sandbox_that_died_is_not_sent_and_nothing_is_lost(relay, drive):
    sandbox = relay()
    driver = drive(sandbox)
    task_id = driver.imagine("a cat").task_id
    sandbox.stop()
    driver.client._sleep = (lambda _s: asyncio.sleep(0)) if driver.loop else (lambda _s: None)
    with pytest.raises(RelayUnavailable):
        driver.fetch(task_id)
    with pytest.raises(NotSent):
        driver.imagine("a dog")
    assert len(sandbox.ledger) == 1


def serving(path, sandbox):
    """The sandbox, which has to serve this; "no such path" is a 404, or a web page behind new-api."""
    connection = http.client.HTTPConnection(sandbox.base_url.removeprefix("http://"))
    headers = {"Authorization": f"Bearer {sandbox.api_key}", "Content-Type": "application/json"}
    connection.request("POST" if path.startswith("/mj") else "GET", path, b"{}", headers)
    answer = connection.getresponse()
    missing = answer.status == 404 or answer.read(9) == b"<!doctype"
    connection.close()
    assert not missing, f"this sandbox does not serve {path}"
    return sandbox


def picture(colour="red"):
    return Image.new("RGB", (96, 64), colour)


with_prompts = pytest.mark.parametrize("flavour", ["new-api", "plus", "trueai"])


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_blend(relay, drive, flavour):
    driver = drive(serving("/mj/submit/blend", relay(flavour)))
    blended = driver.finished(driver.blend([picture(), picture("blue")], dimensions="LANDSCAPE").task_id)
    assert blended.phase == "success"


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_describe(relay, drive, flavour):
    driver = drive(serving("/mj/submit/describe", relay(flavour)))
    choices = choices_of(driver.finished(driver.describe(picture()).task_id))
    assert [choice.index for choice in choices] == [1, 2, 3, 4]
    assert all(choice.text and "](" not in choice.text for choice in choices)


@pytest.mark.parametrize("flavour", ["plus", "trueai"])
def test_a_described_prompt_is_picked_through_its_dialog(relay, drive, flavour):
    driver = drive(serving("/mj/submit/describe", relay(flavour)))
    task = driver.finished(driver.describe(picture()).task_id)
    choice = choices_of(task)[1]
    asked = driver.action(task, choice.custom_id)
    assert asked.needs_modal
    driver.modal(asked.task_id, choice.text)
    assert driver.finished(asked.task_id, through_modal=True).phase == "success"


def test_an_unpatched_gateway_does_not_know_the_button_and_says_what_to_do(relay, drive):
    driver = drive(serving("/mj/submit/describe", relay("new-api")))
    task = driver.finished(driver.describe(picture()).task_id)
    with pytest.raises(Rejected, match="submit the text as a new imagine"):
        driver.action(task, choices_of(task)[0].custom_id)


@with_prompts
def test_shorten(relay, drive, flavour):
    driver = drive(serving("/mj/submit/shorten", relay(flavour)))
    task = driver.finished(driver.shorten("a very long prompt, with many, many words").task_id)
    assert choices_of(task)
    assert tokens_of(task)


@with_prompts
def test_swap_face(relay, drive, flavour):
    driver = drive(serving("/mj/insight-face/swap", relay(flavour)))
    task = driver.finished(driver.swap_face(picture(), picture("blue")).task_id)
    assert (task.phase, task.buttons) == ("success", ())


def test_uploads(relay, drive):
    driver = drive(serving("/mj/submit/upload-discord-images", relay()))
    got = driver.upload_discord_images([picture(), picture("blue")])
    assert (got.task_id, len(got.images)) == (None, 2)


def test_edits(relay, drive):
    driver = drive(serving("/mj/submit/edits", relay()))
    mask = np.zeros((64, 96), bool)
    mask[:30] = True
    assert driver.finished(driver.edits("a hat", picture(), mask=mask).task_id).phase == "success"


def test_video(relay, drive):
    driver = drive(serving("/mj/submit/video", relay()))
    assert driver.finished(driver.video("run", image=picture()).task_id).phase == "success"


def test_quota_and_models(relay, drive):
    driver = drive(serving("/v1/models", relay()))
    assert any(name.startswith("mj_") for name in driver.models())
    before = driver.quota()
    driver.imagine("a cat")
    after = driver.quota()
    assert after.used > before.used
    assert after.left < before.left


def test_cancel_is_not_offered_by_the_gateway(relay, drive):
    driver = drive(relay())
    with pytest.raises(NotOffered):
        driver.cancel(driver.imagine("a cat").task_id)
