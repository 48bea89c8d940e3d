import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.shop import Shop
from tests.commands.test_up import assert_ends
from tuanke.config.postgres import EmbeddedPostgres

SOMEBODY = 65_534
AS_SOMEBODY = ("setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups")


def test_an_ordinary_user_starts_it_too(new_shop: Callable[[], Shop]) -> None:
    skip_unless_possible()
    shop = Shop(new_shop().data, before=AS_SOMEBODY)
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


def skip_unless_possible() -> None:
    if os.geteuid() != 0:
        pytest.skip("these tests run as an ordinary user already")
    command = [*AS_SOMEBODY, sys.executable, "-c", "import tuanke.config.cli"]
    if not shutil.which("setpriv") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("another user cannot run the code of this checkout")
