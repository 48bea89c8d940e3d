from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "tuanke.platform.imports"
