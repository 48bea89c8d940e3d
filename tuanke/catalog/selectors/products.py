import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from tuanke.catalog.models import Product


def list_names(query: str = "") -> QuerySet[Product]:
    """One product of each name, by name: products of the same name have one cost."""
    products = Product.objects.filter(name__icontains=query.strip())
    return products.order_by("name", "pk").distinct("name")


def get_product(uid: uuid.UUID) -> Product:
    """Raises Product.DoesNotExist."""
    return Product.objects.get(uid=uid)


def list_known(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Product]:
    """The products among these (source, external_id); others are not in the catalogue."""
    rows = Product.objects.filter(
        source__in={source for source, _ in keys}, external_id__in={name for _, name in keys}
    )
    return {key: row for row in rows if (key := (row.source, row.external_id)) in keys}


def named(source: object, external_id: object) -> QuerySet[Product]:
    """The product that a source calls so: texts, or references to an outer query's."""
    return Product.objects.filter(source=source, external_id=external_id)


def list_categories() -> list[str]:
    """The categories of the shop's goods, in the order of their names."""
    return list(
        Product.objects.exclude(category="")
        .order_by("category")
        .values_list("category", flat=True)
        .distinct()
    )


def names_of(numbers: Collection[int]) -> dict[int, str]:
    """Product number → name, of those that are there."""
    return dict(Product.objects.filter(pk__in=numbers).values_list("pk", "name"))
