from django.apps import AppConfig


class PermissionsConfig(AppConfig):
    name = "core.permissions"
    label = "permissions"
