"""Forms that read the filters of a list out of its address."""

from django import forms


class Filters(forms.Form):
    """What is not understood asks for nothing, and is said."""

    @property
    def understood(self) -> dict[str, str]:
        """What of the address counts."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def troubles(self) -> list[str]:
        """What of the address was not understood."""
        return [str(error) for errors in self.errors.values() for error in errors]
