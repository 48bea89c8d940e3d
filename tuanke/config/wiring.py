"""Who reacts to what, on one page. Rooms know nothing of the rooms above them; here they are connected."""

from procrastinate import App

from tuanke.platform.jobs.services import execution
from tuanke.platform.outbox import jobs as outbox_jobs
from tuanke.platform.outbox.services import events

REACTIONS: events.Reactions = {}

JOBS: dict[str, execution.Job] = {
    "outbox.deliver": outbox_jobs.deliver,
}

WATCHED_JOBS: dict[str, execution.Job] = {}

PERIODIC: dict[str, str] = {}


def connect() -> None:
    events.connect(REACTIONS)


def register_jobs(app: App) -> None:
    execution.register(app, JOBS, WATCHED_JOBS, PERIODIC)
