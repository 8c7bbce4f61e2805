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
    """`old` stands once in `file`; with `new` in its place one of `tests` must fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


GUARDS = (
    Guard(
        "write-ahead: the intent is on the disk before it is sent",
        "yubo_nb/live/submitter.py",
        "            self._desk.history.sending(intent.intent_id)\n",
        "            pass\n",
        ("tests/live/test_faults.py::test_a_full_disk_before_the_first_byte",),
    ),
    Guard(
        "a cell that runs again orders nothing",
        "yubo_nb/history/intents.py",
        "            if existing is None and dedupe is not None and not again:\n",
        "            if False:\n",
        ("tests/history/test_intents.py",),
    ),
    Guard(
        "nobody pays without a person",
        "yubo_nb/spending.py",
        "        if allowed is None and not asked.person:\n",
        "        if False:\n",
        ("tests/money/test_person.py",),
    ),
    Guard(
        "one kernel polls for all",
        "yubo_nb/history/leases.py",
        '            if holder != who and now < until <= end + 60_000 and owner.life(holder) != "dead":\n',
        "            if False:\n",
        ("tests/history/test_recovery.py", "tests/history/test_processes.py"),
    ),
    Guard(
        "a key is never pickled",
        "yubo_nb/api/key.py",
        '        raise TypeError("a key is never pickled; make the client anew where it is needed")\n',
        "        return (seal, (self.open(),))\n",
        ("tests/secrets/test_objects.py",),
    ),
    Guard(
        "what was lost on its way is never sent again",
        "yubo_nb/api/conversation.py",
        "        if reply.sent:\n            raise _in_doubt(request, reply)\n",
        "",
        ("tests/api/test_wire.py", "tests/api/test_client_mock.py"),
    ),
    Guard(
        "an odd answer to a paid call is in doubt, not refused",
        "yubo_nb/api/judge.py",
        "    if status not in {200, 400} or not complaint.is_json or not isinst",
        "    if not complaint.is_json or not isinst",
        ("tests/api/test_client_mock.py", "tests/api/test_fuzz.py"),
    ),
    Guard(
        "an id that another call has is not taken over",
        "yubo_nb/live/submitter.py",
        "        if answer.task_id and not dialog and self._known(answer.task_id, intent):\n",
        "        if False:\n",
        ("tests/live/test_faults.py::test_the_id_of_another_task",),
    ),
    Guard(
        "one gesture is one intent",
        "yubo_nb/widgets/board.py",
        "        if act.gesture not in self._answers:\n",
        "        if True:\n",
        ("tests/widgets/test_board.py",),
    ),
    Guard(
        "the caps",
        "yubo_nb/history/budget.py",
        "        if cap is not None and have + more > cap + 1e-9 * max(1.0, abs(cap)):\n",
        "        if False:\n",
        ("tests/history/test_intents.py",),
    ),
    Guard(
        "an end stays an end",
        "yubo_nb/live/advance.py",
        "    if card.phase in TERMINAL and task.phase != card.phase:\n",
        "    if False:\n",
        ("tests/live/test_advance.py",),
    ),
    Guard(
        "a picture's address is judged",
        "yubo_nb/api/picture_address.py",
        "    if kind and not right_at_home(kind, target):\n",
        "    if False:\n",
        ("tests/api/test_picture_address.py",),
    ),
    Guard(
        "the key goes to https alone",
        "yubo_nb/api/address.py",
        '    if scheme == "http" and not insecure and not is_loopback(host):\n',
        "    if False:\n",
        ("tests/api/test_address.py",),
    ),
    Guard(
        "the redactor",
        "yubo_nb/api/key.py",
        "    return _KEY_LIKE.sub(_SHOWN.decode(), message)\n",
        "    return message\n",
        ("tests/api/test_key.py", "tests/secrets/test_redaction.py"),
    ),
    Guard(
        "the eraser of echoed keys",
        "yubo_nb/api/transport.py",
        "        return Answer(response.status_code, eraser.clean(body), header)\n",
        "        return Answer(response.status_code, body, header)\n",
        ("tests/secrets/test_redaction.py", "tests/api/test_key.py"),
    ),
    Guard(
        "a picture is decoded whole before it is kept",
        "yubo_nb/history/picture_check.py",
        "        image.load()\n",
        "        pass\n",
        ("tests/history/test_pictures.py",),
    ),
    Guard(
        "the saved page escapes",
        "yubo_nb/widgets/page.py",
        "    escaped = escape(text)\n",
        "    escaped = text\n",
        ("tests/widgets/test_saved_page.py",),
    ),
    Guard(
        "live cards take text as text",
        "yubo_nb/widgets/static/card.js",
        "  if (text) element.textContent = text;\n",
        "  if (text) element.innerHTML = text;\n",
        ("tests/browser/test_hostile.py::test_case_61_and_62_nothing_runs_nothing_loads_no_element_is_new",),
    ),
    Guard(
        "no terminal codes on the screen",
        "yubo_nb/widgets/wire.py",
        '    return _CONTROL.sub("", _ANSI.sub("", text[: limit * 2]))[:limit]\n',
        "    return text[:limit]\n",
        ("tests/widgets/test_wire.py", "tests/widgets/test_board.py"),
    ),
    Guard(
        "the message schema",
        "yubo_nb/widgets/messages.py",
        "            if len(rest) == 2 and len(id_) <= 300 and size in PICTURE_SIZES:\n",
        "            if True:\n",
        ("tests/browser/test_hostile.py::test_case_67_a_forged_message_is_refused_or_names_nothing_but_a_card",
         "tests/widgets/test_board.py"),
    ),
    Guard(
        "no state comes from a notebook",
        "yubo_nb/widgets/base.py",
        '        _log.debug("a browser tried to set %s", sorted(sync_data))\n',
        "        super().set_state(sync_data)\n",
        ("tests/browser/test_hostile.py::test_case_67_no_state_from_a_notebook_is_taken",),
    ),
    Guard(
        "only a button of a shown task is pressed",
        "yubo_nb/widgets/board.py",
        "        if card is None or all(button.custom_id != act.custom_id for button in card.buttons):\n",
        "        if card is None:\n",
        ("tests/browser/test_hostile.py::test_case_66_a_button_of_another_task_is_not_pressed",),
    ),
    Guard(
        "only pictures of shown tasks are sent",
        "yubo_nb/widgets/board.py",
        "        if any(card.picture == want.id for card in self._scope.cards()):\n",
        "        if True:\n",
        ("tests/browser/test_hostile.py::test_case_67_no_message_breaks_the_board_or_presses_what_is_not_there",
         "tests/widgets/test_board.py"),
    ),
    Guard(
        "the formula guard",
        "yubo_nb/data/formulas.py",
        "    return f\"'{inside}\" if _START.match(text) else inside\n",
        "    return inside\n",
        ("tests/data/test_export.py",),
    ),
    Guard(
        "names in a foreign archive",
        "yubo_nb/data/archive.py",
        "        if found is None or name in seen",
        "        if name in seen",
        ("tests/data/test_export_archive.py",),
    ),
    Guard(
        "an export replaces a planted link",
        "yubo_nb/data/export.py",
        "        temporary.replace(target)\n",
        "        target.write_bytes(temporary.read_bytes())\n",
        ("tests/data/test_export.py::test_case_47_a_link_in_the_export_folder_is_replaced_not_followed",),
    ),
    Guard(
        "sharing leaves out what is private",
        "yubo_nb/data/export.py",
        "    public = [name for name in table.columns if name not in PRIVATE]\n",
        "    public = list(table.columns)\n",
        ("tests/data/test_export.py::test_case_60_a_shared_file_says_nothing_of_this_machine",),
    ),
    Guard(
        "the sandbox's Host check",
        "yubo_nb/sandbox/guard.py",
        "        if name not in _NAMES:\n",
        "        if False:\n",
        ("tests/sandbox/test_refusals.py",),
    ),
    Guard(
        "the sandbox's Origin check",
        "yubo_nb/sandbox/guard.py",
        '        if origin is not None and not self._same(origin, headers.get("host", "")):\n',
        "        if False:\n",
        ("tests/sandbox/test_refusals.py",),
    ),
    Guard(
        "the bound on what the sandbox reads",
        "yubo_nb/sandbox/guard.py",
        "            if taken > MAX_BODY:\n",
        "            if False:\n",
        ("tests/sandbox/test_refusals.py",),
    ),
)  # fmt: skip


def run(tree: Path, tests: tuple[str, ...], home: Path) -> tuple[int, str]:
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
        code, red = run(tree, guard.tests, home)
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
        tests = dict.fromkeys(test for one in wanted for test in one.tests)
        code, red = run(tree, tuple(tests), home)
        if code:
            print(f"F15: nothing can be said, for a test is red with every guard in place: {red}")
            return 1
        for guard in wanted:
            red = without(tree, guard, home)
            missed += [] if red else [guard.name]
            print(f"    {guard.name}: {red or 'NO TEST TURNED RED'}", flush=True)
    seconds = time.monotonic() - began
    found = len(wanted) - len(missed)
    print(f"F15: {found} of {len(wanted)} guards have a test that misses them ({seconds:.0f} s)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
