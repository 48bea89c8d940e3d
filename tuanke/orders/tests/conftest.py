from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    """Kept files are named after numbers that tests at work beside each other share."""
    settings.MEDIA_ROOT = tmp_path / "kept"
