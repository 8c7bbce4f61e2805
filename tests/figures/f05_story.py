"""The story of F5 as cells, run in a kernel; and the hidden prompt, typed into one."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
from jupyter_client.manager import start_new_kernel
from nbconvert import HTMLExporter

ROOT = Path(__file__).parents[2]

PREPARE = """
import copy, logging, os, pathlib, pickle, shutil, sys
logging.basicConfig(filename="debug.log", level=logging.DEBUG)
planted = os.environ["PLANTED"]
logging.getLogger("yubo_nb.live.hub").debug("planted %s", planted)
from tests.figures.f05_secrets import frames, reachable
import yubo_nb as yb
import yubo_nb.live.engine
from yubo_nb.live.policy import PollPolicy
yubo_nb.live.engine.PollPolicy = lambda: PollPolicy(first=0.05, slowest=0.2)  # a sandbox needs no pauses
yubo_nb.live.fetcher._RETRY_AFTER = ()
pathlib.Path("exports").mkdir()

def note(file, text):
    with open(file, "a", encoding="utf-8") as out:
        out.write(text + "\\n")

def fails(action):
    try:
        action()
    except Exception as error:
        leave_in_locals = planted
        note("frames.txt", frames(error))
        return error
    raise AssertionError("it did not fail")
"""
# Without a key, then with one: the prompt carries the planted word.
FIRST = """
studio = yb.connect(sandbox=True, speed=60)
first = studio.imagine(f"a lighthouse in fog, {planted}", ar="3:2", seed=7)
first.wait(60).upscale(3).wait(60)
studio.close()
"""
WITH_KEY = (
    "studio = yb.connect()",
    "studio",
    'task = studio.imagine(f"a lighthouse in fog, {planted}", ar="3:2", seed=7)\ntask',
    "up = task.wait(60).upscale(3)\nup",
    "up.wait(60)",
    "studio.lineage(up)",
    "studio.history.tasks()",
    "yb.login()",
    "yb.freeze()",
    "studio",
)
ECHOED = """
other = yb.connect(os.environ["ECHOING"])
other.imagine("accept " + planted).wait(60)
for way in ("refuse", "banned", "page", "away", "cut", "fail"):
    print(way, repr(fails(lambda: other.imagine(f"{way} {planted}").wait(60))))
for way in ("outside", "local", "home"):
    handle = other.imagine(f"{way} {planted}").wait(60)
    other.engine.idle()
    print(way, repr(fails(lambda: handle.image)), handle.card.picture_error)
print(repr(fails(lambda: other.task("unknown"))))
other
"""
SYNC = """
from yubo_nb.api import AsyncClient, Client
with Client(os.environ["ECHOING"], os.environ["YUBO_API_KEY"]) as client:
    for way in ("refuse", "banned", "page", "away", "cut"):
        print(way, repr(fails(lambda: client.imagine(f"{way} {planted}"))))
    print(client.fetch("home-1"), client.imagine("accept"))
    print(repr(fails(lambda: client.download(client.fetch("outside-1").image_url))))
    print(repr(fails(lambda: client.quota())))
    note("shown.txt", reachable(client))
"""
REFUSED = """
print(repr(fails(lambda: yb.connect("http://relay.example"))))
print(repr(fails(lambda: yb.connect("https://relay.example", history="/proc/nowhere/history.sqlite3"))))
print(repr(fails(lambda: Client("https://relay.example", os.environ["YUBO_API_KEY"], mode="warp"))))
print(repr(fails(lambda: AsyncClient("https://relay.example", os.environ["YUBO_API_KEY"] + " "  * 3 + "x"))))
print(repr(fails(lambda: AsyncClient("ftp://relay.example", os.environ["YUBO_API_KEY"]))))
closed = yb.connect("http://127.0.0.1:9")
print(repr(fails(lambda: closed.imagine(planted).wait(60))))
closed.close()
print(repr(fails(lambda: closed.imagine(planted))))
"""
# As a person sees them, in IPython's mode that prints variables.
VERBOSE = (
    "%xmode Verbose",
    'yb.connect("http://relay.example")',
    'Client("https://relay.example", os.environ["YUBO_API_KEY"], mode="warp")',
    'studio.imagine("a cat", nonsense=planted)',
    'other.imagine("refuse " + planted).wait(60)',
    'other.imagine("cut " + planted).wait(60)',
    'Client(os.environ["ECHOING"], os.environ["YUBO_API_KEY"]).imagine("refuse " + planted)',
    'await AsyncClient(os.environ["ECHOING"], os.environ["YUBO_API_KEY"]).imagine("cut " + planted)',
    "pickle.dumps(studio)",
)
SHOWN = """
things = [studio, studio.engine, studio.settings, studio.history, other, other.engine, task, up]
things += [one.engine.call(one.engine._client) for one in (studio, other)]
for thing in things:
    note("shown.txt", repr(thing) + str(thing) + str(getattr(thing, "__dict__", "")) + reachable(thing))
for thing in [*things, planted, studio.history.tasks(), task.card]:
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        try:
            made = way(thing)
        except Exception as error:
            made = repr(error)
            note("frames.txt", frames(error))
        note("pickles.bin", made.decode("latin-1") if isinstance(made, bytes) else reachable(made))
"""
EXPORTS = """
for name in ("tasks", "images", "events", "ledger"):
    frame = getattr(studio.history, name)()
    frame.to_csv(f"exports/{name}.csv")
    frame.to_json(f"exports/{name}.json", date_format="iso")
    frame.to_html(f"exports/{name}.html")
    frame.to_parquet(f"exports/{name}.parquet")
    frame.to_pickle(f"exports/{name}.pickle")
from yubo_nb.data.export import save
for ending in ("csv", "xlsx", "json", "parquet", "html", "zip"):
    save(studio.history.store, f"exports/saved.{ending}")
    save(studio.history.store, f"exports/shared.{ending}", share=True)
task.image.save("exports/picture.png")
for pictures in ("thumbnail", "full", "none"):
    studio.report(f"exports/study-{pictures}.html", pictures=pictures, title=planted)
other.report("exports/other.html")
note("shown.txt", str(studio.lineage(up)) + repr(studio.lineage(up)) + reachable(studio.lineage(up).df))
"""
# The WAL is there only while the history is open.
STILL_OPEN = 'shutil.copytree(".yubo_nb", "open")\nassert list(pathlib.Path("open").glob("*-wal"))'
END = "studio.close(); other.close(); logging.shutdown()"

TYPED = """
import json, os
import yubo_nb as yb
yb.login(os.environ["TYPED_FOR"], keyring=False)
with yb.connect(history="typed/history.sqlite3") as studio:
    print(studio, studio.settings, vars(studio), os.environ["PLANTED"])
    print(studio.imagine("a cat " + os.environ["PLANTED"]).wait(60))
"""


def tell(folder: Path, setting: dict[str, str]) -> None:
    """Run it all in `folder`, which is home and place of everything the kernel may write."""
    own = ("HOME", "IPYTHONDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")
    env = {name: value for name, value in os.environ.items() if not name.startswith("YUBO_")} | setting
    env |= {name: str(folder) for name in own} | {
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": str(ROOT),
    }
    env |= {"YUBO_HISTORY": str(folder / ".yubo_nb" / "history.sqlite3")}
    env["YUBO_ALLOW_PAID"] = "1"  # no person runs this notebook, and its relay is a sandbox
    env |= {"MPLCONFIGDIR": str(folder / "matplotlib"), "NO_PROXY": "", "no_proxy": ""}
    with (folder / "kernel.out").open("wb") as out:
        _run(folder, env, out)
        _type(folder, env, out)
        out.write(f"\nplanted: {setting['PLANTED']}\n".encode())


def _run(folder: Path, env: dict[str, str], out: Any) -> None:
    literal = f"in_a_cell = '{env['PLANTED']}'"
    good = [PREPARE, literal, FIRST, *WITH_KEY, ECHOED, SYNC, REFUSED, SHOWN, EXPORTS, STILL_OPEN, END]
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in good]
    shown = good.index(SHOWN)
    cells[shown:shown] = [
        nbformat.v4.new_code_cell(source, metadata={"tags": ["raises-exception"]}) for source in VERBOSE
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        ipython_hist_file="",  # the profile's own, as in JupyterLab; nbclient's would be in memory
    )
    client.execute(env=env, stdout=out, stderr=out)
    widgets = notebook.metadata.get("widgets", {})
    assert widgets, "no widget state was saved"
    (folder / "widgets.json").write_text(json.dumps(widgets), encoding="utf-8")
    nbformat.write(notebook, folder / "story.ipynb")
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (folder / "story.html").write_text(page, encoding="utf-8")


def _type(folder: Path, env: dict[str, str], out: Any) -> None:
    """The key typed by hand: everything that a front end is sent is kept."""
    key = env.pop("YUBO_API_KEY")
    env["TYPED_FOR"] = env.pop("YUBO_BASE_URL")
    manager, client = start_new_kernel(
        kernel_name="python3", env=env, stdout=out, stderr=out, cwd=str(folder)
    )
    said: list[Any] = []
    try:

        def asked(message: dict[str, Any]) -> None:
            assert message["content"]["password"], "it would be shown while it is typed"
            said.append(message["content"])
            client.input(key)

        reply = client.execute_interactive(
            TYPED, allow_stdin=True, stdin_hook=asked, output_hook=said.append, timeout=120
        )
        assert reply["content"]["status"] == "ok", said
        assert said[1:], "nothing was said"
        history = client.execute_interactive("%history -g", output_hook=said.append, timeout=60)
        said.append(history["content"])
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    (folder / "typed.json").write_text(json.dumps(said, default=str), encoding="utf-8")
    shutil.rmtree(folder / "matplotlib", ignore_errors=True)
