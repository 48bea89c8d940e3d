from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tuanke.platform.notifications"
