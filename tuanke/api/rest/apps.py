from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "tuanke.api.rest"
