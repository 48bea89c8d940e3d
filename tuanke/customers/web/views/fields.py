from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import CustomField
from tuanke.customers.selectors.custom_fields import get_custom_field, list_all_custom_fields
from tuanke.customers.services import custom_fields
from tuanke.customers.services.asked_fields import FieldAskedForError
from tuanke.customers.web.forms.field import FieldForm
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404


@needs(Permission.FIELDS_DEFINE)
def field_list(request: HttpRequest) -> HttpResponse:
    return render(request, "customers/field_list.html", {"fields": list_all_custom_fields()})


@needs(Permission.FIELDS_DEFINE)
def new_field(request: HttpRequest) -> HttpResponse:
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        settled = {name: form.cleaned_data[name] for name in ("kind", "key", "unique")}
        custom_fields.define_field(
            **settled,
            field_type=form.cleaned_data["type"],
            values=form.values(),
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("customers:fields")
    return render(request, "customers/field_form.html", {"form": form})


@needs(Permission.FIELDS_DEFINE)
def edit_field(request: HttpRequest, pk: int) -> HttpResponse:
    field = _field(pk)
    form = FieldForm(request.POST or None, instance=_field(pk))
    if request.method == "POST" and form.is_valid():
        by, at = viewer_of(request).staff_id, timezone.now()
        try:
            custom_fields.change_field(field=field, values=form.values(), by=by, at=at)
        except custom_fields.OptionInUseError:
            form.add_error("options", _("Customers have a choice that would be gone."))
        except FieldAskedForError as error:
            form.add_error(None, _in_use(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("customers:fields")
    return render(request, "customers/field_form.html", {"form": form, "field": field})


@needs(Permission.FIELDS_DEFINE)
@require_POST
def archive_field(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away, or bring it back."""
    field = _field(pk)
    try:
        custom_fields.set_archived(
            field=field,
            archived=field.archived_at is None,
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except FieldAskedForError as error:
        messages.error(request, _in_use(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("customers:fields")


def _in_use(error: FieldAskedForError) -> str:
    told = {"names": _(", ").join(error.names)}
    return _("These segments ask for it: %(names)s. Change their rules first.") % told


def _field(pk: int) -> CustomField:
    return or_404(get_custom_field, pk)
