"""Whatever is put on record has a name somebody reads."""

import re
from pathlib import Path

import tuanke
from tuanke.console.selectors.audit_words import ACTIONS

TREE = Path(tuanke.__file__).parent
WRITTEN = re.compile(
    r'(?:action=|_note\(|_note\(\w+, |action, changes = |if \w+ else |action = )f?"([a-z_]+\.[a-z_]+)"'
)
KINDS = {"report": "reports/services/saving.py", "report_schedule": "reports/services/scheduling.py"}
SHORT = re.compile(r'_note\(\w+, "([a-z]+)"')


def recorded() -> set[str]:
    sources = {path: path.read_text() for path in TREE.rglob("*.py") if "tests" not in path.parts}
    whole = {name for text in sources.values() if "trail.record" in text for name in WRITTEN.findall(text)}
    views = {"view": "platform/preferences/services/views.py"}
    short = {
        f"{kind}.{what}"
        for kind, file in (KINDS | views).items()
        for what in SHORT.findall(sources[TREE / file])
    }
    each = {
        f"customers.{action}_each{end}" for action in ("owner", "tag", "untag") for end in ("", "_undone")
    }
    return whole | short | each


def test_every_action_has_a_name() -> None:
    found = recorded()

    assert len(found) > 80
    assert found - ACTIONS.keys() == set()
    assert ACTIONS.keys() - found - {"demo.loaded", "demo.cleared"} == set()
