"""`tuanke openapi`: the description of the REST API, for whoever makes a client of it."""

import argparse
import json
from typing import Any


def add_to(commands: Any) -> None:
    parser = commands.add_parser("openapi", help="print the OpenAPI 3.1 description of the REST API")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    import django

    django.setup()
    from tuanke.api.rest.web.api import description

    print(json.dumps(description(), ensure_ascii=False, indent=2))
    return 0
