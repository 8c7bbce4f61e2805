"""The sandbox keeps what its own OpenAPI description says, for whatever schemathesis makes of it."""

import os

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from yubo_nb.sandbox import Sandbox

BOUND = settings(
    max_examples=min(int(os.environ.get("YUBO_EXAMPLES", "10")), 100),  # each is a request or two
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@schemathesis.check
def no_crash_of_ours(_context, response, _case):
    """new-api panics over a customId without "::", and so does its imitation; nothing else may."""
    assert response.status_code < 500 or b'"new_api_panic"' in response.content, response.text


# A relay says "wrong" with HTTP 200 and a code, so the checks that want a 4xx for bad data do not apply.
CHECKS = [
    no_crash_of_ours,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("flavour", ["new-api", "plus", "trueai", "novicezk"])
def test_every_operation_answers_as_described(flavour, mode):
    with Sandbox(speed=4000, flavour=flavour) as sandbox:
        key = {"Authorization": f"Bearer {sandbox.api_key}"}
        made = httpx.post(f"{sandbox.base_url}/mj/submit/imagine", json={"prompt": "a cat"}, headers=key)
        schema = schemathesis.openapi.from_url(f"{sandbox.base_url}/openapi.json")
        operations = [found.ok() for found in schema.get_all_operations()]
        assert len(operations) > 7  # novicezk, with the fewest, has eight
        for operation in operations:
            if mode == "negative" and operation.method == "get":
                continue  # any text is a valid id

            @BOUND
            @given(
                case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)),
                known=st.booleans(),
            )
            def answers(case, known):
                if known and "id" in case.path_parameters:
                    case.path_parameters["id"] = made.json()["result"]
                if known and isinstance(case.body, dict) and "taskId" in case.body:
                    case.body["taskId"] = made.json()["result"]
                case.call_and_validate(headers=key, checks=CHECKS)

            answers()
