"""What `crosscount check` prints, and the register it looks into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from crosscount.claims.wording import role_named
from crosscount.cli.register.folder import folder_of, opened
from crosscount.cli.session import Session
from crosscount.cli.shown import table
from crosscount.model.claim import Finding, Registered, Verdict
from crosscount.model.claim_plain import finding_to_plain
from crosscount.products.checked import VERDICTS, direction, window_words
from crosscount.register.claims import registered

__all__ = ["lines", "plain", "versions"]


def versions(session: Session, folder: Path | None) -> tuple[Registered, ...]:
    """The claims of the register that was named, or of the one in the settings if it is there."""
    if folder is None and not folder_of(session, None).is_dir():
        return ()
    return registered(opened(session, folder))


def plain(name: str, day: date | None, findings: Sequence[Finding]) -> dict[str, Any]:
    """For --json."""
    return {
        "text": name,
        "date": day.isoformat() if day else None,
        "verdicts": {verdict.value: sum(f.verdict is verdict for f in findings) for verdict in Verdict},
        "claims": [finding_to_plain(finding) for finding in findings],
    }


def lines(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    """A table, then a sentence for each verdict and each flag."""
    if not findings:
        yield "no number in this text counts a threat"
        return
    head = ("", "quantity", "of what", "from → to", "days", "said by", "verdict", "flags")
    yield table(head, [_row(number, finding) for number, finding in enumerate(findings, 1)])
    for number, finding in enumerate(findings, 1):
        yield f"{number:>2}. {finding.claim.quantity_text}: {VERDICTS[finding.verdict][0].lower()}. {finding.sentence}"
        yield from (f"      {raised.flag.value}: {raised.sentence}" for raised in finding.flags)
        for found in finding.found:
            if found.statement:
                at = f"{found.table} version {found.version}, digest {found.digest[:16]}…"
                yield f"      {found.what}: statement {found.statement}, {at}"
    yield ""
    said = (f"{sum(f.verdict is v for f in findings)} {word.lower()}" for v, (word, _) in VERDICTS.items())
    yield f"{len(findings)} claims: {', '.join(said)}"


def _row(number: int, finding: Finding) -> tuple[object, ...]:
    claim = finding.claim
    modifier = "" if claim.modifier.value in ("exact", "range") else claim.modifier.value.replace("_", " ") + " "
    said = " / ".join(dict.fromkeys(each for each in (claim.speaker, claim.cited_source) if each))
    flags = ", ".join(raised.flag.value for raised in finding.flags)
    meant = role_named(claim.role)
    what = f"{claim.unit} ({meant})" if claim.unit and claim.unit != meant else meant
    quantity, word = f"{modifier}{claim.quantity_text}", VERDICTS[finding.verdict][0].upper()
    return (str(number), quantity, what, direction(claim), window_words(claim), said, word, flags)
