import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.domain.consent import Statement
from tuanke.customers.models import Customer
from tuanke.customers.selectors.consents import list_consents
from tuanke.customers.services import consents
from tuanke.customers.web.forms.panels import ConsentForm
from tuanke.customers.web.views.archive import show_archive
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.wording import CONSENT, REGRESSION
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def record(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            _record(request, customer, form)
        except consents.ConsentError as error:
            form.add_error(error.field, CONSENT[error.code])
        except consents.ConsentRegression:
            form.add_error(None, REGRESSION)
        else:
            messages.success(request, _("Saved."))
            return back_to("customers:archive", customer.uid, request)
    return show_archive(request, customer, consent_form=form)


@needs(Permission.CUSTOMERS_EDIT)
def history(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Every statement with its evidence, for whoever has to prove one."""
    customer = customer_or_404(request, uid)
    context = {"customer": customer, "records": list_consents(customer)}
    return render(request, "customers/consent_history.html", context)


def _record(request: HttpRequest, customer: Customer, form: ConsentForm) -> None:
    values, at = form.cleaned_data, timezone.now()
    said = Statement(values["status"], values["occurred_at"] or at, values["evidence"], values["source"])
    consents.record_consent(
        customer=customer,
        channel=values["channel"],
        purpose=values["purpose"],
        said=said,
        basis=values["basis"],
        expires_at=values["expires_at"],
        by=viewer_of(request).staff_id,
        at=at,
    )
