"""The description says what the API does: every answer of a program's day is as described."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import TypeAdapter

from tests.stories.conftest import Shop
from tests.stories.programs import Program, event, make_token
from tuanke.api.rest.domain.events import EventReport
from tuanke.api.rest.domain.problems import Problem
from tuanke.api.rest.web.api import description
from tuanke.config.cli import main

PHONE = {"phone": "13800138002"}


@pytest.fixture
def program(shop: Shop) -> Program:
    return Program(make_token(shop.sign_in("chen")))


def test_the_command_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told == description()
    assert told["openapi"].startswith("3.1")
    item = told["components"]["schemas"]["EventBatch"]["properties"]["events"]
    assert (item["minItems"], item["maxItems"]) == (1, 1_000)
    assert set(item["items"]["required"]) == {"id", "type", "occurred_at", "customer"}


def test_every_answer_is_described(program: Program) -> None:
    (operation,) = (operation for paths in description()["paths"].values() for operation in paths.values())
    answers = [
        program.tell(event("1", PHONE), {"id": 7}),
        program.post("{"),
        program.post({}),
        Program("").tell(),
        program.post({"source": "mini", "events": ["x" * 1_000_001]}),
    ]

    for answer in answers:
        described = operation["responses"][str(answer.status_code)]["content"]
        assert list(described) == [answer["Content-Type"]]
        _model(answer).validate_json(answer.content)


def _model(answer: Any) -> TypeAdapter[Any]:
    return TypeAdapter(EventReport if answer.status_code == 200 else Problem)


def test_a_thousand_events_take_as_many_statements_as_ten(program: Program) -> None:
    def statements(count: int, mark: str) -> int:
        rows = [
            event(f"{mark}{n}", {"source": "mini", "id": f"u{n % 10}"} if n % 2 else PHONE)
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            answer = program.tell(*rows, **{"Idempotency-Key": mark})
        assert answer.json()["accepted"] == count
        return len(queries)

    statements(20, "a")  # visitors are there, and the token's use is noted
    few, many = statements(10, "b"), statements(1_000, "c")

    assert few == many
    assert many <= 30
