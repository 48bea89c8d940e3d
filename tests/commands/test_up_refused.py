"""What stops a deployment from starting is one line on standard error, never a traceback."""

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.shop import Shop

NewShop = Callable[[], Shop]
SECONDS = 30
MOUNTED = 'mount -t tmpfs -o {options} tmpfs "$TUANKE_DATA" && exec "$@"'


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("TUANKE_COLOUR", "red", "TUANKE_COLOUR"),
        ("TUANKE_BASEURL", "https://crm.example.com", "TUANKE_BASE_URL"),  # what was meant
        ("PORT", "eighty", "PORT"),
        ("PORT", "0", "PORT"),
        ("PORT", "65536", "PORT"),
        ("PORT", "9" * 5000, "PORT"),
        ("TUANKE_BASE_URL", "crm.example.com", "TUANKE_BASE_URL"),
        ("TUANKE_BASE_URL", "https://[crm.example.com", "TUANKE_BASE_URL"),
        ("TUANKE_BASE_URL", "https://crm.example.com:port", "TUANKE_BASE_URL"),
        ("TUANKE_TIME_ZONE", "Asia/Atlantis", "TUANKE_TIME_ZONE"),
        ("SECRET_KEY_FILE", "/nowhere/key", "SECRET_KEY_FILE"),
        ("SECRET_KEY_FILE", "/", "SECRET_KEY_FILE"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://nobody@[127.0.0.1/none", "DATABASE_URL"),
        ("DATABASE_URL", "mysql://nobody@127.0.0.1/none", "DATABASE_URL"),
    ],
)
def test_a_setting_it_cannot_use_is_named(new_shop: NewShop, setting: str, value: str, word: str) -> None:
    assert word in refusal(new_shop().run("up", within=SECONDS, **{setting: value}))


def test_a_secret_that_is_no_text_is_named(new_shop: NewShop, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(b"\xff\xfe\x00\x80")

    assert "SECRET_KEY_FILE" in refusal(new_shop().run("up", within=SECONDS, SECRET_KEY_FILE=str(key)))


def test_a_secret_given_twice_is_named(new_shop: NewShop, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("one")

    assert "SECRET_KEY" in refusal(
        new_shop().run("up", within=SECONDS, SECRET_KEY_FILE=str(key), SECRET_KEY="two")
    )


def test_a_taken_port_is_named(new_shop: NewShop) -> None:
    shop = new_shop()
    with socket.socket() as other:
        other.bind(("127.0.0.1", shop.port))
        other.listen()

        assert str(shop.port) in refusal(shop.run("up", within=SECONDS))


def test_a_data_directory_below_a_file_is_named(new_shop: NewShop, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    data = str(tmp_path / "file" / "data")

    assert data in refusal(new_shop().run("up", "--data", data, within=SECONDS))


def test_a_read_only_data_directory_is_named(new_shop: NewShop) -> None:
    shop = on_tmpfs(new_shop(), "ro")

    assert str(shop.data) in refusal(shop.run("up", within=SECONDS))


@pytest.mark.parametrize("size", ["4k", "20m", "40m", "42m"])
def test_a_full_disk_is_named(new_shop: NewShop, size: str) -> None:
    """Full at once, while the cluster, the database, the tables are made."""
    line = refusal(on_tmpfs(new_shop(), f"size={size}").run("up", within=SECONDS))

    assert "disk is full" in line or "No space left" in line


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line it printed."""
    assert done.returncode != 0, done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("tuanke: ")
    assert done.stdout == ""
    return lines[0]


def on_tmpfs(shop: Shop, options: str) -> Shop:
    """The same shop where its data directory is a file system of its own."""
    own_mounts = ("unshare", "--user", "--map-root-user", "--mount")
    script = ("sh", "-c", MOUNTED.format(options=options), "sh")
    shop.data.mkdir()
    other = Shop(shop.data, before=(*own_mounts, *script))
    allowed = subprocess.run(
        [*own_mounts, *script, "true"], env=other.environment(), capture_output=True, check=False
    )
    if allowed.returncode:
        pytest.skip("mounting a file system is not permitted here")
    return other
