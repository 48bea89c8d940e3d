import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.shop import Shop, packages
from tests.commands.test_up import assert_ends
from tuanke.config.postgres import EmbeddedPostgres

SOMEBODY = 65_534
AS_SOMEBODY = ("setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups")


def test_an_ordinary_user_starts_it_too(new_shop: Callable[[], Shop]) -> None:
    shop = Shop(new_shop().data, before=AS_SOMEBODY, python=python_for_somebody())
    for folder in (shop.data.parent, *shop.data.parent.iterdir()):
        os.chown(folder, SOMEBODY, SOMEBODY)

    shop.up()

    assert users(shop) == {SOMEBODY}
    assert_ends(shop, signal.SIGINT)


def users(shop: Shop) -> set[int]:
    """Whose processes they are, the server's among them."""
    pid = EmbeddedPostgres(shop.data).pid()
    assert pid in shop.family()
    status = [Path(f"/proc/{member}/status").read_text() for member in shop.family()]
    return {int(number) for text in status for number in re.findall(r"^Uid:\s+(\d+)", text, re.MULTILINE)}


def python_for_somebody() -> str:
    """This Python, or the system's of the same version where this one lies in a private home."""
    if os.geteuid() != 0:
        pytest.skip("these tests run as an ordinary user already")
    if not shutil.which("setpriv"):
        pytest.skip("there is no setpriv here to become another user")
    for python in (
        sys.executable,
        shutil.which(f"python3.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin"),
    ):
        if python and can_run(python):
            return python
    pytest.skip("another user cannot run the code of this checkout")


def can_run(python: str) -> bool:
    twice = (
        "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', 'import tuanke, gunicorn']))"
    )
    command = [*AS_SOMEBODY, python, "-c", twice]
    settings = {**os.environ, "PYTHONPATH": packages()}
    return subprocess.run(command, env=settings, capture_output=True, check=False).returncode == 0
