"""`make bench [SIZE=full]`: every module of this package that has a `run(size)`."""

import argparse
import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.measure import FULL, TENTH


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=[FULL, TENTH], default=TENTH)
    parser.add_argument("only", nargs="*")
    options = parser.parse_args()
    failed = False
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if options.only and module.name not in options.only:
            continue
        run = getattr(importlib.import_module(f"benchmarks.{module.name}"), "run", None)
        for measure in run(options.size) if run else ():
            measure.show()
            failed |= not measure.ok
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
