from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tuanke.platform.jobs"
