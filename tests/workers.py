"""Which tests stay together when several processes share them out (`-n 2`)."""

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"  # one shop for all its files; xdist's own groups do not work with pytest 9.2


class ByFile(LoadScopeScheduling):
    """What one file has in a row goes to one worker, in the order of collection.

    A file can come twice: tests that empty the tables stay behind all that take them back.
    """

    def __init__(self, config: pytest.Config, log: object) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)
        self._scopes: dict[str, str] = {}
        self._latest = ""

    def _split_scope(self, nodeid: str) -> str:
        """Asked for every test in order first, and again when it has ended."""
        if nodeid not in self._scopes:
            file = BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]
            if not self._latest.startswith(f"{file} "):
                self._latest = f"{file} {len(self._scopes)}"
            self._scopes[nodeid] = self._latest
        return self._scopes[nodeid]
