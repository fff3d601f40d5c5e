"""From each statement to the row it comes from, and from each row to a statement or a reason."""

from __future__ import annotations

import re

from electcheck.model.evidence import Statement
from tests.case.conftest import ALL_ROWS_ACCOUNTED, only_row

LETTER = "odf-letter-2019"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Words that a range or a small count stands for, as docs/grading.md lists them.
HUNDREDS = (200, 999)
# Counts that we made of what a row lists, with what was counted.
COUNTED = {
    ("media.election-day-internet/services_blocked", 3): "WhatsApp, Facebook, Instagram",
    ("campaign.length/campaign_days", (28, 29)): "11 May to 7 June",
    ("system.timing/days_to_vote", (1, 81)): "a annoncé l'élection présidentielle anticipée",
    ("system.timing/days_to_vote", (40, 69)): "en avril dernier",
}
MONTHS = "January February March April May June July August September October November December"
MONTH = re.compile(rf"\b(\d{{1,2}}) (?:and \d{{1,2}} |to \d{{1,2}} )?({'|'.join(MONTHS.split())})")


def test_every_statement_has_a_row_and_every_row_a_statement_or_a_reason(case, rows):
    statements = {statement.id for statement in case.statements}
    named = {row.statement for row in rows if row.statement}
    assert statements == named
    for row in rows:
        assert bool(row.statement) != bool(row.reason), row
    silent = {(row.file, row.row) for row in rows if row.reason}
    assert not silent & {(row.file, row.row) for row in rows if row.statement}


def test_the_letter_has_a_statement_for_each_recommendation(case):
    said = {
        (number, says)
        for statement in case.statements
        if statement.source == LETTER
        for number in range(1, 10)
        for says in [statement.says]
        if statement.locator.startswith(f"recommendation {number},")
    }
    assert {number for number, _ in said} == set(range(1, 10))
    assert {number for number, says in said if says == "demand"} == set(range(1, 10))


def test_excerpts_come_from_the_letter_alone_and_are_short(case):
    for statement in case.statements:
        if statement.source == LETTER:
            assert statement.excerpt, statement.id
            assert len(statement.excerpt.split()) <= 15, statement.id
        else:
            assert statement.excerpt is None, statement.id


def test_no_row_is_invented_and_none_is_forgotten(rows, facts, letter):
    named = {only_row(facts, row.file, row.row) for row in rows if row.file != "letter"}
    named |= {("letter", row.row) for row in rows if row.file == "letter"}
    assert {key for file, key in named if file == "letter"} <= set(letter)
    wanted = {(file, key) for file, key in facts if file in ALL_ROWS_ACCOUNTED}
    wanted |= {("letter", key) for key in letter}
    assert not wanted - named


def test_each_excerpt_stands_where_its_locator_says(case, rows_of, letter):
    for statement in case.statements:
        if statement.source != LETTER:
            continue
        assert statement.excerpt is not None
        places = [row.row for row in rows_of[statement.id] if row.file == "letter"]
        assert any(statement.excerpt in letter[place] for place in places), statement.id
        for place in places:
            number, sentence = place.split("/")
            where = "heading" if sentence == "0" else f"sentence {sentence}"
            assert statement.locator.startswith(f"recommendation {number},"), statement.id
            assert statement.locator.endswith(where), statement.id


def test_every_number_stands_in_the_row_or_the_letter(case, rows_of, facts, letter):
    wrong = []
    for statement in case.statements:
        text = " ".join(
            letter[row.row] if row.file == "letter" else facts[only_row(facts, row.file, row.row)]
            for row in rows_of[statement.id]
        )
        known = numbers(text) | dates_of(statement, case) | {len(case.election.regions)}
        stray = numbers(MONTH.sub(" ", statement.summary.en)) - known
        wrong += [f"{statement.id}: {n} of the summary is not in {text!r}" for n in stray]
        if not value_stands(statement, known, text):
            wrong.append(f"{statement.id}: {statement.value or statement.range} not in {text!r}")
    assert not wrong, "\n".join(wrong)


def numbers(text: str) -> set[float]:
    """Return the numbers of a text; commas between groups of three are no decimal points."""
    found = set()
    for token in NUMBER.findall(text):
        plain = re.sub(r",(?=\d{3}(?!\d))", "", token)
        for part in (
            [plain] if plain.count(".") < 2 and "," not in plain else re.split(r"[.,]", plain)
        ):
            found.add(float(part))
    return found


def dates_of(statement: Statement, case) -> set[float]:
    """Return the numbers of the dates that the statement itself carries in its fields."""
    source = case.sources[statement.source]
    texts = [str(source.published.earliest), str(source.published.latest), statement.locator]
    texts += [str(statement.happened or ""), str(statement.scope.period or "")]
    return {number for text in texts for number in numbers(text.replace("-", " "))}


def value_stands(statement: Statement, known: set[float], text: str) -> bool:
    """Tell whether the value is a number of the row, or a word of it by docs/grading.md."""
    if (
        counted := COUNTED.get((statement.indicator, statement.range or statement.value))
    ) is not None:
        return counted in text
    if statement.range is not None:
        low, high = statement.range
        if high is None:
            assert isinstance(low, int | float)
            return stands(low, known) or stands(low - 1, known)
        if not isinstance(low, int | float) or not isinstance(high, int | float):
            return str(low) in text and str(high) in text
        if (low, high) == HUNDREDS:
            return "undreds" in text or "centaines" in text
        return any(stands(end, known) for end in (low, low - 1, high)) or any(
            (low, high) in ((0.9 * n, 1.1 * n), (0.975 * n, n)) for n in known
        )
    value = statement.value
    return not isinstance(value, int | float) or isinstance(value, bool) or stands(value, known)


def stands(value: float, known: set[float]) -> bool:
    """Tell whether a value is a number of the row, a percentage of it, or a ratio of two."""
    if value in known or value in (0, 1, 2):
        return True
    if 0 < value < 1:
        return value * 100 in known or any(
            abs(a / b - value) < 0.001 for a in known for b in known if b
        )
    return any(a + b == value for a in known for b in known)
