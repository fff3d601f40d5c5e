"""The names of the tests and of their variants in words; their ids are for commands and files."""

from __future__ import annotations

from electcheck.model.said import Own, Said
from electcheck.model.said import marked as _

TESTS = {
    "integer-percentage": Said("whole percentages"),
    "integer-percentage-by-region": Said("whole percentages by region"),
    "coarse-fractions": Said("coarse fractions"),
    "turnout-share": Said("turnout and share together"),
    "turnout-tail": Said("very high turnout"),
    "turnout-shape": Said("shape of the distribution"),
    "last-digit": Said("last digits"),
    "digit-pairs": Said("pairs of last digits"),
    "second-digit": Said("second digits"),
    "duplicates": Said("identical protocols"),
    "region-outliers": Said("regions and districts that stand out"),
    "klimek": Said("fingerprint model"),
    "rkd": Said("shares that recur"),
    "finite-mixture": Said("finite mixture"),
    "anomalous-votes": Said("anomalous votes"),
    "joint-change": Said("change between two elections"),
}
VARIANTS = {
    "turnout": Said("turnout"),
    "share": Said("share"),
    "either": Said("turnout or share"),
    "pooled": Said("all stations"),
    "within-regions": Said("within regions"),
    "standardised-fingerprint": Said("small stations against large ones"),
    "skewness": Said("skewness"),
    "kurtosis": Said("excess kurtosis"),
    "dip": Said("dip of turnout"),
    "leader": Said("leader's votes"),
    "ballots": Said("ballots"),
    "incremental fraud, distance": Said("incremental fraud, by the published distance"),
    "extreme fraud, distance": Said("extreme fraud, by the published distance"),
    "incremental fraud, likelihood": Said("incremental fraud, by likelihood"),
    "extreme fraud, likelihood": Said("extreme fraud, by likelihood"),
    "maximum": Said("against the largest of all draws"),
    "no fraud": Said("no fraud"),
    "incremental fraud": Said("incremental fraud"),
    "extreme fraud": Said("extreme fraud"),
    "national": Said("the country"),
    "slope": Said("slope"),
    "bounds": Said("bounds"),
    "region turnout": Said("turnout of a region"),
    "region share": Said("share of a region"),
    "region swing of turnout": Said("swing of turnout of a region"),
    "region swing of share": Said("swing of share of a region"),
    "district turnout": Said("turnout of a district"),
    "district share": Said("share of a district"),
}
# The variants of one unit are told by what stands before its name.
_OF_UNIT = {
    "region": _("region %(name)s"),
    "region turnout": _("turnout of region %(name)s"),
    "region share": _("share of region %(name)s"),
    "region swing of turnout": _("swing of turnout of region %(name)s"),
    "region swing of share": _("swing of share of region %(name)s"),
    "district turnout": _("turnout of district %(name)s"),
    "district share": _("share of district %(name)s"),
}


def name_of_variant(test: str, variant: str) -> Said:
    """Return the name of a variant in words.

    Args:
        test: its id.
        variant: its id, or that of a unit with the unit's name.

    >>> name_of_variant("region-outliers", "region turnout: North")
    'turnout of region North'
    >>> name_of_variant("turnout-share", "pooled")
    'all stations'
    """
    if test == "integer-percentage-by-region":
        return Said(_OF_UNIT["region"], name=Own(variant))
    kind, colon, name = variant.partition(": ")
    if colon:
        return Said(_OF_UNIT[kind], name=Own(name))
    return VARIANTS[variant]


def name_of_test(test: str, variant: str | None = None) -> Said:
    """Return the name of a test in one variant in words.

    Args:
        test: its id.
        variant: its id; None where there is one only.

    >>> name_of_test("last-digit", "ballots")
    'last digits: ballots'
    """
    if variant is None:
        return TESTS[test]
    return Said("%(test)s: %(variant)s", test=TESTS[test], variant=name_of_variant(test, variant))
