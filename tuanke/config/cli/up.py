"""`tuanke up`: database, migrations, web and worker; one command, one Ctrl-C."""

import argparse
import contextlib
import ipaddress
import os
import socket
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from tuanke.config import deployment, environment, leftovers, supervisor
from tuanke.config.environment import ConfigurationError, Environment

CHILDREN = "children"  # their process ids, below the data directory


def add_to(commands: Any) -> None:
    parser = commands.add_parser("up", help="start everything: database, web and worker")
    parser.add_argument("--demo", action="store_true", help="with a demo shop")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", help="default: PORT, else 8000")
    parser.add_argument("--data", help="where everything is kept (default: TUANKE_DATA, else ./var)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> NoReturn:
    settings = _settings(options)
    supervisor.raise_on_signals()
    with contextlib.suppress(supervisor.Stopped):
        deployment.claim_data_directory(settings.data)
        with deployment.only_one(settings.data):
            leftovers.end(settings.data / CHILDREN)
            _claim_port(options.host, settings.port)
            _run(options, settings)
    sys.stdout.flush()
    os._exit(0)  # all is done; DuckDB would tell the terminal what Python had not freed


def _settings(options: argparse.Namespace) -> Environment:
    if options.data:
        os.environ["TUANKE_DATA"] = options.data
    if options.port:
        os.environ["PORT"] = options.port
    settings = environment.read()
    _set("TUANKE_DATA", str(settings.data))
    _set("PORT", str(settings.port))
    return settings


def _set(name: str, value: str) -> None:
    """Only where it differs: titles of processes find the command beside the environment as it was."""
    if os.environ.get(name) != value:
        os.environ[name] = value


def _run(options: argparse.Namespace, settings: Environment) -> None:
    children = [
        supervisor.Child("web", partial(_serve, options.host, settings.port)),
        supervisor.Child("worker", partial(_command, "worker")),
    ]
    database = deployment.Database(settings)
    greeting = Greeting(options, settings)
    try:
        database.start()
        deployment.prepare_schema()
        if options.demo:
            _load_demo()
        deployment.load_application()

        def look() -> None:
            _revive(database)
            greeting.say_once_there()

        supervisor.keep_running(children, look, settings.data / CHILDREN)
    finally:
        supervisor.stop_all(children)
        database.stop()


def _serve(host: str, port: int) -> None:
    from tuanke.config.web_server import WebServer

    WebServer(host, port).run()


def _command(*arguments: str) -> NoReturn:
    from tuanke.config.cli import main

    sys.exit(main(arguments))


def _load_demo() -> None:
    from tuanke.config.demo import marks

    is_loaded = marks.is_loaded()
    deployment.let_go_of_database()
    if not is_loaded and supervisor.run_once("demo", partial(_command, "demo", "load")):
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


@dataclass
class Greeting:
    """Says where the shop is once it is there."""

    options: argparse.Namespace
    settings: Environment
    is_said: bool = False

    def say_once_there(self) -> None:
        if self.is_said or not _answers(
            f"http://{_probe_host(self.options.host)}:{self.settings.port}/readyz"
        ):
            return
        self.is_said = True
        is_near = _is_loopback(self.options.host)
        address = f"http://{'localhost' if is_near else self.options.host}:{self.settings.port}"
        url = self.settings.base_url or address
        print(f"Tuanke 团客 is ready: {url}", flush=True)
        if not self.settings.https and not is_near:
            print(
                "Warning: plain http beyond this machine; set TUANKE_BASE_URL to an https address.",
                flush=True,
            )
        _print_sign_in(url, demo=self.options.demo)
        deployment.let_go_of_database()


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
