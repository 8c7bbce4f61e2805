"""F15: what if a guard were not there? Each is taken out of a copy of the tree, and a test has to turn red.

    python tests/figures/f15_guards.py [word in a guard's name ...]

Takes some minutes, so `make test` only looks whether every mutation still finds its place.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNUSED = (".git", ".venv", "node_modules", "artifacts", "__pycache__", ".*_cache", ".hypothesis")


@dataclass(frozen=True)
class Guard:
    """`old` stands once in `file`; with `new` in its place `test` must fail."""

    name: str
    file: str
    old: str
    new: str
    test: str


GUARDS = (
    Guard(
        "write-ahead: the intent is on the disk before it is sent",
        "yubo_nb/live/submitter.py",
        "            self._desk.history.sending(intent.intent_id)\n",
        "            pass\n",
        "tests/live/test_faults.py::test_case_22_a_full_disk_before_the_first_byte",
    ),
    Guard(
        "a cell that runs again orders nothing",
        "yubo_nb/history/intents.py",
        "            if existing is None and dedupe is not None and not again:\n",
        "            if False:\n",
        "tests/history/test_intents.py::test_case_16_the_same_cell_again_gives_the_same_task",
    ),
    Guard(
        "nobody pays without a person",
        "yubo_nb/spending.py",
        "        if allowed is None and not asked.person:\n",
        "        if False:\n",
        "tests/money/test_person.py::test_case_17_a_run_without_a_person",
    ),
    Guard(
        "one kernel polls for all",
        "yubo_nb/history/leases.py",
        '            if holder != who and now < until <= end + 60_000 and owner.life(holder) != "dead":\n',
        "            if False:\n",
        "tests/history/test_recovery.py::test_case_30_one_lease_for_all_kernels",
    ),
    Guard(
        "a key is never pickled",
        "yubo_nb/api/key.py",
        '        raise TypeError("a key is never pickled; make the client anew where it is needed")\n',
        "        return (seal, (self.open(),))\n",
        "tests/secrets/test_objects.py::test_case_56_pickle_says_why_not",
    ),
    Guard(
        "what was lost on its way is never sent again",
        "yubo_nb/api/conversation.py",
        "        if reply.sent:\n            raise _in_doubt(request, reply)\n",
        "",
        "tests/api/test_wire.py::test_case_2_3_5_a_cut_answer_to_a_paid_call_is_in_doubt_and_sent_once",
    ),
    Guard(
        "an odd answer to a paid call is in doubt, not refused",
        "yubo_nb/api/judge.py",
        "    if status not in {200, 400} or not complaint.is_json or not isinst",
        "    if not complaint.is_json or not isinst",
        "tests/api/test_fuzz.py::test_a_paid_answer_is_accepted_refused_or_in_doubt_and_nothing_else",
    ),
    Guard(
        "an id that another call has is not taken over",
        "yubo_nb/live/submitter.py",
        "        if answer.task_id and not dialog and self._known(answer.task_id, intent):\n",
        "        if False:\n",
        "tests/live/test_faults.py::test_case_14_the_id_of_another_task",
    ),
    Guard(
        "one gesture is one intent",
        "yubo_nb/widgets/board.py",
        "if answer is not None:\n            self._reply(press.gesture, answer)\n        elif known:\n",
        "if False:\n",
        "tests/widgets/test_board.py::test_a_press_reaches_the_engine_once_however_often_its_message_arrives",
    ),
    Guard(
        "the caps",
        "yubo_nb/history/budget.py",
        "        if cap is not None and have + more > cap + 1e-9 * max(1.0, abs(cap)):\n",
        "        if False:\n",
        "tests/history/test_intents.py::test_case_18_a_loop_stops_at_the_cap_exactly",
    ),
    Guard(
        "a session that a restart does not end",
        "yubo_nb/history/budget.py",
        "        if began - moment >= _HOUR_MS:\n            break\n",
        "        break\n",
        "tests/history/test_intents.py::test_case_18_a_session_goes_on_until_an_hour_passes_without_a_call",
    ),
    Guard(
        "who runs a cell again is told",
        "yubo_nb/live/engine.py",
        "        if asked.cell and self.card(key).reused:\n",
        "        if False:\n",
        "tests/money/test_cells.py::test_case_16_a_person_is_told_that_nothing_was_sent",
    ),
    Guard(
        "what was left is not asked about again",
        "yubo_nb/studio.py",
        "    if unsure := sum(not doubt.left for doubt in studio.doubts()):\n",
        "    if unsure := len(studio.doubts()):\n",
        "tests/money/test_doubts.py::test_case_3_what_was_left_is_counted_and_not_asked_about_again",
    ),
    Guard(
        "a balance is asked for by a person alone",
        "yubo_nb/live/settling.py",
        "        if not balance:\n",
        "        if False:\n",
        "tests/money/test_balance.py::test_case_3_no_submit_asks_for_a_balance",
    ),
    Guard(
        "the sandbox's money is called play money",
        "yubo_nb/live/shelf.py",
        "            error.play_money = self.sandbox\n",
        "            pass\n",
        "tests/live/test_faults.py::test_case_3_a_connection_that_breaks_after_the_post",
    ),
    Guard(
        "a kept error holds no request back",
        "yubo_nb/live/shelf.py",
        "            traceback.clear_frames(met.__traceback__)\n",
        "",
        "tests/money/test_doubts.py::test_an_error_that_is_kept_holds_no_request_back",
    ),
    Guard(
        "a poll that hangs is given up",
        "yubo_nb/live/poller.py",
        "            async with asyncio.timeout(self._patience):\n",
        "            async with asyncio.timeout(None):\n",
        "tests/live/test_following.py"
        "::test_case_25_a_relay_that_takes_questions_and_never_answers_is_known_within_fifteen_seconds",
    ),
    Guard(
        "an await wakes its loop",
        "yubo_nb/live/handle.py",
        "                await asyncio.wait({future}, timeout=_WAKE_S)\n",
        "                await asyncio.wait({future})\n",
        "tests/live/test_story.py::test_case_34_an_await_can_be_stopped_where_nothing_wakes_its_loop",
    ),
    Guard(
        "an end stays an end",
        "yubo_nb/live/advance.py",
        "    if card.phase in TERMINAL and task.phase != card.phase:\n",
        "    if False:\n",
        "tests/live/test_advance.py::test_no_word_of_a_relay_takes_anything_back",
    ),
    Guard(
        "a picture's address is judged",
        "yubo_nb/api/picture_address.py",
        "    if kind and not right_at_home(kind, target):\n",
        "    if False:\n",
        "tests/api/test_picture_address.py::test_case_49_63_hostile_addresses_are_refused_for_what_they_are",
    ),
    Guard(
        "the key goes to https alone",
        "yubo_nb/api/address.py",
        '    if scheme == "http" and not insecure and not is_loopback(host):\n',
        "    if False:\n",
        "tests/api/test_address.py::test_case_52_what_is_no_address_is_refused",
    ),
    Guard(
        "the redactor",
        "yubo_nb/api/key.py",
        "    return _KEY_LIKE.sub(_SHOWN.decode(), message)\n",
        "    return message\n",
        "tests/api/test_key.py::test_case_59_an_error_echoing_the_key_loses_it",
    ),
    Guard(
        "the eraser of echoed keys",
        "yubo_nb/api/transport.py",
        "        return Answer(response.status_code, eraser.clean(body), header)\n",
        "        return Answer(response.status_code, body, header)\n",
        "tests/secrets/test_redaction.py::test_case_59_a_task_that_echoes_it",
    ),
    Guard(
        "a picture is decoded whole before it is kept",
        "yubo_nb/history/picture_check.py",
        "        image.load()\n",
        "        pass\n",
        "tests/history/test_pictures.py::test_case_44_what_is_no_whole_picture_is_not_kept",
    ),
    Guard(
        "the saved page escapes",
        "yubo_nb/data/markup.py",
        "    escaped = escape(text)\n",
        "    escaped = text\n",
        "tests/widgets/test_saved_page.py::test_server_text_stays_text",
    ),
    Guard(
        "live cards take text as text",
        "yubo_nb/widgets/static/dom.js",
        "  if (text) element.textContent = text;\n",
        "  if (text) element.innerHTML = text;\n",
        "tests/browser/test_hostile.py::test_case_61_and_62_nothing_runs_nothing_loads_no_element_is_new",
    ),
    Guard(
        "no terminal codes on the screen",
        "yubo_nb/data/markup.py",
        '    return _CONTROL.sub("", _ANSI.sub("", text[: limit * 2]))[:limit]\n',
        "    return text[:limit]\n",
        "tests/widgets/test_wire.py::test_terminal_codes_and_text_turners_are_taken_out",
    ),
    Guard(
        "the message schema",
        "yubo_nb/widgets/messages/checks.py",
        "    if len(buffers) > len(beside) or set(given) != {name for name, _ in checks} - set(beside):\n",
        "    if False:\n",
        "tests/widgets/test_board.py::test_a_forged_message_does_nothing_but_a_notice",
    ),
    Guard(
        "no state comes from a notebook",
        "yubo_nb/widgets/base.py",
        '        _log.debug("a browser tried to set %s", sorted(sync_data))\n',
        "        super().set_state(sync_data)\n",
        "tests/browser/test_hostile.py::test_case_67_no_state_from_a_notebook_is_taken",
    ),
    Guard(
        "only a button of a shown task is pressed",
        "yubo_nb/widgets/presses.py",
        "        if card is None or all(button.custom_id != act.custom_id for button in card.buttons):\n",
        "        if card is None:\n",
        "tests/browser/test_hostile.py::test_case_66_a_button_of_another_task_is_not_pressed",
    ),
    Guard(
        "only pictures of shown tasks are sent",
        "yubo_nb/widgets/board.py",
        "        if self._scope.may_see(want.id) or want.id in self._presses.dialogs.pictures:\n",
        "        if True:\n",
        "tests/widgets/test_board.py::test_only_pictures_on_the_board_are_sent",
    ),
    Guard(
        "the formula guard",
        "yubo_nb/data/formulas.py",
        "    return f\"'{inside}\" if _START.match(text) else inside\n",
        "    return inside\n",
        "tests/data/test_export.py::test_a_formula_becomes_text_and_stays_readable",
    ),
    Guard(
        "names in a foreign archive",
        "yubo_nb/data/archive.py",
        "        if found is None or name in seen",
        "        if name in seen",
        "tests/data/test_export_archive.py::test_case_48_an_unsafe_name_is_refused",
    ),
    Guard(
        "an export replaces a planted link",
        "yubo_nb/data/export.py",
        "        temporary.replace(target)\n",
        "        target.write_bytes(temporary.read_bytes())\n",
        "tests/data/test_export.py::test_case_47_a_link_in_the_export_folder_is_replaced_not_followed",
    ),
    Guard(
        "sharing leaves out what is private",
        "yubo_nb/data/export.py",
        "    public = [name for name in table.columns if name not in PRIVATE]\n",
        "    public = list(table.columns)\n",
        "tests/data/test_export.py::test_case_60_a_shared_file_says_nothing_of_this_machine",
    ),
    Guard(
        "the sandbox's Host check",
        "yubo_nb/sandbox/guard.py",
        "        if name not in _NAMES:\n",
        "        if False:\n",
        "tests/sandbox/test_refusals.py::TestDoor::test_case_54_a_rebound_name_is_misdirected",
    ),
    Guard(
        "the sandbox's Origin check",
        "yubo_nb/sandbox/guard.py",
        '        if origin is not None and not self._same(origin, headers.get("host", "")):\n',
        "        if False:\n",
        "tests/sandbox/test_refusals.py::TestDoor::test_case_54_another_origin_is_forbidden_and_gets_no_cors",
    ),
    Guard(
        "the bound on what the sandbox reads",
        "yubo_nb/sandbox/guard.py",
        "            if taken > MAX_BODY:\n",
        "            if False:\n",
        "tests/sandbox/test_refusals.py::TestDoor::test_case_54_a_body_without_a_length_is_refused_by_its_bytes",
    ),
)  # fmt: skip


def run(tree: Path, tests: list[str], home: Path) -> tuple[int, str]:
    """pytest's exit code, and the first test that failed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    env = {**os.environ, "HOME": str(home), "YUBO_EXAMPLES": "200"}
    done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, check=False)
    red = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return done.returncode, red[1] if red else done.stdout[-300:]


def without(tree: Path, guard: Guard, home: Path) -> str:
    """The test that turns red without the guard; "" if none does."""
    path = tree / guard.file
    whole = path.read_text(encoding="utf-8")
    assert whole.count(guard.old) == 1, f"{guard.file} has changed: {guard.old!r}"
    path.write_text(whole.replace(guard.old, guard.new), encoding="utf-8")
    try:
        code, red = run(tree, [guard.test], home)
    finally:
        path.write_text(whole, encoding="utf-8")
    return red if code == 1 else ""


def main() -> int:
    wanted = [one for one in GUARDS if not sys.argv[1:] or any(word in one.name for word in sys.argv[1:])]
    began = time.monotonic()
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        tree, home = Path(place) / "tree", Path(place) / "home"
        home.mkdir()
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*UNUSED))
        code, red = run(tree, sorted({one.test for one in wanted}), home)
        if code:
            print(f"F15: nothing can be said, for a test is red with every guard in place: {red}")
            return 1
        for guard in wanted:
            red = without(tree, guard, home)
            missed += [] if red else [guard.name]
            print(f"    {guard.name}: {red or 'NO TEST TURNED RED'}", flush=True)
    seconds = time.monotonic() - began
    found = len(wanted) - len(missed)
    print(f"F15: {found} of {len(wanted)} guards are missed by their test ({seconds:.0f} s)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
