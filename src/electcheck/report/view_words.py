"""What the report calls things: one table for each word of the model that a reader meets."""

from __future__ import annotations

from electcheck.model.outcomes import Outcome, Rank
from electcheck.model.said import marked as _

OUTCOME: dict[Outcome, str] = {
    "met": _("met"),
    "partly_met": _("partly met"),
    "not_met": _("not met"),
    "insufficient_evidence": _("insufficient evidence"),
    "conflicting": _("conflicting evidence"),
    "not_applicable": _("not applicable"),
    "pending": _("pending"),
}

OUTCOME_MEANS: dict[Outcome, str] = {
    "met": _("What is established answers the question with yes."),
    "partly_met": _("What is established meets a part of what the question asks."),
    "not_met": _("What is established answers the question with no."),
    "insufficient_evidence": _(
        "Not enough is established to answer. This is neither a pass nor a fail."
    ),
    "conflicting": _(
        "Sources good enough to establish the answer contradict each other, and nobody has "
        "recorded why one of them should give way."
    ),
    "not_applicable": _("The question does not arise in this election; it is not counted."),
    "pending": _("The phase it asks about had not come by the as-of date; it is not counted."),
}

# The words by which a report follows the rank of the norm that carries an adverse outcome.
AGAINST: dict[Rank, str] = {
    "treaty": _("inconsistent with %(norms)s"),
    "political_commitment": _("not in line with %(norms)s"),
    "interpretation": _("contrary to the reading of %(norms)s"),
    "good_practice": _("departs from %(norms)s"),
}

PARAGRAPHS: dict[Rank, str] = {
    "treaty": _("%(instrument)s, articles %(paragraphs)s"),
    "political_commitment": _("%(instrument)s, paragraphs %(paragraphs)s"),
    "interpretation": _("%(instrument)s, paragraphs %(paragraphs)s"),
    "good_practice": _("%(instrument)s, points %(paragraphs)s"),
}

RANK: dict[Rank, str] = {
    "treaty": _("treaty"),
    "political_commitment": _("political commitment"),
    "interpretation": _("interpretation of a treaty"),
    "good_practice": _("good practice"),
}

# How a paragraph of an instrument of each rank is named, and how several are.
PARAGRAPH: dict[Rank, str] = {
    "treaty": _("%(instrument)s, article %(paragraph)s"),
    "political_commitment": _("%(instrument)s, paragraph %(paragraph)s"),
    "interpretation": _("%(instrument)s, paragraph %(paragraph)s"),
    "good_practice": _("%(instrument)s, point %(paragraph)s"),
}

READ = {
    "official text": _("official text read"),
    "quoted by a third party": _("quoted by a third party"),
    "opening only": _("only its opening read"),
    "from memory": _("from memory, not read again"),
}

STATUS = {
    "established": _("established"),
    "bounded": _("established in part, which sets a lower bound"),
    "unknown": _("not established"),
    "conflict": _("sources conflict"),
}

KIND = {
    "law": _("what the law in force says"),
    "official_act": _("that an official act was done"),
    "practice": _("what happened in practice"),
    "opinion": _("a body's judgement"),
}

SAYS = {
    "fact": _("states a fact"),
    "characterisation": _("characterises"),
    "demand": _("demands"),
}

SAYS_NOUN = {
    "characterisation": _("a characterisation"),
    "demand": _("a demand"),
}

ADDRESSEE = {
    "parliament": _("parliament"),
    "election commission": _("election commission"),
    "government": _("government"),
    "prosecutor": _("prosecutor"),
    "police": _("police"),
    "courts": _("courts"),
    "broadcasters": _("broadcasters"),
    "media regulator": _("media regulator"),
    "parties": _("parties"),
}

MARK = {
    "restricted": _("Restricted: not for publication"),
    "secret": _("Secret: not for publication"),
}

METHOD = {
    "observed": _("from direct observation"),
    "interviewed": _("from interviews"),
    "examined": _("from examining a document"),
    "measured": _("from measurement"),
    "reported": _("reported, no inquiry of its own shown"),
}

INTEREST = {
    "for": _("in the speaker's own interest"),
    "against": _("against the speaker's own interest"),
    "none": _("no interest of the speaker in the claim is recorded"),
}

RELIABILITY = {
    "A": _("completely reliable source"),
    "B": _("usually reliable source"),
    "C": _("fairly reliable source"),
    "D": _("not usually reliable source"),
    "E": _("unreliable source"),
    "F": _("source whose reliability cannot be judged"),
}

CREDIBILITY = {
    1: _("confirmed in itself: direct, detailed, method shown"),
    2: _("probably true"),
    3: _("possibly true"),
    4: _("doubtful"),
    5: _("improbable"),
    6: _("cannot be judged"),
}

SOURCE_KIND = {
    "law": _("text of a law"),
    "state": _("state body"),
    "court": _("court"),
    "intergovernmental": _("intergovernmental organisation"),
    "ngo": _("non-governmental organisation"),
    "media": _("press or broadcaster"),
    "academic": _("research"),
    "party": _("party or candidate"),
    "other": _("other"),
}

BOUND = {
    "in_force": _("in force for this state"),
    "provisional": _("applied provisionally by this state"),
    "signed": _("signed, not in force for this state"),
    "political": _("politically binding on this state"),
    "persuasive": _("persuasive, not binding"),
    "not_bound": _("not binding on this state"),
}

RESPONSE = {
    "not_sought": _("no response was sought"),
    "sought": _("a response was sought; none is recorded"),
    "given": _("a response was given"),
    "declined": _("a response was declined"),
}

RESOLVED = {
    "explained": _("explained"),
    "outweighed": _("outweighed"),
    "superseded": _("superseded"),
}

PHASE = {
    "pre-election": _("before election day"),
    "election-day": _("election day"),
    "post-election": _("after election day"),
    "process": _("the whole process"),
}

WEIGHT = {"major": _("major"), "medium": _("medium"), "minor": _("minor")}

OPERATOR = {
    "==": _("is"),
    "!=": _("is not"),
    ">": _("is more than"),
    ">=": _("is at least"),
    "<": _("is less than"),
    "<=": _("is at most"),
    "in": _("is one of"),
    "not in": _("is none of"),
}

DATE_OPERATOR = {
    ">": _("is later than"),
    ">=": _("is not earlier than"),
    "<": _("is earlier than"),
    "<=": _("is not later than"),
}

TRUTH = {True: _("holds"), False: _("fails"), None: _("unknown")}
