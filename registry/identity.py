"""The citizen identity number (公民身份号码), GB 11643-1999: 17 digits and a check character."""

import datetime as dt
import re

_FORM = re.compile(r"[1-9]\d{16}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_character(first_seventeen: str) -> str:
    """The check character that belongs to 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def birth_date(id_number: str) -> dt.date | None:
    """The birth date inside an ID number, or None if there is no such day."""
    try:
        return dt.datetime.strptime(id_number[6:14], "%Y%m%d").date()  # noqa: DTZ007 -- a calendar day has no zone
    except ValueError:
        return None


def sex(id_number: str) -> str:
    """``M`` or ``F``, from the parity of the seventeenth digit."""
    return "M" if int(id_number[16]) % 2 else "F"


def is_valid(id_number: str) -> bool:
    """True for a well-formed number with a real birth date and the right check character."""
    if not _FORM.fullmatch(id_number) or birth_date(id_number) is None:
        return False
    return check_character(id_number[:17]) == id_number[17]
