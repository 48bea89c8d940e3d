"""Each lint catches a seeded violation and lets the legal line beside it pass."""

import textwrap

import pytest

from tools.lints import bans, clock, foreign_rows, get_model
from tools.lints.__main__ import findings_in
from tools.lints.source import Source, room_of


def source(path: str, text: str) -> Source:
    return Source(path, textwrap.dedent(text))


ORDERS = "tuanke/orders/services/orders.py"
WEB = "tuanke/orders/web/views.py"

GET_MODEL = [
    (ORDERS, 'from django.apps import apps\napps.get_model("customers", "Customer")'),
    (ORDERS, 'from django.apps import apps\napps.get_model("customers.Customer")'),
    (ORDERS, "from django.apps import apps\napps.get_model(label, name)"),
    (ORDERS, 'import django.apps\ndjango.apps.apps.get_app_config("customers")'),
    (ORDERS, "from django.contrib.auth import get_user_model\nget_user_model()"),
]
GET_MODEL_LEGAL = [
    ("tuanke/orders/migrations/0002_x.py", 'def fill(apps, editor):\n    apps.get_model("orders", "Order")'),
    ("tuanke/orders/apps.py", "from django.apps import AppConfig\nclass OrdersConfig(AppConfig): ..."),
    (
        "tuanke/platform/accounts/services/staff.py",
        "from django.contrib.auth import get_user_model\nget_user_model()",
    ),
]

FOREIGN_ROWS = [
    (ORDERS, "from tuanke.customers.models import Customer\nCustomer.objects.create(name='x')"),
    (ORDERS, "from tuanke.customers.selectors import customers\ncustomers.Customer.objects.update(name='x')"),
    (ORDERS, "def rename(row):\n    row.__class__.objects.filter(pk=1).update(name='x')"),
    (ORDERS, "def rename(model_class):\n    model_class._default_manager.create(name='x')"),
    (
        ORDERS,
        """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from tuanke.customers.models import Customer
        def rename(customer: "Customer | None", name):
            customer.name = name
            customer.save()
        """,
    ),
    (
        ORDERS,
        """
        from tuanke.customers.selectors import customers
        def rename(uid, name):
            customer = customers.get_customer(uid=uid)
            customer.save(update_fields=["name"])
        """,
    ),
    (
        ORDERS,
        """
        from tuanke.customers.selectors.customers import list_customers
        def forget():
            for customer in list_customers().filter(name=""):
                customer.delete()
        """,
    ),
    (
        ORDERS,
        """
        from tuanke.customers.selectors.customers import list_customers
        def rename():
            list_customers().filter(name="").update(name="x")
        """,
    ),
    (ORDERS, 'SQL = "UPDATE customers_customer SET name = %s"'),
    (ORDERS, 'SQL = """\nWITH a AS (SELECT 1)\nINSERT INTO customers_customer\n(name) SELECT 1"""'),
]
FOREIGN_ROWS_LEGAL = [
    (ORDERS, "from tuanke.orders.models import Order\nOrder.objects.create(number='x')"),
    (ORDERS, "from django.contrib.sessions.models import Session\nSession.objects.all()"),
    (
        "tuanke/orders/models/order.py",
        "class Order:\n    @classmethod\n    def x(cls):\n        cls.objects.all()",
    ),
    (
        ORDERS,
        """
        from tuanke.customers.services import contacts
        from tuanke.orders.models import Order
        def close(order: Order):
            order.save()
            contacts.delete(pk=1)
        """,
    ),
    (
        ORDERS,
        """
        from tuanke.customers.selectors import customers
        def names():
            found = customers.names_by_id()
            found.update({1: "x"})
        """,
    ),
    (ORDERS, 'SQL = "UPDATE orders_order SET customer_id = (SELECT id FROM customers_customer LIMIT 1)"'),
]

CLOCK = [
    ("tuanke/orders/domain/window.py", "from django.utils import timezone\ntimezone.now()"),
    ("tuanke/orders/selectors/orders.py", "from django.utils import timezone\ntimezone.localdate()"),
    ("tuanke/insights/rfm.py", "from datetime import date\ndate.today()"),
    ("tuanke/kit/clock.py", "import datetime as dt\ndt.datetime.now(dt.UTC)"),
    ("tuanke/kit/clock.py", "from time import time\ntime()"),
    ("tuanke/platform/jobs/selectors/runs.py", "from django.db.models.functions import Now\nNow()"),
    ("tuanke/kit/clock.py", "from datetime import datetime\nmake(default_factory=datetime.now)"),
]
CLOCK_LEGAL = [
    (ORDERS, "from django.utils import timezone\ntimezone.now()"),
    ("tuanke/orders/selectors/orders.py", "from django.utils import timezone\ntimezone.localdate(at)"),
    ("tuanke/kit/clock.py", "import time\ntime.monotonic()"),
    ("tuanke/insights/rfm.py", "from datetime import date\ndate(2026, 1, 1)"),
    ("tuanke/insights/rfm.py", "def age(now, today):\n    return now() - today()"),
]

BANS = [
    (WEB, "from django.utils.safestring import mark_safe\nmark_safe(name)"),
    (WEB, "Order.objects.extra(where=[text])"),
    (WEB, "Order.objects.raw(text)"),
    (WEB, "import pickle"),
    (WEB, "from pickle import loads"),
    (WEB, "import yaml\nyaml.load(text)"),
    (WEB, "eval(text)"),
    (WEB, "Order.objects.filter(**request.GET.dict())"),
    (WEB, "Order.objects.filter(**{request.POST['field']: 1})"),
    (WEB, "orders.order_by(request.GET['sort'])"),
    (WEB, "cursor.execute('SELECT 1')"),
    (WEB, "class Meta:\n    fields = '__all__'"),
    ("tuanke/orders/templates/orders/list.html", "<p>\n{{ name|safe }}</p>"),
    ("tuanke/orders/templates/orders/list.html", "{% autoescape off %}{{ name }}{% endautoescape %}"),
]
BANS_LEGAL = [
    (WEB, "from django.utils.html import format_html\nformat_html('<b>{}</b>', name)"),
    (WEB, "logger.info('done', extra={'fields': fields})"),
    (WEB, "import yaml\nyaml.safe_load(text)"),
    (WEB, "orders.filter(number=request.GET['number'])"),
    (WEB, "orders.filter(**CONDITIONS[form.cleaned_data['state']])"),
    (ORDERS, "cursor.execute(MERGE, [run_id])"),
    ("tuanke/orders/tests/test_orders.py", "eval(text)"),
    ("tuanke/orders/templates/orders/list.html", "{{ name|default:'–' }} is safe"),
]


@pytest.mark.parametrize(("path", "text"), GET_MODEL)
def test_a_model_looked_up_by_name_is_caught(path: str, text: str) -> None:
    assert len(list(get_model.check(source(path, text)))) == 1


@pytest.mark.parametrize(("path", "text"), FOREIGN_ROWS)
def test_a_write_to_another_rooms_rows_is_caught(path: str, text: str) -> None:
    assert len(list(foreign_rows.check(source(path, text)))) == 1


@pytest.mark.parametrize(("path", "text"), CLOCK)
def test_asking_for_the_time_in_a_timeless_place_is_caught(path: str, text: str) -> None:
    assert len(list(clock.check(source(path, text)))) == 1


@pytest.mark.parametrize(("path", "text"), BANS)
def test_what_request_code_must_not_do_is_caught(path: str, text: str) -> None:
    assert len(list(bans.check(source(path, text)))) == 1


@pytest.mark.parametrize(("path", "text"), [*GET_MODEL_LEGAL, *FOREIGN_ROWS_LEGAL, *CLOCK_LEGAL, *BANS_LEGAL])
def test_the_legal_line_passes(path: str, text: str) -> None:
    assert findings_in(source(path, text)) == []


def test_a_finding_says_where_and_what_to_do() -> None:
    [finding] = findings_in(source("tuanke/kit/clock.py", "import time\n\nNOW = time.time()"))

    assert (
        str(finding) == "tuanke/kit/clock.py:3: time.time: take the moment as an argument (`at` or `as_of`)"
    )


def test_an_exception_stands_in_the_allow_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bans.ALLOWED, WEB, {"raw"})

    assert findings_in(source(WEB, "orders.raw(text)")) == []
    assert len(findings_in(source(ORDERS, "orders.raw(text)"))) == 1


@pytest.mark.parametrize(
    ("module", "room"),
    [
        ("tuanke.orders.services.orders", "orders"),
        ("tuanke.platform.jobs.services", "platform.jobs"),
        ("django.db.models", None),
        ("tuanke", None),
    ],
)
def test_a_module_knows_its_room(module: str, room: str | None) -> None:
    assert room_of(module) == room


def test_relative_imports_are_followed() -> None:
    relative = source("tuanke/orders/services/orders.py", "from ..models import Order\nfrom . import returns")

    assert relative.imports == {
        "Order": "tuanke.orders.models.Order",
        "returns": "tuanke.orders.services.returns",
    }
