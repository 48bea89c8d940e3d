import uuid

from django.db.models import QuerySet

from tuanke.catalog.models import Product


def list_names(query: str = "") -> QuerySet[Product]:
    """One product of each name, by name: products of the same name have one cost."""
    products = Product.objects.filter(name__icontains=query.strip())
    return products.order_by("name", "pk").distinct("name")


def get_product(uid: uuid.UUID) -> Product:
    """Raises Product.DoesNotExist."""
    return Product.objects.get(uid=uid)
