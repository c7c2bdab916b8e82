from hypothesis import HealthCheck, settings

# A machine that is busy with the rest of the suite is slow, which says nothing about the arithmetic.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
