"""The API as a whole: its description and its errors."""

import json
from typing import Any

from ninja import NinjaAPI

from tuanke.api.rest.domain.problems import MEDIA_TYPE
from tuanke.api.rest.web.errors import answer_with_problems
from tuanke.api.rest.web.events import router

PREFIX = "/api/v1/"
FIRST_PROBLEM = 400

api = NinjaAPI(
    title="Tuanke",
    version="1",
    description="Errors are problem+json (RFC 9457) with a code and a JSON pointer.",
    openapi_url=None,
    docs_url=None,
)
api.add_router("", router)
answer_with_problems(api)


def description() -> dict[str, Any]:
    """OpenAPI 3.1; Ninja knows one media type for all answers, and problems have their own."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    for operations in told["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= FIRST_PROBLEM:
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    return told
