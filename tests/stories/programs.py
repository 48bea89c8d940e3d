"""A program that reports what happens on the shop's pages, and the token it was given."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.stories.browsing import form_to


def make_token(browser: Client, name: str = "小程序") -> str:
    """Through the page, as the owner does; gives the text, which is shown this once."""
    page = browser.get("/staff/tokens/")
    form = form_to(page, "")
    shown = browser.post("/staff/tokens/", {**form.values, "name": name, "scopes": ["events.write"]})
    return shown.content.decode().split('id="new-token">')[1].split("<")[0]


@dataclass
class Program:
    token: str
    source: str = "mini"

    def post(self, body: object, **headers: str) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        if self.token:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        return Client().post("/api/v1/events", text, content_type="application/json", headers=headers)

    def tell(self, *events: dict[str, Any], **headers: str) -> Any:
        return self.post({"source": self.source, "events": list(events)}, **headers)


def event(name: str, customer: dict[str, str], **more: Any) -> dict[str, Any]:
    """A look at a page an hour ago unless it says otherwise."""
    at = more.pop("at", timezone.now() - timedelta(hours=1))
    when = at.isoformat() if isinstance(at, datetime) else at
    return {"id": name, "type": "browse", "occurred_at": when, "customer": customer, **more}
