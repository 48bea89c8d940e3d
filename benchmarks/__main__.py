"""`make bench [SIZE=full]`: every module of this package that has a `run(size)`, each in a process of its own."""

import argparse
import importlib
import pkgutil
import subprocess
import sys

import benchmarks
from benchmarks.measure import FULL, TENTH


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=[FULL, TENTH], default=TENTH)
    parser.add_argument("only", nargs="*")
    options = parser.parse_args()
    if len(options.only) == 1:
        return _run(options.only[0], options.size)
    names = options.only or [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    command = [sys.executable, "-m", "benchmarks", "--size", options.size]
    return max(subprocess.run([*command, name], check=False).returncode for name in names)


def _run(name: str, size: str) -> int:
    run = getattr(importlib.import_module(f"benchmarks.{name}"), "run", None)
    failed = False
    for measure in run(size) if run else ():
        measure.show()
        failed |= not measure.ok
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
