"""`tuanke analyze FILE --out DIR`: a report from an order file, without a deployment."""

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Any

from tuanke.config import environment, texts
from tuanke.config.environment import ConfigurationError

REFUSED = 2


def add_to(commands: Any) -> None:
    parser = commands.add_parser("analyze", help="a report from a file of orders; needs no server")
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the report and its tables")
    parser.add_argument("--map", default="", help="key=Column,key=Column; numbers for a file without header")
    parser.add_argument("--preset", default="", help="read the file as an export of this kind")
    parser.add_argument("--as-of", default="", help="the day of the report (default: that of the last row)")
    parser.add_argument("--lang", default="zh-hans", choices=["zh-hans", "en"], help="of the report")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise ConfigurationError(f"There is no file {options.file}.")
    as_of = _day(options.as_of) if options.as_of else None
    zone = environment.read().time_zone
    texts.prepare(zone)
    return _analyze(options, as_of, zone)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"--as-of must be a day like 2026-11-21, not {text!r}.") from None


def _analyze(options: argparse.Namespace, as_of: dt.date | None, zone: str) -> int:
    from django.utils import timezone, translation

    from tuanke.analyze.selectors.shop import TooMuchMoney
    from tuanke.analyze.services.analyzing import Wish, analyze
    from tuanke.kit.files.keys import parse_map
    from tuanke.kit.files.refusal import FileRefused
    from tuanke.ui.files.wording import refusal_sentence

    try:
        mapping = parse_map(options.map) if options.map else None
        wish = Wish(zone, mapping, options.preset or None, as_of, options.lang)
        account = analyze(options.file, options.out, wish, timezone.localdate())
    except FileRefused as refusal:
        with translation.override(options.lang):
            return _refuse(refusal_sentence(refusal.code, refusal.params))
    except TooMuchMoney:
        return _refuse("The amounts add up to more than can be counted. Check the amount column.")
    except OSError as error:
        raise ConfigurationError(f"{options.out} cannot be written: {error.strerror}.") from None
    print(f"counted {account.counted}  excluded {account.excluded}  rejected {account.rejected}")
    print(f"report: {options.out / 'report.html'}")
    return 0


def _refuse(sentence: str) -> int:
    print(f"tuanke: {sentence}", file=sys.stderr)
    return REFUSED
