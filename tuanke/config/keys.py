"""Keys of a deployment: made on first start under the data directory, readable by its owner only."""

import os
import secrets
from pathlib import Path

from tuanke.config.environment import ConfigurationError


def load_or_create(directory: Path, name: str) -> str:
    """The key's text (64 hex digits when we made it). Two processes starting at once agree on one key."""
    path = directory / name
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _create(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigurationError(f"The key {path} cannot be used: {error.strerror}.") from None


def _create(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
