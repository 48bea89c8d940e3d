from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tuanke.platform.audit"
