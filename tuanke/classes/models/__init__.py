from tuanke.classes.models.change import ClassChange
from tuanke.classes.models.customer_class import CustomerClass
from tuanke.classes.models.override import ClassOverride

__all__ = ["ClassChange", "ClassOverride", "CustomerClass"]
