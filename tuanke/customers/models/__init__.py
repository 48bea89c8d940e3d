from tuanke.customers.models.affiliation import Affiliation
from tuanke.customers.models.contact_point import ContactPoint
from tuanke.customers.models.customer import Customer
from tuanke.customers.models.external_identity import ExternalIdentity

__all__ = ["Affiliation", "ContactPoint", "Customer", "ExternalIdentity"]
