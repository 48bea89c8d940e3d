"""`tuanke up` serves collected static files; they are collected once, by whichever test process is first."""

import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = ROOT / "build" / "static" / "staticfiles.json"


def collect_static() -> None:
    MANIFEST.parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / "build" / ".static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_fresh():
            _collect()


def _is_fresh() -> bool:
    if not MANIFEST.exists():
        return False
    collected = MANIFEST.stat().st_mtime
    sources = (path for path in (ROOT / "tuanke").glob("**/static/**/*") if path.is_file())
    return all(source.stat().st_mtime <= collected for source in sources)


def _collect() -> None:
    with tempfile.TemporaryDirectory() as data:
        settings = {k: v for k, v in os.environ.items() if not k.startswith(("TUANKE_", "DATABASE_URL"))}
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=ROOT,
            env={**settings, "TUANKE_DATA": data},
            check=True,
        )
        os.utime(MANIFEST)  # it is left as it was when nothing changed in it
