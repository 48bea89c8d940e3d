from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "tuanke.care"
