from django.apps import AppConfig


class PreferencesConfig(AppConfig):
    name = "tuanke.platform.preferences"
