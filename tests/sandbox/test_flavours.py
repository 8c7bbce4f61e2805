"""Each relay's oddities, one switch after the other."""

import http.server
import json
import threading

import httpx
import pytest

from yubo_nb.sandbox import Sandbox

FLAVOURS = ["new-api", "plus", "trueai", "novicezk"]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_flavour_draws_an_imagine(open_box, flavour: str) -> None:
    talk = open_box(flavour=flavour)
    task = talk.imagine("a cat --ar 3:2")
    assert task["status"] == "SUCCESS"
    assert talk.pixels(task).shape[1] > talk.pixels(task).shape[0]
    assert ("buttons" in task) is (flavour != "novicezk")
    assert (task["description"] == "Submit success") is (flavour == "new-api")
    assert (len(task) >= 50) is (flavour == "trueai")


@pytest.mark.parametrize(
    ("flavour", "status", "body"),
    [
        ("new-api", 400, b'{"description":"task_no_found ","type":"upstream_error","code":4}'),
        ("plus", 200, b""),
        ("trueai", 204, b""),
        ("novicezk", 200, b""),
    ],
)
def test_an_unknown_task_is_answered_in_four_ways(open_box, flavour: str, status: int, body: bytes) -> None:
    got = open_box(flavour=flavour).http.get("/mj/task/1/fetch")
    assert (got.status_code, got.content) == (status, body)


@pytest.mark.parametrize(("flavour", "body"), [("plus", b"Unauthorized"), ("novicezk", b"")])
def test_a_wrong_key_without_a_gateway(open_box, flavour: str, body: bytes) -> None:
    talk = open_box(flavour=flavour)
    got = talk.http.get("/mj/task/1/fetch", headers={"Authorization": "Bearer no"})
    assert (got.status_code, got.content) == (401, body)


def test_novicezk_knows_only_the_old_ways(open_box) -> None:
    talk = open_box(flavour="novicezk")
    task = talk.imagine("a cat")
    assert talk.post("/mj/submit/action", {}).status_code == 404
    changed = talk.submit("change", taskId=task["id"], action="UPSCALE", index=2)
    assert talk.finish(changed["result"])["action"] == "UPSCALE"
    assert (
        talk.finish(talk.submit("simple-change", content=f"{task['id']} V3")["result"])["status"] == "SUCCESS"
    )
    assert talk.http.get("/mj-fast/mj/task/1/fetch").status_code == 404


def test_novicezk_says_null_before_and_nothing_after_a_failure(open_box) -> None:
    talk = open_box(flavour="novicezk")
    task_id = talk.submit("imagine", prompt="cat --ar 0:1", state="s")["result"]
    early = talk.fetch(task_id)
    assert (early["status"], early["progress"], early["startTime"], early["state"]) == (
        "NOT_START",
        None,
        None,
        "s",
    )
    assert talk.finish(task_id)["progress"] == ""


def test_a_gateway_failure_says_a_hundred_percent(talk) -> None:
    task = talk.imagine("cat --ar 0:1")
    assert (task["status"], task["progress"]) == ("FAILURE", "100%")


def test_frozen_failures_never_end(open_box) -> None:
    talk = open_box(options={"frozen_failures": True})
    task = talk.imagine("cat --ar 0:1")
    assert (task["status"], task["progress"]) == ("IN_PROGRESS", "100%")
    assert task["failReason"]
    assert talk.box.ledger[0].refunded


@pytest.mark.parametrize(("rewrite", "codes"), [(True, [1, 1, 1, 23]), (False, [1, 1, 22, 23])])
def test_the_queue_fills_and_refuses(open_box, rewrite: bool, codes: list[int]) -> None:
    talk = open_box(options={"slots": 1, "queue": 2, "rewrite_codes": rewrite})
    answers = [talk.submit("imagine", prompt="a cat") for _ in range(4)]
    assert [a["code"] for a in answers] == codes
    assert answers[2]["properties"]["numberOfQueues"] == 1
    assert "排队中" in answers[2]["description"]
    assert len(talk.box.ledger) == 3
    assert talk.http.get(f"/mj/task/{answers[3]['result']}/fetch").status_code == 400
    assert talk.finish(answers[2]["result"])["status"] == "SUCCESS"


def test_remix_opens_a_dialog_that_the_gateway_calls_accepted(open_box) -> None:
    talk = open_box(options={"remix": True})
    task = talk.imagine("a cat")
    answer = talk.press(task, "V2")
    assert (answer["code"], answer["description"]) == (1, "Waiting for window confirm")
    assert answer["properties"]["remix"] is True
    assert talk.finish(answer["result"])["status"] == "MODAL"
    talk.submit("modal", taskId=answer["result"], prompt="a dog")
    done = talk.finish(answer["result"])
    assert done["properties"]["finalPrompt"] == "a dog"
    assert talk.press(task, "U1")["description"] == "Submit success"


def test_remix_without_a_gateway_is_21(open_box) -> None:
    talk = open_box(flavour="trueai", options={"remix": True})
    answer = talk.press(talk.imagine("a cat"), "🔄")
    assert (answer["code"], answer["properties"]["finalPrompt"]) == (21, "a cat")


def test_trueai_tells_nothing_about_a_region(open_box) -> None:
    talk = open_box(flavour="trueai")
    single = talk.pressed(talk.imagine("a cat"), "U1")
    answer = talk.press(single, "Vary (Region)")
    assert (answer["code"], answer["properties"]) == (21, {"finalPrompt": "", "remix": True})


def test_trueai_says_404_with_its_code_3_and_shows_single_pictures(open_box) -> None:
    talk = open_box(flavour="trueai")
    got = talk.post("/mj/submit/action", {"taskId": "1", "customId": "MJ::JOB::reroll::0::x"})
    assert (got.status_code, got.json()["code"]) == (404, 3)
    task = talk.imagine("a cat")
    assert len(task["imageUrls"]) == 4
    whole = talk.pixels(task)
    assert (talk.pixels({"imageUrl": task["imageUrls"][1]["url"]}) == whole[:512, 512:]).all()


def test_describe_picks_are_dialogs_and_imagine_all_is_four_tasks(open_box) -> None:
    talk = open_box(flavour="plus")
    painted = talk.imagine("a fox")
    uri = talk.submit("upload-discord-images", base64Array=[_png(talk, painted)])["result"][0]
    assert talk.http.get(uri).status_code == 200
    told = talk.finish(talk.submit("describe", base64=_png(talk, painted))["result"])
    pick = talk.press(told, "2️⃣")
    assert pick["code"] == 21
    talk.submit("modal", taskId=pick["result"], prompt="")
    done = talk.finish(pick["result"])
    assert done["status"] == "SUCCESS"
    assert not done["prompt"].startswith("2")
    ids = talk.press(told, "Imagine all")["result"].split(",")
    assert len(ids) == 4
    assert all(talk.finish(i)["status"] == "SUCCESS" for i in ids)
    assert talk.pressed(told, "🔄")["action"] == "DESCRIBE"


def _png(talk, task: dict) -> str:
    import base64

    return "data:image/png;base64," + base64.b64encode(talk.http.get(task["imageUrl"]).content).decode()


def test_a_patched_gateway_knows_them_too_and_the_future(open_box) -> None:
    talk = open_box(options={"patched": True, "future_button": True})
    task = talk.imagine("a cat")
    assert task["buttons"][-1]["customId"].startswith("MJ::JOB::future::1::")
    assert talk.pressed(task, "Future")["status"] == "SUCCESS"
    assert talk.press(talk.pressed(task, "U1"), "❤️")["code"] == 1


def test_signed_links_die(open_box) -> None:
    talk = open_box(flavour="plus")
    task = talk.imagine("a cat")
    url = task["imageUrl"]
    assert url.endswith("&")
    assert talk.http.get(url).status_code == 200
    assert talk.http.get(url.replace("hm=", "hm=0")).status_code == 404
    talk.box.clock.advance(90_000)
    assert talk.http.get(url).status_code == 404


@pytest.mark.parametrize(("form", "shape"), [("long", 17), ("time", 16)])
def test_ids_have_their_form(open_box, form: str, shape: int) -> None:
    talk = open_box(options={"id_form": form})
    ids = {talk.submit("imagine", prompt="a cat")["result"] for _ in range(20)}
    assert {len(i) for i in ids} == {shape}
    assert len(ids) == 20


def test_ids_can_be_numbers_and_uuids(open_box) -> None:
    numbers = open_box(options={"number_ids": True, "id_form": "long"})
    found = numbers.submit("imagine", prompt="a cat")["result"]
    assert isinstance(found, int)
    assert found > 2**53
    assert numbers.fetch(str(found))["id"] == found
    assert len(open_box(options={"id_form": "uuid"}).submit("imagine", prompt="a cat")["result"]) == 36


def test_cancel_is_real_on_plus_forbidden_on_trueai_and_a_page_on_new_api(open_box) -> None:
    plus, trueai, gateway = (open_box(flavour=f) for f in ("plus", "trueai", "new-api"))
    task_id = plus.submit("imagine", prompt="a cat")["result"]
    assert plus.post(f"/mj/task/{task_id}/cancel", {}).json()["code"] == 1
    assert plus.finish(task_id)["status"] == "CANCEL"
    assert trueai.post("/mj/task/1/cancel", {}).status_code == 400
    assert "doctype" in gateway.post("/mj/task/1/cancel", {}).text
    assert len(plus.http.get("/mj/task/list").json()) == 1
    assert plus.http.get("/mj/task/queue").json() == []


def test_an_unconfirmed_dialog_can_expire(open_box) -> None:
    talk = open_box(flavour="plus", options={"modal_life": 1800})
    single = talk.pressed(talk.imagine("a cat"), "U1")
    answer = talk.press(single, "Custom Zoom")
    talk.box.clock.advance(1801)
    assert talk.fetch(answer["result"])["status"] == "CANCEL"
    assert talk.submit("modal", taskId=answer["result"], prompt="x --zoom 2")["code"] == 4


GATEWAYS = ["/v1/models", "/v1/dashboard/billing/subscription", "/dashboard/billing/usage"]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_gateways_endpoints_are_the_gateways_alone(open_box, flavour: str) -> None:
    talk = open_box(flavour=flavour)
    task = talk.imagine("a cat")
    status = 200 if flavour == "new-api" else 404
    for path in [*GATEWAYS, f"/mj/image/{task['id']}"]:
        assert talk.http.get(path).status_code == status, path
    assert talk.pixels(task).shape[2] == 3  # every flavour shows its pictures somewhere
    seed = talk.http.get(f"/mj/task/{task['id']}/image-seed")
    assert (seed.status_code, seed.content == b"") == ((404, True) if flavour == "novicezk" else (200, False))


def test_a_newer_gateway_tells_a_clips_address(open_box) -> None:
    talk = open_box()
    grid = talk.imagine("a cat")
    assert (grid["videoUrl"], grid["videoUrls"]) == ("", None)
    clip = talk.finish(talk.submit("video", prompt="run", image=_png(talk, grid))["result"])
    assert clip["videoUrls"] == [{"url": clip["videoUrl"]}]
    assert talk.http.get(clip["videoUrl"]).headers["content-type"] == "image/webp"
    assert "videoUrl" not in open_box(options={"video_urls": False}).imagine("a cat")


def test_lists_can_repeat_themselves(open_box) -> None:
    talk = open_box(options={"duplicate_rows": True})
    task_id = talk.submit("imagine", prompt="a cat")["result"]
    assert len(talk.post("/mj/task/list-by-condition", {"ids": [task_id]}).json()) == 2


def test_the_account_can_be_asked_about(talk) -> None:
    talk.imagine("a cat")
    talk.imagine("a cat --ar 0:1")
    assert talk.http.get("/v1/dashboard/billing/subscription").json()["hard_limit_usd"] == 1000.0
    assert talk.http.get("/dashboard/billing/usage").json() == {"object": "list", "total_usage": 10.0}
    assert talk.http.get("/v1/models").json()["success"] is True
    book = talk.http.get("/sandbox/ledger").json()
    assert (book["submits"], book["charged"], book["refunded"], book["spent"]) == (2, 0.2, 0.1, 0.1)
    bare = httpx.get(f"{talk.box.base_url}/sandbox/ledger")
    assert bare.status_code == 401


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_openapi_names_every_submit(open_box, flavour: str) -> None:
    talk = open_box(flavour=flavour)
    paths = talk.http.get("/openapi.json").json()["paths"]
    assert "/mj/submit/imagine" in paths
    assert ("/mj/submit/action" in paths) is (flavour != "novicezk")
    for path in paths:
        if path.startswith("/mj/submit/"):
            assert "doctype" not in talk.post(path, {}).text


def test_unknown_switches_and_flavours_are_refused() -> None:
    with pytest.raises(ValueError, match="no flavour"):
        Sandbox(flavour="midjourney")
    with pytest.raises(ValueError, match="no switch colour"):
        Sandbox(options={"colour": 1})


class Listener:
    """A webhook's receiving end."""

    def __init__(self) -> None:
        self.bodies: list[dict] = []
        self.over = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.bodies.append(body)
                self.send_response(200)
                self.end_headers()
                if body["status"] == "SUCCESS":
                    outer.over.set()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?token=x"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def listener():
    found = Listener()
    yield found
    found.close()


def test_a_hook_gets_the_bare_task_at_each_change(open_box, listener) -> None:
    talk = open_box(flavour="plus", speed=60)
    talk.box.clock.thaw()
    talk.submit("imagine", prompt="a cat", notifyHook=listener.url, state="s")
    assert listener.over.wait(20)
    statuses = [b["status"] for b in listener.bodies]
    assert statuses[-1] == "SUCCESS"
    assert listener.bodies[-1]["state"] == "s"
    assert listener.bodies[-1]["properties"]["notifyHook"] == listener.url
    assert len(statuses) > 2


def test_mischievous_hooks_repeat_and_overtake(open_box, listener) -> None:
    talk = open_box(flavour="plus", speed=60, options={"hook_mischief": True})
    talk.box.clock.thaw()
    talk.submit("imagine", prompt="a cat", notifyHook=listener.url)
    assert listener.over.wait(20)
    marks = [b["progress"] or "" for b in listener.bodies]
    assert len(marks) > len(set(marks))


def test_a_gateway_delivers_no_hooks_and_nobody_calls_another_machine(open_box, listener) -> None:
    talk = open_box(speed=60)
    talk.imagine("a cat")
    talk.submit("imagine", prompt="a cat", notifyHook=listener.url)
    plus = open_box(flavour="plus")
    plus.submit("imagine", prompt="a cat", notifyHook="http://192.0.2.1:80/hook")
    assert plus.box._hooks._watched == {}
    assert talk.box._hooks._watched == {}
