"""The shop on its first working day: staff, and two years of orders brought in through the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import personas
from tests.conftest import RunJobs, SignIn
from tests.stories.browsing import Form, forms
from tests.stories.keeping import Kept, keep, put_back
from tuanke.customers.models import Customer

Once = Callable[[str, Callable[[], object]], None]


@dataclass(frozen=True)
class Shop:
    """The doors a story goes through."""

    sign_in: SignIn
    run_jobs: RunJobs
    folder: Path
    today: date

    def customer(self, name: str) -> Customer:
        return Customer.objects.get(display_name=name)

    def page(self, name: str) -> str:
        return f"/customers/{self.customer(name).uid}/"


def upload(client: Client, path: Path) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/imports/new/", {"file": file})


def import_by_page(client: Client, path: Path, run_jobs: RunJobs) -> str:
    """Upload, take the columns as recognised, import; gives the address of the account."""
    account = press_import(client, path)
    run_jobs()
    return account


def columns_form(page: Any) -> Form:
    """The columns as the page proposes them, untouched."""
    (form,) = [form for form in forms(page) if "source" in form.values]
    return form


def press_import(client: Client, path: Path) -> str:
    columns = upload(client, path)["Location"]
    start = client.post(columns, columns_form(client.get(columns)).values)["Location"]
    account: str = client.post(start)["Location"]
    return account


@pytest.fixture
def new_shop(run_jobs: RunJobs, sign_in: SignIn, tmp_path: Path) -> Shop:
    return Shop(sign_in, run_jobs, tmp_path, timezone.localdate())


@pytest.fixture
def orders_file(tmp_path: Path) -> Path:
    rows = personas.order_rows(personas.BUYERS, timezone.localdate())
    return personas.write_youzan(tmp_path / "有赞订单.csv", rows)


@pytest.fixture(scope="session")
def kept_shops() -> dict[str, Kept]:
    return {}


@pytest.fixture
def once(kept_shops: dict[str, Kept], tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Build a shop the first time it is asked for; put it back as it stood afterwards."""

    def build(name: str, work: Callable[[], object]) -> None:
        if name in kept_shops:
            put_back(kept_shops[name])
        else:
            work()
            kept_shops[name] = keep(tmp_path_factory.mktemp(name))

    return build


@pytest.fixture
def shop(new_shop: Shop, orders_file: Path, once: Once) -> Shop:
    """The order file is in and worked through."""
    once("shop", lambda: import_by_page(new_shop.sign_in("zhaolei"), orders_file, new_shop.run_jobs))
    return new_shop


@pytest.fixture
def give() -> Callable[[str, str], None]:
    """Let a colleague look after a customer."""

    def assign(customer: str, username: str) -> None:
        from tuanke.customers.services.customers import assign_owner
        from tuanke.platform.accounts.selectors.staff import get_staff

        staff = get_staff(username)
        assign_owner(
            customer=Customer.objects.get(display_name=customer),
            owner_id=staff.pk,
            by=staff.pk,
            at=timezone.now(),
        )

    return assign
