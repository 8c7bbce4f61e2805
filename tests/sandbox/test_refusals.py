"""What the door, the key check, the gateway and the proxy refuse, each in its own shape."""

import socket

import httpx
import pytest


@pytest.mark.parametrize("header", ["Bearer sk-wrong", "", "Bearer sk-"])
def test_a_wrong_key_is_told_in_the_gateways_shape(talk, header: str) -> None:
    got = talk.http.post("/mj/submit/imagine", json={"prompt": "a cat"}, headers={"Authorization": header})
    assert got.status_code == 401
    assert got.json()["error"]["type"] == "new_api_error"
    assert talk.box.ledger == []


@pytest.mark.parametrize("form", ["Bearer {}", "{}", "bearer {}"])
def test_the_key_is_taken_in_every_form(talk, form: str) -> None:
    headers = {"Authorization": form.format(talk.box.api_key)}
    assert talk.http.get("/mj/task/1/fetch", headers=headers).status_code == 400
    other = httpx.get(f"{talk.box.base_url}/mj/task/1/fetch", headers={"mj-api-secret": talk.box.api_key})
    assert other.status_code == 400


def test_every_speed_prefix_leads_to_the_same_endpoints(talk) -> None:
    for prefix in ("/mj-fast", "/mj-relax", "/mj-turbo", "/fast", ""):
        assert talk.post(f"{prefix}/mj/submit/imagine", {"prompt": "a cat"}).json()["code"] == 1
    odd = talk.post("/mj-odd/mj/submit/imagine", {"prompt": "a cat"})
    assert odd.headers["content-type"].startswith("text/html")


def test_a_banned_word_is_24_and_costs_nothing(talk) -> None:
    answer = talk.submit("imagine", prompt="a nude body")
    assert answer["code"] == 24
    assert answer["properties"] == {"promptEn": "a nude body", "bannedWord": "nude"}
    assert talk.submit("imagine", prompt="gorey denuded hills")["code"] == 1
    assert len(talk.box.ledger) == 1


def test_an_empty_prompt_is_a_400(talk) -> None:
    got = talk.post("/mj/submit/imagine", {"prompt": ""})
    assert got.status_code == 400
    assert got.json() == {"description": "prompt_is_required ", "type": "upstream_error", "code": 4}


def test_a_body_that_is_not_called_json_is_not_read(talk) -> None:
    headers = {"Content-Type": "text/plain"}
    got = talk.http.post("/mj/submit/imagine", content='{"prompt": "a cat"}', headers=headers)
    assert got.json()["description"] == "prompt_is_required "


def test_numbers_are_refused_where_text_is_wanted(talk) -> None:
    got = talk.post("/mj/submit/action", {"taskId": 12, "customId": "MJ::JOB::upsample::1::x"})
    assert got.status_code == 400
    words = "cannot unmarshal number into Go struct field MidjourneyRequest.taskId"
    assert words in got.json()["error"]["message"]
    listed = talk.post("/mj/task/list-by-condition", {"ids": [12]})
    assert listed.json()["description"] == "do_request_failed "


@pytest.mark.parametrize(
    ("custom_id", "status", "words"),
    [
        ("MJ::Job::PicReader::1", 400, "unknown_action:MJ::Job::PicReader::1"),
        ("MJ::JOB::future::1::x", 400, "unknown_action:MJ::JOB::future::1::x"),
        ("nonsense", 500, "Panic"),
        ("", 400, "custom_id_is_required"),
    ],
)
def test_an_unknown_button_is_the_gateways_error(talk, custom_id: str, status: int, words: str) -> None:
    task = talk.imagine("a cat")
    got = talk.post("/mj/submit/action", {"taskId": task["id"], "customId": custom_id})
    assert got.status_code == status
    assert words in got.json()["error"]["message"]


def test_a_button_of_an_unfinished_or_unknown_task_is_refused(talk) -> None:
    custom_id = "MJ::JOB::upsample::1::x"
    task_id = talk.submit("imagine", prompt="a cat")["result"]
    early = talk.post("/mj/submit/action", {"taskId": task_id, "customId": custom_id})
    assert early.json()["description"] == "task_status_not_success "
    gone = talk.post("/mj/submit/action", {"taskId": "1", "customId": custom_id})
    assert gone.json()["description"] == "task_not_found "


def test_lists_leave_out_what_they_do_not_know(talk) -> None:
    ids = [talk.submit("imagine", prompt="a cat")["result"] for _ in range(3)]
    rows = talk.post("/mj/task/list-by-condition", {"ids": [*ids, "1"]}).json()
    assert sorted(r["id"] for r in rows) == sorted(ids)
    assert talk.post("/mj/task/list-by-condition", {"ids": []}).json() == []


def test_the_seed_can_be_asked_for(talk) -> None:
    task = talk.imagine("a cat --seed 99")
    got = talk.http.get(f"/mj/task/{task['id']}/image-seed").json()
    assert got == {"code": 1, "description": "成功", "result": "99"}


def test_money_runs_out(open_box) -> None:
    talk = open_box(options={"credit": 0.15})
    assert talk.submit("imagine", prompt="a cat")["code"] == 1
    got = talk.post("/mj/submit/imagine", {"prompt": "a cat"})
    assert (got.status_code, got.json()["description"]) == (400, "quota_not_enough ")


def test_unknown_paths_show_a_web_page(talk) -> None:
    got = talk.http.get("/mj/task/1/queue")
    assert (got.status_code, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert talk.http.get("/v1/nothing").status_code == 404


class TestDoor:
    """Case 54 of the threat model: pages in the user's browser cannot use the sandbox."""

    @pytest.mark.parametrize(
        "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]"]
    )
    def test_case_54_a_rebound_name_is_misdirected(self, talk, host: str) -> None:
        assert talk.http.get("/mj/task/1/fetch", headers={"Host": host}).status_code == 421

    @pytest.mark.parametrize(
        "origin", ["http://evil.example", "null", "https://127.0.0.1", "http://localhost:8888"]
    )
    def test_case_54_another_origin_is_forbidden_and_gets_no_cors(self, talk, origin: str) -> None:
        got = talk.http.get("/mj/task/1/fetch", headers={"Origin": origin})
        assert got.status_code == 403
        assert not [h for h in got.headers if h.startswith("access-control")]

    def test_its_own_origin_is_let_in(self, talk) -> None:
        headers = {"Origin": talk.box.base_url}
        assert talk.http.get("/mj/task/1/fetch", headers=headers).status_code == 400

    def test_case_54_a_form_cannot_order_anything(self, talk) -> None:
        got = httpx.post(f"{talk.box.base_url}/mj/submit/imagine", data={"prompt": "a cat"})
        assert got.status_code == 401

    def test_case_54_a_huge_body_is_refused_by_its_length(self, talk) -> None:
        host, port = talk.box.base_url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(
                b"POST /mj/submit/imagine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n"
            )
            assert raw.recv(4096).startswith(b"HTTP/1.1 413 ")

    def test_case_54_a_body_without_a_length_is_refused_by_its_bytes(self, talk) -> None:
        def endless():
            for _ in range(40):
                yield b"x" * 1_000_000

        headers = {"Content-Type": "application/json"}
        try:
            status = talk.http.post("/mj/submit/imagine", content=endless(), headers=headers).status_code
        except httpx.TransportError:
            status = 413  # the door closed while we were still pushing
        assert status == 413
        assert talk.http.get("/mj/task/1/fetch").status_code == 400

    @pytest.mark.parametrize(
        "path", ["/mj/image/../../etc/passwd", "/mj/image/%2e%2e%2fetc%2fpasswd", "/..%2fetc/passwd"]
    )
    def test_case_54_no_path_leads_to_a_file(self, talk, path: str) -> None:
        assert b"root:" not in talk.http.get(path).content
