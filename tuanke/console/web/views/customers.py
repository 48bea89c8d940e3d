import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.care.domain.reasons import SNOOZE_DAYS
from tuanke.care.selectors import today as attention
from tuanke.care.selectors.wording import reason_words
from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.wording import class_name, tone
from tuanke.console.web.persons import Person, person_of
from tuanke.customers.models import Customer
from tuanke.customers.selectors import customers as archive
from tuanke.customers.services import contacts, customers
from tuanke.engagement.selectors.timeline import list_events
from tuanke.orders.selectors import orders
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.masking import mask_contact
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.ui.paging import page_of
