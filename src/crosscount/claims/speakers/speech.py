"""Who speaks in a sentence, on whose data, and who carries it; and what is remembered from sentence to sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscount.claims.days.periods import WEEKDAYS
from crosscount.claims.speakers.bodies import Found, mentioned, named_bodies, office_of
from crosscount.claims.speakers.names import heading, name_after, name_before, passive
from crosscount.claims.speakers.papers import author_of, ends_in_paper, named_paper, paper_at
from crosscount.claims.speakers.runs import LINKS, LONGEST, NOT_NAMES, Name, people
from crosscount.claims.speakers.voices import Voice, again, cites, spoke, unknown, unnamed
from crosscount.claims.words.lexicon import Mark, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["disputes", "listen"]

HANDED = frozenset(("provided", "submitted", "given", "sent", "handed", "supplied", "obtained", "received", "acquired"))
GIVEN = 16  # tokens from the data to "obtained", and on to "from"
APPOSED = 8  # tokens of a name before its title
OWNED = 5  # tokens of "with the Peruvian" before a body
CREDIT = frozenset(("responsibility", "credit", "victory"))  # what is claimed without being said
TOLD = frozenset(("reported", "announced", "disclosed", "revealed", "released", "published", "stated", "confirmed"))
INVERTED = frozenset(
    ("said", "says", "added", "claimed", "claims", "warned", "explained", "noted", "stated", "commented")
)
# Verbs that may have something else behind them: "…, reported the daily El Sol.", but "the team, …, reported attacks".
ALSO_INVERTED = frozenset(
    ("reported", "reports", "announced", "wrote", "writes", "revealed", "disclosed", "estimated", "showed", "found")
)
CALLED = frozenset(("is", "are", "was", "were", "called", "as", "calls"))
CLOSING = frozenset((".", ",", ";", '"', "”", "on", "in", "at", *WEEKDAYS))
CITING = frozenset(("citing", "cited", "quoting", "as quoted by", "引述", "援引"))


def listen(tokens: Sequence[Token], before: Voice) -> Voice:
    """The voice of a sentence, after that of the sentence before."""
    known = lexicon()
    places = known.marks(tokens, "place")
    named = named_bodies(tokens, before)
    voice = replace(before, once=None, spoken=False)
    voice = replace(voice, people=voice.people | people(tokens))
    voice = _quoted(tokens, named, voice)
    sources = _from_whom(tokens, named, told=before.speaker is not None)
    drawn = [m.last for m in lexicon().marks(tokens, "from_whom") if _drawn(tokens, m)]
    if drawn:  # "Drawing on data from Group-IB and Kaspersky": theirs, whoever speaks
        whose = [f.organisation.name for f in named if 0 <= f.mark.first - drawn[0] <= 12]
        voice = replace(voice, once=", ".join(whose) or None)
    taken = {found.mark.first for found in sources}
    for verb, finds in _verbs(tokens):
        if passive(tokens, verb) or (verb.last < len(tokens) and tokens[verb.last].lower in CREDIT):
            continue
        subject = _subject(tokens, named, verb, taken, voice.speaker)
        if isinstance(subject, Found):
            voice = spoke(voice, subject.organisation, _person(tokens, verb), finds=finds)
            person = None if finds else name_before(tokens, verb, offices_only=False)
            voice = replace(voice, also=person.text if person is not None else "")
        elif isinstance(subject, Name):
            bodies = (f.organisation for f in named if f.organisation.kind != "outlet")
            voice = unknown(voice, _at_home(tokens, subject), next(bodies, None))
        elif subject is not None:
            voice = again(voice, subject)
    opening = named[0] if named and named[0].mark.first == 0 else None
    if opening is not None and opening.mark.last < len(tokens) and tokens[opening.mark.last].text in {":", "："}:
        voice = spoke(voice, opening.organisation, None, finds=False)
    by = None if voice.spoken else _reported_by(tokens, named)
    if isinstance(by, Found):
        voice = spoke(voice, by.organisation, None, finds=True)
    elif by is not None:
        voice = unknown(voice, by)
    headed = _headed(tokens)
    if headed is not None and not (named and named[0].mark.first < 5):
        voice = unknown(voice, headed)
    for found in sources:
        voice = cites(voice, found.organisation, cited=found.cited)
        before_it = [mark for mark in lexicon().marks(tokens, "from_whom") if mark.last <= found.mark.first]
        person = name_after(tokens, before_it[-1]) if before_it else None
        if person is not None and not voice.also:  # "according to the head of the Service, Ana Lund"
            voice = replace(voice, also=person.text)
    if not sources:
        voice = _cites_unknown(tokens, named, voice)
    voice = _named_now(tokens, named, voice)
    if voice.first_named is None:
        able = [f.organisation for f in named if f.organisation.kind in ("cert", "office", "court", "vendor")]
        head = heading(tokens) if voice.speaker is None and not able else None
        if able:
            voice = replace(voice, first_named=able[0].name, home=voice.home or able[0].home)
        elif head is not None:
            voice = replace(voice, first_named=head.text)
        elif voice.speaker is None:
            office = office_of(tokens, places)
            voice = voice if office is None else replace(voice, first_named=office.text, home=voice.home or office.home)
    return named_paper(tokens, voice)


def _named_now(tokens: Sequence[Token], named: Sequence[Found], voice: Voice) -> Voice:
    """ "A government agency said … The Data Institute used sensors": the agency that spoke is named."""
    if not unnamed(voice):
        return voice
    body = next((f.organisation for f in named if f.organisation.kind in ("cert", "office")), None)
    known = voice.home is not None
    if body is not None and (not known or body.home in (None, voice.home)):
        return replace(spoke(replace(voice, speaker=None), body, None, finds=False), spoken=voice.spoken)
    head = heading(tokens)
    return voice if head is None or (known and head.home not in (None, voice.home)) else unknown(voice, head)


def _reported_by(tokens: Sequence[Token], named: list[Found]) -> Found | Name | None:
    """ "The sum was announced by the Agency's chief, Ana Lund": whom a passive verb of speech names."""
    for verb, _ in _verbs(tokens):
        ahead = [at for at in range(verb.last, min(len(tokens), verb.last + 4)) if tokens[at].lower == "by"]
        if tokens[verb.last - 1].lower not in TOLD or not passive(tokens, verb) or not ahead:
            continue
        mark = Mark(ahead[0], ahead[0] + 1, "by", "by")
        found = next((f for f in named if 0 <= f.mark.first - mark.last <= 1), None)
        name = name_after(tokens, mark)
        if name is not None and (found is None or name.office):
            return name
        if found is not None:
            return found
    return None


def disputes(tokens: Sequence[Token]) -> tuple[str, int] | None:
    """Who disputes figures that were given before, and at which token; accusations are another matter."""
    known = lexicon()
    things = [*known.marks(tokens, "denied_things"), *known.marks(tokens, "rumours")]
    for mark in known.marks(tokens, "wrong"):  # "that count is wrong", "a number that officials called exaggerated"
        words = {token.lower for token in tokens[max(0, mark.first - 3) : mark.first]}
        if words & CALLED and any(thing.last <= mark.first for thing in things):
            return "", mark.first
    for verb in known.marks(tokens, "disputes"):
        for thing in known.marks(tokens, "denied_things"):
            if abs(thing.first - verb.first) <= 8:
                who = [*mentioned(tokens), *known.marks(tokens, "place")]
                before = [mark for mark in who if mark.last <= verb.first]
                name = name_before(tokens, verb, offices_only=False)
                said = name.text if name is not None else (before or who)[-1].value if who else "somebody"
                return said, verb.first
    return None


def _verbs(tokens: Sequence[Token]) -> list[tuple[Mark, bool]]:
    known = lexicon()
    says = [(mark, False) for mark in known.marks(tokens, "says") if mark.value != "according to"]
    finds = [(mark, True) for mark in known.marks(tokens, "finds")]
    return sorted([*says, *finds], key=lambda each: each[0].first)


def _subject(
    tokens: Sequence[Token], named: list[Found], verb: Mark, taken: set[int], before: str | None
) -> Found | Name | str | None:
    """The organisation before the verb, or behind it ("said Microsoft"); a name that no dictionary holds; or the
    noun of "the company"."""
    if _inverted(tokens, verb):
        behind = _behind(tokens, named, verb)
        if behind is not None:
            return behind
    known = [m for m in lexicon().marks(tokens, "again") if 0 <= verb.first - m.last <= 2]
    known = [m for m in known if all(token.text != "," for token in tokens[m.last : verb.first])]
    known = [m for m in known if tokens[m.first].text != "IT" and tokens[m.last].lower != "of"]  # "the Ministry of IT"
    relative = tokens[verb.first - 1].lower in {"which", "who"} if verb.first else False
    paper = ends_in_paper(tokens, verb)
    silent = paper or verb.value in {"reported to", "received"}
    name = None if silent else name_before(tokens, verb, offices_only=verb.sort != "says")
    left = [
        f
        for f in named
        if f.mark.last <= verb.first
        and verb.first - f.mark.last <= 14
        and (f.mark.first not in taken or (relative and verb.first - f.mark.last <= 2))
        and not _broken(tokens, f.mark.last, verb.first)
        and (name is None or f.mark.first >= name.first)
    ]
    if relative and tokens[verb.first - 2].text == ",":
        written = [m for m in lexicon().marks(tokens, "papers") if m.last <= verb.first]
        authors = [f for f in named if written and f.mark.last <= written[0].first]
        if authors:
            left, name = authors[:1], None  # "CVERC released a report on attacks by the NSA, which showed"
    whole = next((f for f in named if name is not None and f.mark.first == name.first), None)
    if whole is not None and not left:
        return whole
    if left and (not known or left[-1].mark.first >= known[-1].first):
        return _first_of(tokens, left, name)
    if known and (name is None or name.first <= known[-1].first):
        if before is None and known[-1].value.startswith("the "):
            noun = known[-1].value.split()[-1]
            meant = [f for f in named if f.mark.last <= known[-1].first and tokens[f.mark.last - 1].lower == noun]
            bodies = [f for f in named if f.organisation.kind != "outlet" and f.mark.last <= known[-1].first]
            bodies = [] if lexicon().marks(tokens, "from_whom") else bodies
            return next(iter(meant), None) or _definite(tokens, known[-1]) or next(iter(bodies), None)
        return known[-1].value.split()[-1]
    if paper:
        author = author_of(tokens, verb)
        if author is not None and not any(author.first <= f.mark.first for f in named if f.mark.last <= verb.first):
            return author
        whose = [f for f in named if f.mark.last <= verb.first and f.organisation.kind != "outlet"]
        return whose[0] if whose and before is None else "report"
    if silent or any(f.mark.last == verb.first for f in named):
        return None
    if name is None and verb.value in {"said", "says", "stated"}:
        return _behind(tokens, named, verb)
    return name


def _first_of(tokens: Sequence[Token], left: Sequence[Found], name: Name | None) -> Found:
    """ "Microsoft and the FBI announced": the first; "the Centre, a part of GCHQ, said": the Centre."""
    own = [found for found in left if name is not None and found.mark.first <= name.first < found.mark.last]
    if own:
        return own[0]
    at = len(left) - 1
    while at and {token.lower for token in tokens[left[at - 1].mark.last : left[at].mark.first]} in (
        {"and"},
        {"and", "the"},
    ):
        at -= 1
    return left[at]


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


def _behind(tokens: Sequence[Token], named: list[Found], verb: Mark) -> Found | Name | None:
    """Who is named behind the verb."""
    for found in named:
        if found.mark.first == verb.last or (
            found.mark.first == verb.last + 1 and tokens[verb.last].lower in {"the", "that"}
        ):
            return found
    titles = (m for m in lexicon().marks(tokens, "persons") if verb.last <= m.first <= verb.last + APPOSED)
    for title in titles:  # "said Ana Lund, chief engineer with Peru's PeCERT"
        body = next((f for f in named if title.last < f.mark.first <= title.last + OWNED), None)
        if body is not None and tokens[title.last].lower in LINKS and body.organisation.kind != "outlet":
            return body
    return name_after(tokens, verb)


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


def _broken(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether another sentence part lies between a name and a verb: a number or two commas after a verb."""
    return any(
        tokens[at].text in {";", "；", "。", ":"} or (tokens[at].sort == "number" and at > first + 3)
        for at in range(first, last)
    )


def _person(tokens: Sequence[Token], verb: Mark) -> str | None:
    marks = [m for m in lexicon().marks(tokens, "persons") if m.last <= verb.first and not tokens[m.last].glued]
    return marks[-1].value if marks else None


def _at_home(tokens: Sequence[Token], name: Name) -> Name:
    """ "In the Czech Republic, the foreign minister said": a Czech one."""
    if name.home is not None or tokens[0].lower not in {"in", "meanwhile"}:
        return name
    place = next((p for p in lexicon().marks(tokens[:6], "place") if p.first <= 3 and is_country(p.value)), None)
    return name if place is None else replace(name, home=place.value)


def _headed(tokens: Sequence[Token]) -> Name | None:
    """ "Qrator: …" at the head of a sentence; the name of a place or a month speaks for nobody."""
    at = next((n for n, token in enumerate(tokens[:5]) if token.text in {":", "："}), 0)
    words = [token.text for token in tokens[:at]]
    if not words or at + 1 == len(tokens) or not all(word[:1].isupper() and word not in NOT_NAMES for word in words):
        return None
    known = lexicon()
    taken = [*known.marks(tokens[:at], "place"), *known.marks(tokens[:at], "head"), *known.marks(tokens[:at], "topic")]
    quoted = tokens[at + 1].text in {'"', "“"}
    return Name(" ".join(words)) if quoted and not taken else None


def _cites_unknown(tokens: Sequence[Token], named: Sequence[Found], voice: Voice) -> Voice:
    """A body that no dictionary holds behind "according to"."""
    for mark in lexicon().marks(tokens, "from_whom"):
        if voice.speaker is not None and mark.value == "reported to":
            continue
        again_ = [m for m in lexicon().marks(tokens, "again") if m.first == mark.last and not _in_full(tokens, m)]
        noun = again_[0].value.split()[-1] if again_ else None
        if noun is not None:  # "according to the company"
            body = next((f.organisation for f in named if f.organisation.kind != "outlet"), None)
            return spoke(voice, body, None, finds=False) if body and not voice.speaker else again(voice, noun)
        name = None if _drawn(tokens, mark) else name_after(tokens, mark)
        if name is not None and not paper_at(tokens, mark.last):
            if voice.speaker is None or not voice.spoken:
                return _handed_over(tokens, mark, unknown(voice, name))
            if {*name.text.lower().split()} <= voice.words:
                return voice  # "according to Lund", who speaks for a body
            return replace(voice, cited=name.text, home=voice.home or name.home)
    return voice


def _in_full(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether "the Ministry" goes on: "the Ministry of Trade", "the Department for Industry"."""
    return tokens[mark.last - 1].text[:1].isupper() and tokens[mark.last].lower in {"of", "for", "on"}


def _handed_over(tokens: Sequence[Token], mark: Mark, voice: Voice) -> Voice:
    """ "According to data provided to Rep. Lee by the trade office", "data he obtained from it": whose they are."""
    words = [token.lower for token in tokens]
    given = next((at for at in range(mark.last, len(words)) if words[at] in HANDED), None)
    if given is None or given - mark.last > GIVEN:
        return voice
    link = "by" if words[given + 1 : given + 2] == ["to"] else "from"
    at = next((n for n in range(given + 1, min(len(words), given + GIVEN)) if words[n] == link), None)
    name = None if at is None else name_after(tokens, Mark(at, at + 1, "by", link))
    return voice if name is None else replace(voice, cited=name.text, home=voice.home or name.home)


def _from_whom(tokens: Sequence[Token], named: list[Found], *, told: bool) -> list[Found]:
    """Organisations behind "according to", "data from", "citing".

    `told`: somebody spoke before, whose figures they remain, whoever it was "reported to".
    """
    out = []
    for mark in lexicon().marks(tokens, "from_whom"):
        if _drawn(tokens, mark) or (told and mark.value == "reported to"):
            continue
        near = [f for f in named if 0 <= f.mark.first - mark.last <= 6 and not _broken(tokens, mark.last, f.mark.first)]
        if near:
            out.append(replace(near[0], cited=mark.value in CITING))
    for found in named:
        after = tokens[found.mark.last].lower if found.mark.last < len(tokens) else ""
        if after in {"data", "figures", "statistics", "numbers", "estimate", "estimates", "数据"} and found not in out:
            out.append(found)
    return out


def _drawn(tokens: Sequence[Token], mark: Mark) -> bool:
    return mark.first > 0 and tokens[mark.first - 1].lower in {"on", "upon", "using", "with", "combining"}


def _quoted(tokens: Sequence[Token], named: list[Found], voice: Voice) -> Voice:
    """ "Xinhua quoted a spokesperson of … as saying": the outlet carries, the other speaks."""
    for mark in lexicon().marks(tokens, "quotes"):
        if mark.value not in {"quoted", "quoting", "引述"}:
            continue
        left = [f for f in named if f.mark.last <= mark.first and f.organisation.kind == "outlet"]
        right = [f for f in named if f.mark.first >= mark.last]
        if left and right:
            person = [m.value for m in lexicon().marks(tokens, "persons") if m.first >= mark.last]
            voice = spoke(voice, right[0].organisation, person[0] if person else None, finds=False)
            voice = replace(voice, carried_by=left[-1].organisation.name)
    for found in (f for f in named if f.organisation.kind == "outlet"):
        before = [token.lower for token in tokens[max(0, found.mark.first - 2) : found.mark.first]]
        if before[-1:] == ["told"] or before == ["according", "to"]:
            voice = replace(voice, carried_by=found.organisation.name)
    return voice
