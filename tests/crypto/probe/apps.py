from django.apps import AppConfig


class CryptoProbeConfig(AppConfig):
    name = "tests.crypto.probe"
    label = "crypto_probe"
