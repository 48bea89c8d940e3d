"""Is the process up, and is the deployment ready for work?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from tuanke.platform.accounts.domain.access import ANYONE, open_to
from tuanke.platform.jobs.selectors.runs import worker_is_alive


@open_to(ANYONE)
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@open_to(ANYONE)
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 only when database, migrations and worker are ready; else 503 and what is missing."""
    missing = _missing()
    return JsonResponse({"ready": missing is None, "missing": missing}, status=503 if missing else 200)


def _missing() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations"
        return None if worker_is_alive() else "worker"
    except DatabaseError:
        return "database"
