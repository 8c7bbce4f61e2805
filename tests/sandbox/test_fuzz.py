"""Any JSON to any endpoint of any flavour: an answer in a known shape, and never a crash of ours."""

import asyncio
import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yubo_nb.sandbox import Sandbox

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
WORDS = st.sampled_from(
    [
        "a cat --ar 3:2",
        "MJ::JOB::upsample::9::x",
        "MJ::JOB::variation::1::x",
        "MJ::Inpaint::1::x::SOLO",
        "MJ::Outpaint::1",
        "MJ::CustomZoom",
        "MJ::Job::PicReader::7",
        "MJ::JOB",
        "MJ::",
        "::",
        "UPSCALE",
        "data:image/png;base64,iVBORw0KGgo=",
        "x --zoom 2",
    ]
)
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "prompt",
        "taskId",
        "customId",
        "base64",
        "base64Array",
        "maskBase64",
        "sourceBase64",
        "targetBase64",
        "state",
        "notifyHook",
        "botType",
        "index",
        "action",
        "content",
        "image",
        "motion",
        "dimensions",
        "chooseSameChannel",
        "enableRemix",
        "ids",
        "link",
    ]
)
BODIES = st.dictionaries(FIELDS, VALUES | st.just("KNOWN"), max_size=6)
PATHS = st.sampled_from(
    [
        *(
            f"/mj/submit/{n}"
            for n in [
                "imagine",
                "action",
                "modal",
                "blend",
                "describe",
                "shorten",
                "change",
                "simple-change",
                "edits",
                "video",
            ]
        ),
        "/mj/submit/upload-discord-images",
        "/mj/insight-face/swap",
        "/mj/task/list-by-condition",
        "/mj-fast/mj/submit/action",
    ]
)


@pytest.mark.parametrize("flavour", ["new-api", "plus", "trueai", "novicezk"])
def test_nothing_that_is_sent_breaks_it(flavour: str) -> None:
    box = Sandbox(flavour=flavour, options={"credit": 1e9})
    box.clock.freeze()
    headers = {"Authorization": f"Bearer {box.api_key}"}

    async def send(path: str, body: object) -> httpx.Response:
        transport = httpx.ASGITransport(app=box.app)
        async with httpx.AsyncClient(transport=transport, base_url=box.base_url, headers=headers) as client:
            raw = json.dumps(body).encode()
            return await client.post(path, content=raw, headers={"Content-Type": "application/json"})

    known = asyncio.run(send("/mj/submit/imagine", {"prompt": "a cat"})).json()["result"]
    box.clock.advance(200)

    @given(PATHS, BODIES | VALUES)
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    def fuzz(path: str, body: object) -> None:
        if isinstance(body, dict):
            body = {k: known if v == "KNOWN" else v for k, v in body.items()}
        got = asyncio.run(send(path, body))
        assert got.status_code in {200, 400, 404, 429} or b"new_api_panic" in got.content, (
            path,
            body,
            got.text,
        )

    fuzz()
    listed = asyncio.run(send("/mj/task/list-by-condition", {"ids": list(box._memory.tasks)})).json()
    assert len({row["id"] for row in listed}) == len(box._memory.tasks)
    box.close()
