"""The cases that are drawn, and a language that needs more room than any that we have."""

from __future__ import annotations

import gettext
from functools import lru_cache

from electcheck.files.packaged import criteria_folder, packaged
from electcheck.report.view_language import Tongue
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess
from electcheck.scoring.judgement import Judgement, judgement


class _Longer(gettext.NullTranslations):
    """Every message in Cyrillic and a third longer, as Russian is, so that room is tried."""

    def gettext(self, message: str) -> str:
        more = len(message) // 3
        return f"Ж{message} {'слово ' * (more // 6)}{'слово'[: more % 6]}".rstrip()

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"Ж{one if n == 1 else many}"


LONG = Tongue("ru", _Longer(), {})


@lru_cache
def opened_case(name: str) -> tuple[Opened, Judgement]:
    opened = open_case(packaged("data", name), criteria_folder())
    return opened, judgement(opened, assess(opened), 20, 1, held=False)
