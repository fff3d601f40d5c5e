"""One page a protocol check, made from the policy: `python -m electcheck.results.check_pages`."""

from __future__ import annotations

from pathlib import Path

from electcheck.files.write import write_files
from electcheck.results.policy import Check, protocol_checks


def check_page(code: str, check: Check) -> str:
    """Return the page of one check as Markdown.

    >>> check_page("E101", protocol_checks()["E101"]).splitlines()[0]
    '# E101 Negative count'
    """
    kind = "a contradiction" if code.startswith("E") else "worth a look, and no fault by itself"
    needs = " or ".join(" and ".join(f"`{name}`" for name in names) for names in check.needs)
    parts = [
        f"# {code} {check.title}",
        f"Kind: {kind}.",
        f"**Rule.** {check.rule}",
        f"**Needs.** {needs}; without them the check is `not_applicable`.",
        f"**Why.** {check.why}",
        f"**Innocent explanations.** {check.innocent}",
        f"**What to do.** {check.action}",
    ]
    bounds = check.tolerance
    if bounds is not None:
        limits = []
        if bounds.absolute is not None:
            limits.append(f"{bounds.absolute} ballots")
        if bounds.percent is not None:
            limits.append(f"{bounds.percent} % of `{bounds.of}`")
        if bounds.multiple is not None:
            limits.append(f"multiples of {bounds.multiple}")
        if bounds.least_cells is not None:
            limits.append(f"{bounds.least_cells} different figures")
        told = f" {bounds.join} ".join(limits)
        parts.append(f"**Tolerance** (ours; reached is enough). {told}. {bounds.reason.strip()}")
    parts.append("Generated from `data/policy/protocol-checks.yaml`.")
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Return every page by its file's name, and a list of them."""
    checks = protocol_checks()
    found = {f"{code}.md": check_page(code, check) for code, check in checks.items()}
    rows = [f"- [{code} {check.title}]({code}.md): {check.rule}" for code, check in checks.items()]
    found["README.md"] = "\n".join(
        ["# Checks of a polling station's protocol", "",
         "E1xx: the protocol contradicts itself. W2xx: worth a look.", "", *rows]
    ) + "\n"  # fmt: skip
    return found


if __name__ == "__main__":
    write_files(Path("docs") / "checks", pages())
