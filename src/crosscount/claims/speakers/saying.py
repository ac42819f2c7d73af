"""Who is the subject of a verb of speech: "the Centre said", "said Microsoft", "the company found", "a study shows"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crosscount.claims.days.periods import WEEKDAYS
from crosscount.claims.speakers.bodies import Found
from crosscount.claims.speakers.names import name_after, name_before
from crosscount.claims.speakers.papers import author_of, ends_in_paper, issuer_at
from crosscount.claims.speakers.runs import ARTICLES, LINKS, LONGEST, Name
from crosscount.claims.words.lexicon import Mark, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["Subject", "broken", "speech_verbs", "subject_of"]

Subject = Found | Name | str  # a noun is that of "the company", "" that of nobody
INSIDE = frozenset(("which", "whose", "whom"))
HANDED = frozenset(("forwarded", "submitted", "presented", "handed", "sent", "provided", "shown"))
NOBODY = ""
NEAR, FAR = 2, 14  # tokens between "the company" or a body and the verb
PAIR = 2  # tokens before the second of "Kripos and the Society"
APPOSED = 8  # tokens of a name before its title
OWNED = 5  # tokens of "with the Peruvian" before a body
OWNING = frozenset(("the", "that", "country", "nation", "island", "own"))  # "the country's CERT"
INVERTED = frozenset(
    ("said", "says", "added", "claimed", "claims", "warned", "explained", "noted", "stated", "commented")
)
# Verbs that may have something else behind them: "…, reported the daily El Sol.", but "the team, …, reported attacks".
ALSO_INVERTED = frozenset(
    ("reported", "reports", "announced", "wrote", "writes", "revealed", "disclosed", "estimated", "showed", "found",
     "confirmed", "declared", "asserted", "insisted", "recalled", "stressed", "emphasized", "emphasised", "pointed out")
)  # fmt: skip
CLOSING = frozenset((".", ",", ";", '"', "”", "on", "in", "at", *WEEKDAYS))


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb of speech, and what stands before it that may be its subject."""

    tokens: Sequence[Token]
    named: Sequence[Found]  # every body of the sentence
    verb: Mark
    told: bool  # somebody spoke before
    bodies: Sequence[Found]  # those before the verb
    name: Name | None  # one that no dictionary holds
    called: Mark | None  # "the company"
    paper: bool  # "the report shows"

    @property
    def silent(self) -> bool:
        """Whether the verb has no speaker for its subject."""
        return self.paper or self.verb.value in SILENT


SILENT = frozenset(("reported to", "received"))


def subject_of(
    tokens: Sequence[Token], named: Sequence[Found], verb: Mark, taken: set[int], *, told: bool
) -> Subject | None:
    """The organisation before the verb, or behind it ("said Microsoft"); a name that no dictionary holds; or the
    noun of "the company". `taken`: the first tokens of bodies that are cited; `told`: somebody spoke before.
    """
    inverted = _behind(tokens, named, verb) if _inverted(tokens, verb) else None
    if inverted is not None:
        return inverted
    clause = _clause(tokens, named, verb, taken, told=told)
    answers = (rule(clause) for rule in RULES)
    return next((answer for answer in answers if answer is not None), None) or None


def speech_verbs(tokens: Sequence[Token]) -> list[tuple[Mark, bool]]:
    """Verbs by which somebody says or finds something, in order, and whether he finds it."""
    known = lexicon()
    says = [(mark, False) for mark in known.marks(tokens, "says") if mark.value != "according to"]
    finds = [(mark, True) for mark in known.marks(tokens, "finds")]
    return sorted([*says, *finds], key=lambda each: each[0].first)


def _clause(tokens: Sequence[Token], named: Sequence[Found], verb: Mark, taken: set[int], *, told: bool) -> Clause:
    """What stands before a verb of speech."""
    relative = verb.first > 0 and tokens[verb.first - 1].lower in {"which", "who"}
    paper = ends_in_paper(tokens, verb)
    silent = paper or verb.value in SILENT
    name = None if silent else name_before(tokens, verb, offices_only=verb.sort != "says")
    name = None if name is not None and _handed(tokens, name.first) else name
    first = name and _first_named(tokens, named, name)
    last, name = verb.first if first == name or first is None else first.first, first
    authors = _authors(tokens, named, verb) if relative and tokens[verb.first - 2].text == "," else []
    aside = _aside(tokens, verb.first)
    bodies = authors or [
        found
        for found in named
        if 0 <= aside - found.mark.last <= FAR
        and found.mark.first <= last
        and (found.mark.first not in taken or (relative and verb.first - found.mark.last <= NEAR))
        and not broken(tokens, found.mark.last, verb.first)
        and not _handed(tokens, found.mark.first)
        and (name is None or found.mark.first >= name.first)
    ]
    return Clause(tokens, named, verb, told, bodies, None if authors else name, _called(tokens, verb), paper)


def _first_named(tokens: Sequence[Token], named: Sequence[Found], name: Name) -> Name:
    """Of "the Police and the Cyber Society said" the first, if it is a body too."""
    at = name.first - (name.first > 0 and tokens[name.first - 1].lower in ARTICLES)
    if at < PAIR or tokens[at - 1].lower != "and":
        return name
    known = next((found for found in named if found.mark.last == at - 1), None)
    if known is not None:
        return Name(known.mark.value, known.organisation.home, office=True, first=known.mark.first)
    first = name_before(tokens, Mark(at - 1, at - 1, "says", "said"), offices_only=True)
    body = name.office or any(found.mark.first <= name.first < found.mark.last for found in named)
    return first if first is not None and first.office and body else name


def _aside(tokens: Sequence[Token], end: int) -> int:
    """Where ", of which the Team is a part," begins, right before a verb; else the verb."""
    if not end or tokens[end - 1].text != ",":
        return end
    commas = [at for at in range(end - 2, 0, -1) if tokens[at].text == ","]
    return next((at for at in commas[:2] if {t.lower for t in tokens[at + 1 : at + 3]} & INSIDE), end)


def _handed(tokens: Sequence[Token], first: int) -> bool:
    """ "A report forwarded to the Council says": it was handed to the body that begins here, and is not the body's."""
    at = first - 1
    at -= at >= 0 and tokens[at].lower == "the"
    return at > 0 and tokens[at].lower == "to" and tokens[at - 1].lower in HANDED


def _authors(tokens: Sequence[Token], named: Sequence[Found], verb: Mark) -> list[Found]:
    """ "CVERC released a report on attacks by the NSA, which showed": CVERC."""
    written = [mark for mark in lexicon().marks(tokens, "papers") if mark.last <= verb.first]
    return [found for found in named if written and found.mark.last <= written[0].first][:1]


def _called(tokens: Sequence[Token], verb: Mark) -> Mark | None:
    """ "The company", right before a verb; not "the Ministry of IT"."""
    near = [mark for mark in lexicon().marks(tokens, "again") if 0 <= verb.first - mark.last <= NEAR]
    near = [mark for mark in near if all(token.text != "," for token in tokens[mark.last : verb.first])]
    near = [mark for mark in near if tokens[mark.first].text != "IT" and tokens[mark.last].lower != "of"]
    return near[-1] if near else None


def _whole_name(clause: Clause) -> Subject | None:
    """A name that begins with a body which stands too far off, or is cited, by itself."""
    if clause.name is None or clause.bodies:
        return None
    return next((found for found in clause.named if found.mark.first == clause.name.first), None)


def _body(clause: Clause) -> Subject | None:
    """ "Microsoft and the FBI announced": the first; "the Centre, a part of GCHQ, said": the Centre."""
    bodies, name = clause.bodies, clause.name
    if not bodies or (clause.called and bodies[-1].mark.first < clause.called.first):
        return None
    own = (found for found in bodies if name is not None and found.mark.first <= name.first < found.mark.last)
    return next(own, None) or bodies[_first_of_row(clause.tokens, bodies)]


def _first_of_row(tokens: Sequence[Token], bodies: Sequence[Found]) -> int:
    """The first of the last bodies with nothing but "and" between."""
    at = len(bodies) - 1
    while at:
        between = {token.lower for token in tokens[bodies[at - 1].mark.last : bodies[at].mark.first]}
        if between not in ({"and"}, {"and", "the"}):
            break
        at -= 1
    return at


def _so_called(clause: Clause) -> Subject | None:
    """ "The company said": its noun; where nobody spoke before, the body that the sentence names so, or at all."""
    called, tokens = clause.called, clause.tokens
    if called is None:
        return None
    inside = called.last == clause.verb.first  # "the Service said", whose name may be a known one's noun
    if clause.name is not None and clause.name.first > called.first and not inside:
        return None
    noun = called.value.split()[-1]
    left = [found for found in clause.named if found.mark.last <= called.first]
    known = next((found for found in left if tokens[found.mark.last - 1].lower == noun), None)
    meant = known or _definite(tokens, called)
    if (clause.told and meant is None) or not called.value.startswith("the "):
        return noun
    bodies = [] if lexicon().marks(tokens, "from_whom") else [f for f in left if f.organisation.kind != "outlet"]
    return meant or next(iter(bodies), NOBODY)


def _of_paper(clause: Clause) -> Subject | None:
    """ "A trade ministry study said": the ministry; else "the report", or the body before it where nobody spoke."""
    if not clause.paper:
        return None
    left = [found for found in clause.named if found.mark.last <= clause.verb.first]
    author = author_of(clause.tokens, clause.verb)
    if author is not None and not any(author.first <= found.mark.first for found in left):
        return author
    bodies = (found for found in left if found.organisation.kind != "outlet")
    return "report" if clause.told else next(bodies, "report")


def _nobody(clause: Clause) -> Subject | None:
    """ "Received 900 reports"; a body right before a verb, from whose data it is."""
    first = clause.name.first if clause.name is not None else clause.verb.first
    known = any(found.mark.last == clause.verb.first and found.mark.first <= first for found in clause.named)
    return NOBODY if clause.silent or known else None


def _name(clause: Clause) -> Subject | None:
    """A name that no dictionary holds, before the verb or else behind it."""
    if clause.name is None and clause.verb.value in {"said", "says", "stated"}:
        return _behind(clause.tokens, clause.named, clause.verb)
    return clause.name


RULES: tuple[Callable[[Clause], Subject | None], ...] = (
    _whole_name,
    _body,
    _so_called,
    _of_paper,
    _nobody,
    _name,
)


def _inverted(tokens: Sequence[Token], verb: Mark) -> bool:
    """ "…, said Microsoft", "… ." said its founder"."""
    if not verb.first or tokens[verb.first - 1].text not in {",", '"', "”"}:
        return False
    return verb.value in INVERTED or (verb.value in ALSO_INVERTED and _closes_with_name(tokens, verb.last))


def _closes_with_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but a name, and a date or place of its own, stands behind a verb."""
    end = next((n for n in range(at, len(tokens)) if tokens[n].lower in CLOSING), len(tokens))
    things = {mark.first for mark in lexicon().marks(tokens, "head") if mark.value != "organisation"}
    small = things & {n for n in range(at, end) if tokens[n].text.islower()}
    named = any(tokens[n].text[:1].isupper() for n in range(at, end))
    return 0 < end - at <= LONGEST and named and not small and all(t.sort == "word" for t in tokens[at:end])


def _behind(tokens: Sequence[Token], named: Sequence[Found], verb: Mark) -> Found | Name | None:
    """Who is named behind the verb, or whose the paper is: "said a statement released on Monday by the Agency"."""
    verb = replace(verb, last=issuer_at(tokens, verb.last))
    for found in named:
        between = tokens[verb.last : found.mark.first] if found.mark.first >= verb.last else tokens
        if len(between) <= OWNED and all(token.lower in OWNING for token in between):
            return found
    titles = (m for m in lexicon().marks(tokens, "persons") if verb.last <= m.first <= verb.last + APPOSED)
    for title in titles:  # "said Ana Lund, chief engineer with Peru's PeCERT"
        body = next((f for f in named if title.last < f.mark.first <= title.last + OWNED), None)
        if body is not None and tokens[title.last].lower in LINKS and body.organisation.kind != "outlet":
            return body
    name = name_after(tokens, verb)
    return None if name is not None and _handed(tokens, name.first) else name


def _definite(tokens: Sequence[Token], mark: Mark) -> Name | None:
    """ "The ministry", where no body has spoken yet but one of that kind was named in the sentence."""
    noun = tokens[mark.last - 1].lower
    for at in range(mark.first - 1, 0, -1):
        if tokens[at].lower == noun and tokens[at].text[:1].isupper():
            first = at
            while first and tokens[first - 1].text[:1].isupper():
                first -= 1
            places = [m.value for m in lexicon().marks(tokens[:at], "place") if is_country(m.value)]
            return Name(" ".join(token.text for token in tokens[first : at + 1]), places[-1] if places else None)
    return None


def broken(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether another sentence part lies between a name and a verb: a number or two commas after a verb."""
    return any(
        tokens[at].text in {";", "；", "。", ":"} or (tokens[at].sort == "number" and at > first + 3)
        for at in range(first, last)
    )
