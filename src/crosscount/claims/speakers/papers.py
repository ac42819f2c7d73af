"""Reports, filings and posts in which somebody speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscount.claims.speakers.names import BE, name_before
from crosscount.claims.speakers.runs import GIVING, NOUNS, Name
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.lexicon import Mark, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["author_of", "ends_in_paper", "issuer_at", "named_paper", "paper_at"]

COURTS = frozenset(
    ("legal documents", "court documents", "court filings", "court filing", "court papers", "indictment", "affidavit",
     "criminal complaint", "civil complaint")
)  # fmt: skip
TITLED = frozenset(("report", "study", "survey", "review", "bulletin", "overview", "index", "barometer", "almanac"))
OWNERS = frozenset(("its", "their", "the", "his", "her", "a", "latest", "new", "annual", "semi"))
ISSUED = frozenset(("released", "published", "issued", "unveiled", "made"))
MADE = ISSUED | frozenset(
    ("prepared", "compiled", "drawn", "written", "drafted", "authored", "produced", "provided", "presented",
     "announced", "disclosed", "revealed", "collected", "gathered", "supplied", "kept", "put")
)  # fmt: skip
ABOUT = frozenset(("against", "by", "on", "of", "from", "for"))
WHOSE = frozenset(("from", "that", "which"))
NEAR = 3  # tokens of "the latest annual" before a paper
SUBJECT = 6  # tokens of "against John Doe" between a paper and its verb
TITLE = 8  # words of a title
MAKING = 16  # tokens from "according to" to "by" in "a joint report released on Thursday by"


def ends_in_paper(tokens: Sequence[Token], verb: Mark) -> bool:
    """Whether the subject is a paper: "its Active Defence report says", "the indictment against Doe says"."""
    for mark in lexicon().marks(tokens, "papers"):
        if mark.last == verb.first:
            return True
        behind = tokens[mark.last : verb.first]
        words = ISSUED | ABOUT if mark.value in COURTS else ISSUED
        if behind and behind[0].lower in words and len(behind) <= SUBJECT:
            return True
    return False


def author_of(tokens: Sequence[Token], verb: Mark) -> Name | None:
    """The body whose paper is the subject: "A trade ministry study released on Monday said"."""
    for mark in lexicon().marks(tokens, "papers"):
        if mark.first and mark.last <= verb.first <= mark.last + SUBJECT:
            name = name_before(tokens, Mark(mark.first, mark.first, "papers", mark.value), offices_only=True)
            return name if name is not None and name.office and not name.owned and not name.person else None
    return None


def paper_at(tokens: Sequence[Token], first: int) -> bool:
    """Whether a paper is named right behind a token."""
    return any(0 <= mark.first - first <= NEAR for mark in lexicon().marks(tokens, "papers"))


def _titled(tokens: Sequence[Token], first: int) -> bool:
    """Whether a paper is named right behind a token by a title: "the China Internet Network Security Report"."""
    papers = (mark for mark in lexicon().marks(tokens, "papers") if 0 <= mark.last - first <= TITLE + 1)
    return any(
        all(token.text[:1].isupper() or token.lower in OWNERS for token in tokens[first : mark.last]) for mark in papers
    )


def issuer_at(tokens: Sequence[Token], first: int) -> int:
    """Where it is said whose the paper behind a token is: "a report released on Thursday by"; else that token."""
    data = any(token.lower in NOUNS for token in tokens[first : first + 2])
    if not data and not paper_at(tokens, first) and not _titled(tokens, first):
        return first
    for mark in lexicon().marks(tokens, "papers"):  # "a bulletin from", "a report that the Society submitted"
        behind = [token.lower for token in tokens[mark.last : mark.last + 2]]
        if 0 <= mark.first - first <= NEAR and behind[:1] and behind[0] in WHOSE and not BE & {*behind}:
            return mark.last + 1
    words = [token.lower for token in tokens[first : first + MAKING]]
    made = next((at for at, word in enumerate(words) if word in MADE), None)
    by = made if made is None else next((at for at in range(made, len(words)) if words[at] == "by"), None)
    handed = made is not None and words[made] in GIVING and words[made + 1 : made + 2] == ["to"]  # by whom is another
    if by is None or handed or any(token.text in {",", ";", ":"} for token in tokens[first : first + by]):
        return first
    return first + by + 1


def named_paper(tokens: Sequence[Token], voice: Voice) -> Voice:
    """A report or a court's papers named as the source."""
    papers = list(lexicon().marks(tokens, "papers"))
    verbs = lexicon().marks(tokens, "says")
    behind = [m.last for m in lexicon().marks(tokens, "from_whom")] + [m.last for m in verbs]
    for mark in papers:
        before = [verb for verb in verbs if 0 <= verb.first - mark.last <= SUBJECT and ends_in_paper(tokens, verb)]
        if mark.value in COURTS and (before or any(0 <= mark.first - at <= 3 for at in behind)):
            first = lexicon().organisations.get(voice.first_named or "")
            if before and first is not None and first.kind == "court":
                voice = replace(voice, speaker=first.name, kind=first.kind, home=first.home)  # who filed them
            return replace(voice, cited="court documents")
        base = voice.cited if voice.cited and "report" not in voice.cited else None
        if voice.speaker and mark.value.endswith("report") and any(0 <= mark.first - at <= 4 for at in behind):
            named = _title(tokens, mark) or mark.value
            return replace(voice, cited=f"{base} {named}") if base else voice
        title = _title(tokens, mark) if tokens[mark.last - 1].lower in TITLED else None
        if voice.speaker and voice.spoken and base and title:
            return replace(voice, cited=f"{base} {title}")
    return voice


def _title(tokens: Sequence[Token], mark: Mark) -> str | None:
    """The capitalised words in front of "report": "its Active Defence 2016 report"; no name of who wrote it."""
    first, last = mark.first, mark.last
    while last > first and not tokens[last - 1].text[:1].isupper():
        last -= 1
    while first and mark.first - first < TITLE and _of_title(tokens[first - 1]):
        first -= 1
    owned = first and tokens[first - 1].lower in OWNERS
    words = [token.text for token in tokens[first : max(last, mark.first)]]
    return " ".join(words) if owned and len(words) > 1 else None


def _of_title(token: Token) -> bool:
    year = token.sort == "number" and len(token.text) == 4
    return token.text[:1].isupper() or year or token.lower in {"of", "the"}
