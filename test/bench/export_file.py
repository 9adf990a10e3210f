"""What the Python programs look at before they parse an export: its digest, and how its dates are written."""

import hashlib
from datetime import datetime

DATE_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d %H:%M:%S"]
# Text in which an e-mail, an identity number or a telephone number stands: what is shown instead.
MASKS = {
    r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;.<>\"]{2,}": "[e-mail]",
    r"\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b": "[identity number]",
    r"\b1[3-9]\d[ -]?\d{4}[ -]?\d{4}(\.0)?\b": "[telephone]",
}
NOTHING = ["", "-", "--", ".", "null", "none", "nan", "n/a", "na", "#n/a", "(null)", "\\n", "无", "空"]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def date_format(values):
    """The format that reads most of a column's first values."""

    def reads(pattern):
        def is_read(value):
            try:
                return bool(datetime.strptime(value, pattern))
            except ValueError:
                return False

        return sum(map(is_read, values))

    return max(DATE_FORMATS, key=reads)
