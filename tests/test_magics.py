"""The magics in a real IPython, on the sandbox: what is an option, what is prompt, what is paid."""

import inspect
import re

import pytest
from IPython.core.error import UsageError
from IPython.terminal.interactiveshell import TerminalInteractiveShell
from traitlets.config import Config

import yubo_nb as yb
from yubo_nb.magics import YuboMagics, expand, read
from yubo_nb.studio import current


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """An IPython as in a terminal, with the extension loaded as a person loads it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("YUBO_HISTORY", raising=False)
    shell = TerminalInteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_line_magic("load_ext", "yubo_nb")
    with yb.connect(speed=60):
        yield shell
    TerminalInteractiveShell.clear_instance()


def sent(studio):
    return [intent.prompt for intent in studio._store.intents()]


@pytest.mark.parametrize(
    ("line", "name", "options", "rest"),
    [
        ("a lighthouse --ar 3:2", "", set(), "a lighthouse --ar 3:2"),
        ("-o task a lighthouse", "task", set(), "a lighthouse"),
        ("--ar 3:2 -o task", "task", set(), "--ar 3:2"),
        ("--wait a fox --again in  the snow", "", {"wait", "again"}, "a fox in  the snow"),
        ("a 'quoted  fox', --no red, -o-ring", "", set(), "a 'quoted  fox', --no red, -o-ring"),
        ("--w 100 --weird 5 --no e --exp 3", "", set(), "--w 100 --weird 5 --no e --exp 3"),
        ("a fox --future 7", "", set(), "a fox --future 7"),
        ("a mid--wait fox", "", set(), "a mid--wait fox"),
        ("--help", "", {"help"}, ""),
        ("", "", set(), ""),
    ],
)
def test_options_are_taken_out_and_the_prompt_is_left_as_it_is(line, name, options, rest):
    assert read(line) == (name, options, rest)


@pytest.mark.parametrize(
    "line", ["a fox -o", "-o 3d a fox", "-o --wait a fox", "-o class a fox", "a --agian fox"]
)
def test_what_is_nearly_an_option_is_not_paid_as_a_prompt(line):
    with pytest.raises(UsageError, match="Nothing was sent"):
        read(line)


def test_variables_and_alternatives():
    names = {"animal": "fox", "n": 7, "颜色": "红", "table": [1]}
    assert expand("a {red, $animal} {{n}}", names) == "a {red, fox} 7"
    assert expand("{{a, b}, {c, d}} {{ animal }}s", names) == "{{a, b}, {c, d}} foxs"
    assert expand("$颜色 for $5 or $$animal", names) == "红 for $5 or $animal"
    for text in ("a $fox", "a {{fox}}", "a $table"):
        with pytest.raises(UsageError, match="Nothing was sent"):
            expand(text, names)


def test_a_line(shell):
    task = shell.run_line_magic("imagine", "-o kept a lighthouse in fog --ar 3:2")
    assert shell.user_ns["kept"] is task
    assert task.prompt == "a lighthouse in fog --ar 3:2"
    assert sent(current()) == ["a lighthouse in fog --ar 3:2"]


def test_a_cell(shell):
    body = "a lighthouse in fog,\n\n  seen from the sea\n"
    shell.run_cell_magic("imagine", "--ar 3:2 -o kept --wait", body)
    assert shell.user_ns["kept"].phase == "success"
    assert sent(current()) == ["a lighthouse in fog, seen from the sea --ar 3:2"]


def test_each_line_a_prompt(shell, capsys):
    shell.user_ns["seed"] = 7
    assert (
        shell.run_cell_magic("imagine", "--seed $seed --each -o foxes", "a fox\na {red, grey} fox\n") is None
    )
    assert [task.prompt for task in shell.user_ns["foxes"]] == [
        "a fox --seed 7",
        "a {red, grey} fox --seed 7",
    ]
    assert "a fox --seed 7" in capsys.readouterr().out


def test_one_bad_prompt_of_several_sends_none(shell):
    with pytest.raises(UsageError, match="Nothing was sent"):
        shell.run_cell_magic("imagine", "--each", "a fox\na crow --ar 3:0\n")
    assert sent(current()) == []


@pytest.mark.parametrize(
    ("magic", "line", "cell"),
    [
        ("imagine", "", None),
        ("imagine", "--each a fox", None),
        ("imagine", "a fox on the line", "a fox in the cell"),
        ("imagine", "--ar 3:2", " \n"),
        ("imagine", "a fox --ar 3:0", None),
        ("imagine", "a $fox", None),
        ("yubo", "historie", None),
        ("yubo", "history many", None),
        ("yubo", "budget 7", None),
    ],
)
def test_a_mistake_is_one_line_and_sends_nothing(shell, capsys, magic, line, cell):
    source = f"%{magic} {line}" if cell is None else f"%%{magic} {line}\n{cell}"
    result = shell.run_cell(source)
    assert isinstance(result.error_in_exec, UsageError)
    said = capsys.readouterr()
    assert len((said.out + said.err).strip().splitlines()) == 1
    assert "Nothing was sent" in said.out + said.err
    assert sent(current()) == []


def test_an_error_of_ours_is_one_line_too_and_keeps_its_class(shell, capsys):
    with yb.budget(calls=0):
        result = shell.run_cell("%imagine a fox")
    assert isinstance(result.error_in_exec, yb.YuboError)
    said = capsys.readouterr()
    assert (said.out + said.err).strip().startswith("BudgetExceeded: This call does not fit")
    assert "Traceback" not in said.out + said.err


def test_what_a_person_asks(shell, capsys, monkeypatch):
    shell.run_line_magic("imagine", "--wait a fox --seed 7")
    capsys.readouterr()
    with monkeypatch.context() as notebook:
        notebook.setattr("yubo_nb.host.draws_widgets", lambda: True)
        assert list(shell.run_line_magic("yubo", "history 5")["prompt"]) == ["a fox --seed 7"]
    for word, answer in {
        "history": "a fox --seed 7",
        "budget": "Budget(",
        "doubts": "No call is in doubt.",
        "where": "pictures",
        "freeze": "view",
        "resume": "Following 0 unfinished",
        "help": "%yubo resume",
        "": "%yubo resume",
        "history --help": "%yubo resume",
    }.items():
        shell.run_line_magic("yubo", word)
        assert answer in capsys.readouterr().out, word
    shell.run_line_magic("imagine", "a fox --help")
    assert "--again   pay for another" in capsys.readouterr().out
    assert len(sent(current())) == 1


def test_the_help_is_there_in_chinese_and_tells_the_same(shell, capsys, monkeypatch):
    monkeypatch.setenv("YUBO_LANG", "zh")
    for magic in ("imagine", "yubo"):
        shell.run_line_magic(magic, "--help")
        chinese = capsys.readouterr().out
        english = inspect.getdoc(getattr(YuboMagics, magic))
        words = re.compile(r"^(?:-o|--\w+|%yubo \w+)", re.MULTILINE)
        assert words.findall(chinese) == words.findall(english)
    shell.run_cell("%imagine")
    said = capsys.readouterr()
    assert "没有提交" in said.out + said.err


def test_it_is_the_studio_connected_last(shell, tmp_path, capsys):
    first = current()
    with yb.connect(history=tmp_path / "other.sqlite3", speed=60) as second:
        assert current() is second
        assert yb.connect(speed=60) is first
        assert current() is first
        assert yb.connect(history=tmp_path / "other.sqlite3", speed=60) is second
    assert current() is first
