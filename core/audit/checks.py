"""Every registered sentence can be filled (audit.E001)."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from core.audit.codes import all_codes, bad_placeholders


@register()
def check_sentences(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a sentence whose placeholders no record can fill."""
    return [
        Error(f"{code}: {{{bad}}} can't be filled from a record", id="audit.E001")
        for code in all_codes()
        for bad in bad_placeholders(str(code.sentence))
    ]
