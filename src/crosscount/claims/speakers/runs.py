"""What a run of words names: a body, an office or a person, with the country and the short form in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crosscount.claims.sentences.reading import STOPS as FUNCTION
from crosscount.claims.words.lexicon import Mark, data, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = [
    "ADJECTIVES",
    "ARTICLES",
    "GIVING",
    "LINKS",
    "LONGEST",
    "NOT_NAMES",
    "NOUNS",
    "OWNERS",
    "SMALL",
    "Name",
    "capitalised",
    "end_of_name",
    "holder_of",
    "is_capital",
    "is_dot",
    "named",
    "of_name",
    "people",
    "short_form",
    "titles_of",
    "tokens_of",
]

LONGEST = 12  # words of a name; of a longer one the last six are kept
ADJECTIVES = 5  # words in small letters before a title: "senior cyber security official"
PERSON = 4  # words of a person's name
LINKS = frozenset(("of", "at", "with", "for", "in", "from"))  # between a title and its body
RANKS = frozenset(("deputy", "vice", "senior", "chief", "acting", "general", "assistant", "executive"))
LOOSE_END = 4  # "ministry of industries and mines"
SMALL = frozenset(("of", "for", "and", "on", "&", "to", "in", "at"))
ARTICLES = frozenset(("the", "a", "an", "another", "one"))
OWNERS = frozenset(("its", "his", "her", "their", "our"))
COMPOUND = frozenset(("based", "owned", "run", "led", "backed", "linked", "born", "listed"))  # "Swiss-based"
INNER = frozenset(("Internet", "Web", "Data"))
GIVING = frozenset(("submitted", "provided", "given", "presented", "handed", "sent", "supplied", "reported"))
NOUNS = frozenset(("figures", "data", "numbers", "statistics", "estimates"))
ADDRESSES = frozenset(("rep", "sen", "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "gov", "maj", "adm"))
NOT_NAMES = frozenset(data("sources")["names"]["never"])


@dataclass(frozen=True, slots=True)
class Name:
    """A body or person as the text writes it, the country in the name, and its short form in brackets."""

    text: str
    home: str | None = None
    alias: str | None = None
    office: bool = False  # says what body it is, or of which
    definite: bool = False  # "the deputy head": said of somebody who is known
    owned: bool = False  # "its team": of the body named before
    person: bool = False  # "spokesman Geng", "its head": who speaks for the body named before
    first: int = 0  # its first token
    body: str | None = None  # whose director it is: "the Cyber Centre"


def end_of_name(tokens: Sequence[Token], start: int) -> int:
    """Where the noun phrase that begins at a token ends."""
    titles = titles_of(tokens)
    end, at, adjectives = start, start, 0
    while at < len(tokens) and at - start < 16:
        token, word = tokens[at], tokens[at].lower
        inside = token.glued and token.sort == "word" and start < at == end and word not in COMPOUND  # "Mei-hua"
        if at in titles or inside or (is_capital(token) and token.text not in NOT_NAMES - INNER):
            end, adjectives = at + 1, 0
        elif word in ARTICLES | OWNERS | SMALL or is_dot(tokens, at):
            adjectives = 0
        elif token.sort != "word" or word in FUNCTION or adjectives == ADJECTIVES or (end > start and word in GIVING):
            break
        else:
            adjectives += 1
        at += 1
    return end


def named(tokens: Sequence[Token], start: int, end: int, alias: str | None, *, offices_only: bool) -> Name | None:
    """The body, office or person that the words from `start` to `end` name; `alias`: its short form."""
    known = lexicon()
    placed = known.marks(tokens, "place")
    places = tokens_of(placed)
    capitals = [at for at in range(start, end) if is_capital(tokens[at])]
    run = [at for at in capitals if of_name(tokens, at, end) or at in places]  # "New Zealand"
    persons = [mark for mark in known.marks(tokens, "persons") if start <= mark.first and mark.last <= end]
    bodies = [mark for mark in known.marks(tokens, "institutions") if start <= mark.first and mark.last <= end]
    offices = sorted(mark.last - 1 for mark in (*persons, *bodies))
    owned = start > 0 and tokens[start - 1].lower in OWNERS
    whole = bool(offices) and (end == offices[-1] + 1 or _word(tokens, offices[-1] + 1) == "of")
    if not run and whole and end - offices[-1] <= LOOSE_END and not alias:
        return _lower_case(tokens, start, end, owned=owned)
    if not run or (not set(run) - places and not offices):
        return None
    if offices_only and not offices and not alias and not _plain_name(tokens, run, start, end):
        return None
    first, last = min([run[0], *(mark.first for mark in (*persons, *bodies))]), max([run[-1], *offices])
    while last + 1 < end and tokens[last + 1].glued and tokens[last + 1].sort == "word":
        last += 1  # "Hong-wei"
    if end - last > 6 or (run == [0] and 0 in _common(tokens)):
        return None
    words = [token for token in tokens[first : last + 1] if token.sort == "word" or token.text == "&"]
    inner = [m for m in placed if first <= m.first <= last and _word(tokens, m.last) != "based"]  # "Swiss-based"
    homes = [m.value for m in inner if is_country(m.value)]
    text = _text(words if len(words) <= LONGEST else words[-6:])
    titled = (owned and bool(persons)) or any(mark.first == first for mark in persons)
    return Name(
        f"{text} ({alias})" if alias else text,
        homes[0] if homes else None,
        alias,
        office=bool(offices),
        owned=owned,
        person=titled and not bodies,
        first=first,
        body=_body(tokens, persons, bodies, first, last),
    )


def _word(tokens: Sequence[Token], at: int) -> str:
    """A word in small letters, nothing behind the last one."""
    return tokens[at].lower if at < len(tokens) else ""


def _body(
    tokens: Sequence[Token], persons: Sequence[Mark], bodies: Sequence[Mark], first: int, last: int
) -> str | None:
    """The body of "deputy head of the Cyber Centre" and of "Cyber Centre Director Lund"."""
    if not persons or not bodies:
        return None
    title = persons[-1] if persons[-1].first > bodies[-1].first else persons[0]
    begin, end = (first, title.first) if title.first > bodies[-1].first else (title.last, last + 1)
    while end > begin and tokens[end - 1].lower in RANKS:
        end -= 1
    while begin < end and tokens[begin].lower in LINKS | ARTICLES:
        begin += 1
    return _text(tokens[begin:end]) if any(is_capital(token) for token in tokens[begin:end]) else None


def _plain_name(tokens: Sequence[Token], run: Sequence[int], start: int, end: int) -> bool:
    """Whether what stands before "found" or "counted" can only be a name: "OpenDNS", "NTT's honeypots"."""
    places = tokens_of(lexicon().marks(tokens, "place"))
    start += tokens[start].lower in ARTICLES
    while len(run) > 1 and run[0] == start and start in places:  # "the Latvian CERT.LV"
        run, start = run[1:], start + 1
    taken = _common(tokens) | places
    whole = run[0] == start and run[-1] - run[0] == len(run) - 1 and end - run[-1] <= 2
    return whole and len(run) <= 3 and not set(run) & taken


def capitalised(tokens: Sequence[Token], start: int, end: int) -> Name | None:
    """ "The Civil Guard": capitalised words up to the next mark, not all of them places or things that are counted."""
    first = start + (tokens[start].lower in ARTICLES | OWNERS)
    last = first
    while last < end and (of_name(tokens, last, end) or (last > first and tokens[last].lower in SMALL)):
        last += 1
    while last > first and tokens[last - 1].lower in SMALL:
        last -= 1
    taken = _common(tokens) | tokens_of(lexicon().marks(tokens, "place"))
    ends = last >= end or tokens[last].text == "," or tokens[last].lower in NOUNS
    if not 0 < last - first <= 7 or not ends or set(range(first, last)) <= taken:
        return None
    return Name(_text(tokens[first:last]), first=first)


ALONE = frozenset(("military", "army", "navy", "parliament", "government", "police"))  # a country has one
FIRMS = frozenset(("firm", "company", "vendor"))  # "the security firm": the one that spoke before


def _lower_case(tokens: Sequence[Token], start: int, end: int, *, owned: bool) -> Name | None:
    """ "The communications commission": an office without a name of its own, but not "the office" alone."""
    words = tokens[start:end]
    least = 1 if owned or {token.lower for token in words} <= ALONE else 2
    if not least <= len(words) <= 6:
        return None
    bodies = tokens_of(lexicon().marks(tokens, "institutions"))
    known = words[-1].lower in FIRMS or not bodies & set(range(start, end))
    definite = start > 0 and tokens[start - 1].lower == "the" and known
    return Name(_text(words), office=True, owned=owned, person=owned, definite=definite, first=start)


def people(tokens: Sequence[Token]) -> frozenset[str]:
    """The words of people's names beside a title: "Ana Lund, deputy head of", "Director Ana Lund"."""
    taken = _no_names(tokens)
    runs = [run for title in lexicon().marks(tokens, "persons") for run in _names_of(tokens, title, taken)]
    return frozenset(tokens[at].lower for run in runs for at in run if len(tokens[at].text) > 1)


def holder_of(tokens: Sequence[Token], title: Mark) -> str | None:
    """Who holds an office, by name: "Ana Lund" of "Ana Lund, deputy head of"."""
    run = next(_names_of(tokens, title, _no_names(tokens)), None)
    return None if run is None else _text([tokens[at] for at in run])


def _no_names(tokens: Sequence[Token]) -> set[int]:
    """The tokens of titles, bodies and places."""
    sorts = ("persons", "institutions", "place", "organisation")
    return {at for sort in sorts for at in tokens_of(lexicon().marks(tokens, sort))}


def _names_of(tokens: Sequence[Token], title: Mark, taken: Collection[int]) -> Iterator[Sequence[int]]:
    """Names right behind a title, before it, and behind its body: "the head of the Bureau Ana Lund"."""
    left, least = title.first - 1, max(-1, title.first - ADJECTIVES)
    while left > least and not is_capital(tokens[left]) and tokens[left].text != ",":
        left -= 1
    left -= left >= 0 and tokens[left].text == ","
    organisations = lexicon().marks(tokens, "organisation")
    bodies = [mark.last for mark in organisations if 0 < mark.first - title.last <= len(("of", "the"))]
    for at, step in ((title.last, 1), (left, -1), *((last, 1) for last in bodies)):
        run = []
        while 0 <= at < len(tokens) and at not in taken and of_name(tokens, at, len(tokens)):
            run.append(at)
            at += step
        if 1 < len(run) <= PERSON:
            yield sorted(run)


def short_form(tokens: Sequence[Token], end: int) -> tuple[str | None, int]:
    """The short form in brackets before a token, and where its bracket opens."""
    if end < 3 or tokens[end - 1].text != ")":
        return None, end
    for at in range(end - 2, max(-1, end - 6), -1):
        if tokens[at].text == "(":
            alias = " ".join(token.text for token in tokens[at + 1 : end - 1])
            return (alias if alias.isupper() else None), at
    return None, end


def of_name(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a word is capital and no "Tuesday", nor the "Internet" but inside a name."""
    if not is_capital(tokens[at]) and tokens[at].text != "/":
        return tokens[at].glued and at > 0 and tokens[at].sort == "word" and is_capital(tokens[at - 1])  # "Hong-wei"
    if tokens[at].text == "/" and at + 1 < end and tokens[at + 1].text == "CC":
        return True  # "KE-CIRT/CC"
    inner = tokens[at].text in INNER and at + 1 < end and is_capital(tokens[at + 1])
    return inner or tokens[at].text not in NOT_NAMES


def is_capital(token: Token) -> bool:
    """Whether a word begins with a capital letter."""
    return token.text[:1].isupper()


def _text(tokens: Sequence[Token]) -> str:
    """Words with the spaces and hyphens between them."""
    return "".join(
        ("-" if t.glued and t.sort == "word" else " ") + t.text if n else t.text for n, t in enumerate(tokens)
    )


def is_dot(tokens: Sequence[Token], at: int) -> bool:
    """The full stop of "Rep. Yoon" or "S. S. Ahluwalia"."""
    if tokens[at].text != "." or not at:
        return False
    before = tokens[at - 1]
    return before.lower in ADDRESSES or (len(before.text) == 1 and is_capital(before))


def titles_of(tokens: Sequence[Token]) -> set[int]:
    """The tokens that are words for offices and for those who hold them."""
    return tokens_of([*lexicon().marks(tokens, "institutions"), *lexicon().marks(tokens, "persons")])


def _common(tokens: Sequence[Token]) -> set[int]:
    """Words for things that are counted or done, which no name consists of."""
    known = lexicon()
    return tokens_of([*known.marks(tokens, "head"), *known.marks(tokens, "topic")])


def tokens_of(marks: Collection[Mark]) -> set[int]:
    """The tokens that marks cover."""
    return {at for mark in marks for at in range(mark.first, mark.last)}
