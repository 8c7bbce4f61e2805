"""Every payload of the examples folder: what it says is what is understood, whoever wrote it."""

import json
from pathlib import Path

import pytest

from yubo_nb.api import protocol
from yubo_nb.api.answers import Answer, read_complaint
from yubo_nb.api.models import decode_submission, decode_task, decode_tasks, merge_tasks

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
TASKS = [name for name in NAMES if name.startswith(("task_", "hook_"))]

# name → phase, percent, number of buttons, has a picture
EXPECTED = {
    "hook_body_plus": ("success", 100, 0, True),
    "task_describe_success_plus": ("success", 100, 6, True),
    "task_failure_novicezk_progress_empty": ("failure", None, 0, False),
    "task_first_seconds_new_api": ("queued", 0, 0, False),
    "task_imagine_success_new_api": ("success", 100, 9, True),
    "task_imagine_success_plus": ("success", 100, 9, True),
    "task_in_progress_new_api_with_preview": ("running", 46, 0, True),
    "task_just_submitted_novicezk": ("queued", None, 0, False),
    "task_modal_waiting_plus": ("modal", None, 0, False),
    "task_shorten_success_plus": ("success", 100, 5, False),
    "task_upscale_success_v7_buttons": ("success", 100, None, True),
}


def test_every_task_example_has_an_expectation():
    assert sorted(EXPECTED) == TASKS


@pytest.mark.parametrize("name", TASKS)
def test_tasks(example, example_json, name):
    task, wire = decode_task(example(name)), example_json(name)
    phase, percent, buttons, picture = EXPECTED[name]
    assert (task.phase, task.percent, bool(task.image_url)) == (phase, percent, picture)
    assert buttons is None or len(task.buttons) == buttons
    assert task.terminal == (phase in {"success", "failure"})
    assert (task.id, task.action, task.prompt) == (wire["id"], wire["action"], wire["prompt"] or "")
    assert task.submit_time == wire["submitTime"]
    assert (task.start_time or 0) == (wire["startTime"] or 0)
    assert (task.fail_reason, task.state) == (wire["failReason"] or "", wire.get("state") or "")
    assert task.raw == example(name)
    assert {button.custom_id for button in task.buttons} == {b["customId"] for b in wire.get("buttons") or []}
    assert not any(button.meaning.verb == "unknown" for button in task.buttons)
    assert all(button.caption and button.caption != "upscale_1" for button in task.buttons)


def test_the_mode_and_seeds_where_they_are_told(example):
    assert decode_task(example("task_imagine_success_plus")).mode == "RELAX"
    assert decode_task(example("task_imagine_success_new_api")).mode == ""
    assert decode_task(example("task_imagine_success_plus")).extra["imageHeight"] == 2048
    assert decode_task(b'{"id": "1", "seed": 5, "mode": "FAST"}').seed == "5"


def test_the_list_example_leaves_out_the_third(example):
    tasks = decode_tasks(example("res_list_by_condition_one_missing"))
    assert [(task.id, task.phase) for task in tasks] == [
        ("1730621718151844", "queued"),
        ("1730621826053455", "success"),
    ]
    assert merge_tasks([*tasks, *reversed(tasks)]) == tasks
    joined = json.loads(example("res_list_by_condition_one_missing"))
    assert [json.loads(task.raw) for task in tasks] == joined


SUBMITS = {
    "res_submit_ok": {"accepted": True, "task_id": "1730621718151844"},
    "res_submit_queued_22": {"accepted": True, "task_id": "14001929738841620", "queued": 1},
    "res_submit_exists_21": {"accepted": True, "task_id": "0741798445574458", "existing": True},
    "res_action_dialog_21_plus": {"accepted": True, "task_id": "14001929738841620", "needs_modal": True},
    "res_action_dialog_21_trueai_custom_zoom": {"accepted": True, "needs_modal": True},
    "res_submit_queue_full_23_with_a_dead_id": {"accepted": False},
    "res_submit_banned_24": {"accepted": False, "task_id": None},
    "res_action_200_as_the_seed_documents_it": {"accepted": False, "task_id": None, "code": None},
    "res_upload_discord_images_ok": {"accepted": True, "task_id": None},
    "res_image_seed_ok": {"code": 1},
}


@pytest.mark.parametrize("name", SUBMITS)
def test_submit_answers(example, name):
    got = decode_submission(example(name))
    for field, value in SUBMITS[name].items():
        assert getattr(got, field) == value, field
    assert got.raw == example(name)


def test_uploaded_pictures_are_addresses(example):
    assert len(decode_submission(example("res_upload_discord_images_ok")).images) == 2


ERRORS = {
    "err_400_mj_quota": (400, "quota_not_enough", None, True),
    "err_400_task_unknown_new_api": (400, "task_no_found", None, False),
    "err_400_unknown_action_on_mj": (
        400,
        "Invalid request, unknown_action:MJ::Job::PicReader::1",
        "20250331143012987654321hgfedcba",
        False,
    ),
    "err_401_bad_key": (401, "无效的令牌", "20250331142445123456789abcdefgh", False),
    "err_503_no_channel": (
        503,
        "当前分组 default 下对于模型 mj_zoom 无可用渠道",
        "20250331143140555555555aaaabbbb",
        False,
    ),
    "err_image_proxy_string": (400, "midjourney_task_not_found", None, False),
}


@pytest.mark.parametrize("name", ERRORS)
def test_error_bodies(example, name):
    status, message, request_id, money = ERRORS[name]
    said = read_complaint(Answer(status, example(name)))
    assert (said.message, said.request_id, said.about_money) == (message, request_id, money)


def test_requests_are_built_as_the_examples_show_them(example_json):
    wanted = example_json("req_imagine_with_reference")
    built = protocol.imagine(wanted["prompt"], images=wanted["base64Array"], state=wanted["state"])
    assert built.body == wanted
    wanted = example_json("req_blend")
    assert protocol.blend(wanted["base64Array"], dimensions="landscape").body == wanted
    wanted = example_json("req_describe")
    assert protocol.describe(wanted["base64"]).body == wanted
    wanted = example_json("req_shorten")
    assert protocol.shorten(wanted["prompt"]).body == wanted
    wanted = example_json("req_swap_face")
    assert protocol.swap_face(wanted["sourceBase64"], wanted["targetBase64"]).body == wanted
    wanted = example_json("req_action_seed")
    built = protocol.action(wanted["taskId"], wanted["customId"])
    assert built.body == wanted
    assert list(built.body) == list(wanted)
    wanted = example_json("req_list_by_condition")
    assert protocol.list_by_condition(wanted["ids"]).body == wanted


def test_every_example_file_is_covered():
    elsewhere = {"models_new_api", "billing_subscription", "billing_usage"}  # tests of the account
    modal = {"req_modal_inpaint", "req_modal_custom_zoom"}  # sent in the tests of the clients
    here = {*EXPECTED, *SUBMITS, *ERRORS, "res_list_by_condition_one_missing"}
    built = {name for name in NAMES if name.startswith("req_")}
    assert set(NAMES) == here | elsewhere | modal | built
