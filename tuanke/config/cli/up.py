"""`tuanke up`: database, migrations, web and worker; one command, one Ctrl-C."""

import argparse
import contextlib
import ipaddress
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from tuanke.config import deployment, environment, leftovers, supervisor
from tuanke.config.environment import ConfigurationError, Environment

CHILDREN = "children"  # their process ids, below the data directory
SELF = (sys.executable, "-m", "tuanke.config.cli")


def add_to(commands: Any) -> None:
    parser = commands.add_parser("up", help="start everything: database, web and worker")
    parser.add_argument("--demo", action="store_true", help="with a demo shop")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", help="default: PORT, else 8000")
    parser.add_argument("--data", help="where everything is kept (default: TUANKE_DATA, else ./var)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    settings = _settings(options)
    supervisor.raise_on_signals()
    with contextlib.suppress(supervisor.Stopped):
        deployment.claim_data_directory(settings.data)
        with deployment.only_one(settings.data):
            leftovers.end(settings.data / CHILDREN)
            _claim_port(options.host, settings.port)
            _run(options, settings)
    return 0


def _settings(options: argparse.Namespace) -> Environment:
    if options.data:
        os.environ["TUANKE_DATA"] = options.data
    if options.port:
        os.environ["PORT"] = options.port
    settings = environment.read()
    os.environ.update(deployment.process_environment(settings))
    return settings


def _run(options: argparse.Namespace, settings: Environment) -> None:
    children = [
        supervisor.Child("web", web_command(options.host, settings.port)),
        supervisor.Child("worker", [*SELF, "worker"]),
    ]
    database = deployment.Database(settings)
    child_environment = deployment.process_environment(settings)
    try:
        database.start()
        deployment.prepare_schema()
        if options.demo:
            _load_demo(child_environment)
        threading.Thread(target=_greet, args=(options, settings), daemon=True).start()
        supervisor.keep_running(
            children, child_environment, lambda: _revive(database), settings.data / CHILDREN
        )
    finally:
        supervisor.stop_all(children)
        database.stop()


def web_command(host: str, port: int) -> list[str]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    settings = ["--config", "python:tuanke.config.web_server", "--bind", bind]
    return [sys.executable, "-m", "gunicorn", *settings, "tuanke.config.wsgi:application"]


def _load_demo(child_environment: dict[str, str]) -> None:
    from tuanke.config.demo import marks

    if not marks.is_loaded() and supervisor.run_once([*SELF, "demo", "load"], child_environment):
        raise ConfigurationError("The demo shop could not be loaded; the lines above say why.")


def _revive(database: deployment.Database) -> None:
    if database.is_down():
        print("tuanke: PostgreSQL ended; starting it again", file=sys.stderr)
        with contextlib.suppress(ConfigurationError):  # the dead server's last processes still end; next time
            database.start()


def _claim_port(host: str, port: int) -> None:
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(address[0], address[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address[4])
    except OSError as error:
        raise ConfigurationError(
            f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port.",
        ) from None


def _greet(options: argparse.Namespace, settings: Environment) -> None:
    """Say where it is once it is there."""
    url = (
        settings.base_url
        or f"http://{'localhost' if _is_loopback(options.host) else options.host}:{settings.port}"
    )
    probe = f"http://{_probe_host(options.host)}:{settings.port}/readyz"
    while not _answers(probe):
        time.sleep(0.1)
    print(f"Tuanke 团客 is ready: {url}", flush=True)
    if not settings.https and not _is_loopback(options.host):
        print("Warning: plain http beyond this machine; set TUANKE_BASE_URL to an https address.", flush=True)
    _print_sign_in(url, demo=options.demo)


def _print_sign_in(url: str, *, demo: bool) -> None:
    from tuanke.config.demo import staff
    from tuanke.platform.accounts.selectors.staff import has_owner
    from tuanke.platform.accounts.services.invitation import owner_token

    if demo:
        print(f"Sign in as {staff.OWNER} with {staff.password()}", flush=True)
    elif not has_owner():
        print(f"First start: make the owner's account at {url}/welcome/{owner_token()}/", flush=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _probe_host(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104
        return "localhost"
    return f"[{host}]" if ":" in host else host
