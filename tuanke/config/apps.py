from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "tuanke.config"

    def ready(self) -> None:
        from tuanke.config import wiring

        wiring.connect()
