import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tuanke.catalog.models import Product
from tuanke.catalog.selectors import products
from tuanke.catalog.services.costs import set_unit_cost
from tuanke.catalog.web.forms import CostForm
from tuanke.kit.money import from_fen, to_fen
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404
from tuanke.ui.paging import page_of


@needs(Permission.COSTS_EDIT)
def product_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    page = page_of(products.list_names(query), request)
    context = {"page": page, "items": [_item(product) for product in page.rows], "query": query}
    return render(request, "catalog/product_list.html", context)


@needs(Permission.COSTS_EDIT)
@require_POST
def set_cost(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    product = or_404(products.get_product, uid)
    form = CostForm(request.POST)
    if not form.is_valid():
        return _answer(
            request, product, typed=request.POST.get("cost", ""), error=str(form.errors["cost"][0])
        )
    cost = form.cleaned_data["cost"]
    by, now = viewer_of(request).staff_id, timezone.now()
    set_unit_cost(product=product, cost_fen=None if cost is None else to_fen(cost), by=by, at=now)
    product.refresh_from_db()
    return _answer(request, product, is_saved=True)


def _item(product: Product) -> dict[str, Any]:
    cost = product.unit_cost_fen
    return {"product": product, "cost": "" if cost is None else str(from_fen(cost))}


def _answer(
    request: HttpRequest, product: Product, *, typed: str = "", error: str = "", is_saved: bool = False
) -> HttpResponse:
    """The row as it stands now, in place; without JavaScript the list."""
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, f"{product.name}: {error} {typed}".strip())
        return redirect("catalog:products")
    item = {**_item(product), **({"cost": typed} if error else {}), "error": error, "is_saved": is_saved}
    return render(request, "catalog/_product.html", {"item": item})
