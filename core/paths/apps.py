from django.apps import AppConfig


class PathsConfig(AppConfig):
    name = "core.paths"
    label = "paths"
