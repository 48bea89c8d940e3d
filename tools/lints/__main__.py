"""Runs every lint of ours on the product: `python -m tools.lints`."""

import sys

from tools.lints import bans, clock, foreign_rows, get_model
from tools.lints.source import ROOT, Finding, Source, read

LINTS = (get_model.check, foreign_rows.check, clock.check, bans.check)


def findings_in(source: Source) -> list[Finding]:
    return sorted({finding for lint in LINTS for finding in lint(source)})


def main() -> int:
    findings = [finding for source in read(ROOT) for finding in findings_in(source)]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
