import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.jobs.selectors import pages, runs
from tuanke.platform.jobs.services import queue
from tuanke.ui.found import or_404
from tuanke.ui.paging import page_of


@needs(Permission.JOBS_VIEW)
def run_list(request: HttpRequest) -> HttpResponse:
    page = page_of(runs.list_runs(), request)
    context: dict[str, Any] = {
        "page": page,
        "lines": [
            {"run": run, "name": pages.name_of(run), "page": pages.find_page(run)} for run in page.rows
        ],
        "worker_is_alive": runs.worker_is_alive(),
    }
    return render(request, "jobs/run_list.html", context)


@needs(Permission.IMPORTS_RUN)
@require_POST
def cancel(_request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    queue.request_cancel(or_404(runs.get_run, uid))
    return redirect("jobs:list")
