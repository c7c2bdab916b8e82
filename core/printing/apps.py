from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "core.printing"
    label = "printing"
