"""One log line per request, with an id the response carries too."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tuanke.config.logs import request_id

logger = logging.getLogger("tuanke.request")
QUIET = ("/healthz", "/readyz", "/metrics", "/static/")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex[:16])
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            if not request.path.startswith(QUIET):
                fields = {
                    "status": response.status_code,
                    "ms": round((time.monotonic() - started) * 1000),
                    "client": request.META.get("REMOTE_ADDR", ""),
                }
                logger.info("%s %s", request.method, request.path, extra={"fields": fields})
            return response
        finally:
            request_id.reset(token)
