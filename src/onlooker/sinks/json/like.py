"""Between a domain type and its JSON form where both have the same names for the same values."""

from __future__ import annotations

from typing import TypeVar

import msgspec

Form = TypeVar("Form")


def like(one: object, form: type[Form]) -> Form:
    return msgspec.convert(one, form, from_attributes=True)
