"""Pages are made one after the other in each process; nobody waits long for one that takes its time (ADR 0028)."""

import threading
import time
from typing import Any

from tuanke.config import turns


class Pages:
    """Notes who is being answered beside whom; `/slow` takes until it is let go."""

    def __init__(self) -> None:
        self.at_once = self.most_at_once = 0
        self.let_go = threading.Event()

    def __call__(self, environ: dict[str, Any], _start: object) -> list[bytes]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if environ["PATH_INFO"] == "/slow":
            self.let_go.wait(10)
        else:
            time.sleep(0.005)
        self.at_once -= 1
        return [b""]


def test_of_many_each_has_its_turn() -> None:
    pages = Pages()
    application = turns.Turns(pages)
    askers = [threading.Thread(target=application, args=({"PATH_INFO": "/"}, None)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert pages.most_at_once == 1


def test_a_page_that_takes_long_keeps_nobody_waiting_for_it() -> None:
    pages = Pages()
    application = turns.Turns(pages)
    slow = threading.Thread(target=application, args=({"PATH_INFO": "/slow"}, None))
    slow.start()
    started = time.monotonic()
    application({"PATH_INFO": "/"}, lambda *_: None)
    assert time.monotonic() - started < 4 * turns.PATIENCE
    pages.let_go.set()
    slow.join()
    assert pages.most_at_once == 2
