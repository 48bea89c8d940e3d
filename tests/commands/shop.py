"""A deployment of its own in a temporary folder, driven by the command line as its owner would."""

import atexit
import contextlib
import fcntl
import functools
import os
import re
import secrets
import shutil
import signal
import site
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.commands import processes
from tests.commands.static import ROOT, collect_static
from tests.commands.visitor import Visitor
from tuanke.config.postgres import EmbeddedPostgres

READY_SECONDS = 90
STOP_SECONDS = 10
COMMAND_SECONDS = 180
LISTENING_PORTS = range(20_000, 32_000)
FOREIGN = ("TUANKE_", "DATABASE_URL", "SECRET_KEY", "PORT", "DJANGO_", "PYTEST_")


class Shop:
    """`up`, `stop` and everything between; whatever it started is gone after `close`."""

    def __init__(self, data: Path, before: Sequence[str] = (), python: str = sys.executable) -> None:
        self.data = data
        self.port = free_port()
        # `before` is what starts the command line: `setpriv …`, a shell with a trap.
        self._command = (*before, python, "-m", "tuanke.config.cli")
        self._path = os.environ.get("PYTHONPATH", "") if python == sys.executable else packages()
        self._up: subprocess.Popen[bytes] | None = None
        self._log = data.with_name(f"{data.name}-log")
        self._log.mkdir(exist_ok=True)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._up is not None
        return self._up.pid

    @property
    def printed(self) -> str:
        return self._read("out")

    @property
    def complaints(self) -> str:
        return self._read("err")

    def environment(self, **settings: str) -> dict[str, str]:
        mine = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        own = {"TUANKE_DATA": str(self.data), "PORT": str(self.port), "PYTHONPATH": self._path}
        return {**mine, **own, **settings}

    def up(self, **settings: str) -> "Shop":
        self.begin(**settings)
        self.wait_until_ready()
        return self

    def begin(self, **settings: str) -> None:
        """Start it and do not wait."""
        with self._file("out").open("wb") as out, self._file("err").open("wb") as err:
            self._up = subprocess.Popen(
                [*self._command, "up"],
                env=self.environment(**settings),
                cwd=self._log,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """It says so itself; an answer alone may come from what an earlier one left behind."""
        wait_until(lambda: "is ready" in self.printed or self.has_ended, READY_SECONDS, self.explain)
        assert not self.has_ended, self.explain()
        assert self.status("/readyz") == 200

    @property
    def has_ended(self) -> bool:
        return self._up is None or self._up.poll() is not None

    def status(self, path: str) -> int:
        """The HTTP status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Ask it to end: the exit code, and how many seconds that took."""
        assert self._up is not None
        started = time.monotonic()
        self._up.send_signal(number)
        code = self._up.wait(STOP_SECONDS * 3)
        return code, time.monotonic() - started

    def run(
        self, *arguments: str | Path, within: float = COMMAND_SECONDS, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [*self._command, *map(str, arguments)],
            env=self.environment(**settings),
            cwd=self._log,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )

    @contextmanager
    def database(self) -> Iterator[None]:
        """Only the database, of a deployment that does not run."""
        server = EmbeddedPostgres(self.data)
        server.start()
        try:
            yield
        finally:
            server.stop()

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(EmbeddedPostgres(self.data).url, autocommit=True)

    def fetch(self, query: str, *parameters: object) -> tuple[Any, ...]:
        """The first row of a query."""
        with self.connect() as connection:
            row = connection.execute(query, parameters).fetchone()
        assert row is not None
        return row

    def welcome_link(self) -> str:
        wait_until(lambda: "/welcome/" in self.printed, 10, self.explain)
        found = re.search(r"http://\S+(/welcome/\S+)", self.printed)
        assert found, self.printed
        return found[1]

    def owner(self) -> Visitor:
        """Somebody signed in who may do everything; the account is made on the way."""
        visitor = Visitor(self.url)
        visitor.post(
            self.welcome_link(), {"name": "陈老板", "username": "boss", "password": "quiet-harbour-42"}
        )
        return visitor

    def wait_until_quiet(self, seconds: float = 60) -> None:
        """Every import is done and everybody in it is classified."""
        wait_until(self._is_quiet, seconds, self.explain)

    def _is_quiet(self) -> bool:
        try:
            return self.fetch(QUIET) == (0, 0, 0, 0)
        except psycopg.Error:
            return False  # the server is just coming back

    def family(self) -> dict[int, str]:
        return processes.family(self.data)

    def explain(self) -> str:
        """For a failing test: what the deployment said last, and what is still alive."""
        return f"{self.printed[-2000:]}\n{self.complaints[-4000:]}\n{self.family()}"

    def close(self) -> None:
        if self._up is not None and not self.has_ended:
            processes.kill(self._up.pid)
            self._up.wait()
        processes.kill_all(self.data)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self._log, ignore_errors=True)

    def _file(self, name: str) -> Path:
        return self._log / name

    def _read(self, name: str) -> str:
        return self._file(name).read_text(errors="replace") if self._file(name).exists() else ""


QUIET = """
SELECT (SELECT count(*) FROM imports_importbatch
        WHERE state NOT IN ('done', 'refused', 'cancelled', 'undone') AND run_id IS NOT NULL),
       (SELECT count(*) FROM facts_dirtycustomer),
       (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')),
       (SELECT count(*) FROM customers_customer
        WHERE id NOT IN (SELECT customer_id FROM classes_customerclass)
          AND id IN (SELECT customer_id FROM orders_order))
"""


def new_shop() -> Shop:
    """Nothing there yet, not even its folder."""
    collect_static()
    return Shop(_folder() / "d")


def shop_with_tables() -> Shop:
    """As after a first start, stopped: no customer, no staff."""
    shop = new_shop()
    shutil.copytree(_migrated(), shop.data)
    return shop


@functools.cache
def _migrated() -> Path:
    """Made by whichever test process is first; it goes with the tests' own data (tests/embedded.py)."""
    kept = Path(os.environ["TUANKE_DATA"]) / "shop-with-tables"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shop = new_shop()
            done = shop.run("manage", "check")
            assert done.returncode == 0, done.stderr
            shop.data.rename(kept)
            shop.close()
    return kept


def _folder() -> Path:
    """A short path: the socket's name must fit into it."""
    folder = Path(tempfile.mkdtemp(prefix="tk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def packages() -> str:
    """For another Python than this one: this checkout and what is installed here."""
    return os.pathsep.join([str(ROOT), *site.getsitepackages()])


def free_port() -> int:
    """Below the ports the system hands to outgoing connections: one of those could take it before we listen."""
    while True:
        port = secrets.choice(LISTENING_PORTS)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(condition: Callable[[], object], seconds: float, explain: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s\n{explain()}"
        time.sleep(0.05)
