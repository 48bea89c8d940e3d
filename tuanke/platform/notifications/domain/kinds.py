"""What people are told of, and which permission it takes to hear of it; asked each time it is read."""

from enum import StrEnum

from tuanke.platform.accounts.domain.permissions import Permission, Viewer


class Kind(StrEnum):
    IMPORT_DONE = "import.done"
    IMPORT_REFUSED = "import.refused"
    IMPORT_UNDONE = "import.undone"
    EXPORT_READY = "export.ready"
    BULK_DONE = "bulk.done"
    JOB_FAILED = "job.failed"
    OWNER_GIVEN = "owner.given"
    OWNER_GIVEN_MANY = "owner.given_many"
    TARGET_REACHED = "target.reached"
    TARGET_ENDED = "target.ended"


NEEDS = {
    Kind.IMPORT_DONE: Permission.IMPORTS_RUN,
    Kind.IMPORT_REFUSED: Permission.IMPORTS_RUN,
    Kind.IMPORT_UNDONE: Permission.IMPORTS_RUN,
    Kind.EXPORT_READY: Permission.CUSTOMERS_EXPORT,
    Kind.BULK_DONE: Permission.CUSTOMERS_EDIT,
    Kind.JOB_FAILED: Permission.JOBS_VIEW,
    Kind.OWNER_GIVEN: Permission.CUSTOMERS_VIEW,
    Kind.OWNER_GIVEN_MANY: Permission.CUSTOMERS_VIEW,
    Kind.TARGET_REACHED: Permission.ANALYTICS_VIEW,
    Kind.TARGET_ENDED: Permission.ANALYTICS_VIEW,
}
WHEN_DONE = {"console.export": Kind.EXPORT_READY, "imports.undo": Kind.IMPORT_UNDONE}  # job → what its end is


def heard_by(viewer: Viewer) -> list[str]:
    return [kind for kind, permission in NEEDS.items() if viewer.may(permission)]
