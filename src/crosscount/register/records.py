"""The records of a register. One record is one TOML file, in the folder of its kind, named after its id.

A record says what somebody said or did, never who is right. Whoever disagrees gets a record of their own, linked by
`disputes`, `corrects` or `retracts`. Nothing is edited or removed once it was reviewed.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from crosscount.model.bulletin import Marking
from crosscount.model.claim import ClaimKind, Flag, Modifier, Verdict
from crosscount.register.acts import ACTS, Form, nearest_act
from crosscount.register.values import Country, Id, Line, Sha256, Side, Text, Url, When, Zone

__all__ = [
    "KINDS",
    "Actor",
    "ActorKind",
    "Attribution",
    "Basis",
    "Case",
    "Claim",
    "Finding",
    "Incident",
    "Link",
    "Part",
    "Record",
    "Related",
    "Response",
    "Role",
    "Source",
    "SourceKind",
    "Statement",
    "Victim",
]


class SourceKind(StrEnum):
    """What a source is."""

    ARTICLE = "article"  # of a newspaper, agency or broadcaster
    PRESS_RELEASE = "press_release"  # by the body that acts or speaks
    COURT_DOCUMENT = "court_document"  # an indictment, a judgment, an order
    REPORT = "report"  # a study or bulletin
    TRANSCRIPT = "transcript"  # of a press conference or hearing
    DATASET = "dataset"  # a table that was imported
    POST = "post"  # on a social network or blog


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"  # a state as such
    AGENCY = "agency"  # a ministry, office, CERT or court
    MILITARY = "military"  # an armed force or a unit of one
    COMPANY = "company"  # a firm
    ORGANISATION = "organisation"  # any other body, such as a union or a research institute
    MEDIA = "media"  # an agency or outlet that carries statements
    PERSON = "person"  # one human being
    GROUP = "group"  # a threat actor as analysts name it; who is behind it is an attribution
    BOTNET = "botnet"  # a botnet or malware family as analysts name it
    UNKNOWN = "unknown"  # the source does not say


class Basis(StrEnum):
    """What an attribution rests on, as far as its author says."""

    TECHNICAL = "technical"  # evidence of machines, code or traffic
    COURT = "court"  # an indictment or judgment
    GOVERNMENT = "government"  # a government or authority says so
    COMPANY = "company"  # an IT security firm says so
    VICTIM = "victim"  # who was attacked says so
    CONFESSION = "confession"  # who did it says so
    LEAK = "leak"  # leaked documents
    MEDIA = "media"  # the press says so
    DATASET = "dataset"  # a registry coded it so, without saying on what basis
    CONTESTED = "contested"  # the registry says that attributions contradict each other
    UNSTATED = "unstated"  # no basis is given


class Role(StrEnum):
    """What a link of a chain of citation did; a chain runs in this order."""

    DATA_BY = "data_by"  # measured or counted
    ASSERTED_BY = "asserted_by"  # said it in public
    CARRIED_BY = "carried_by"  # passed it on: an agency, then an outlet


def _decimal(value: Any) -> Any:
    # TOML has 1180000, 41.1 and "41.1"; a float goes through its text, so that 41.1 stays 41.1.
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise ValueError("a number such as 1180000 or 41.1")
    return Decimal(str(value)) if isinstance(value, float) else value


def _word(value: str) -> str:
    return _act(value, Form.DEED, "done, not said: it belongs into a response")


def _deed(value: str) -> str:
    return _act(value, Form.WORD, "said, not done: it belongs into a statement")


def _act(value: str, other: Form, said: str) -> str:
    if value not in ACTS:
        near = nearest_act(value)
        raise ValueError(f"an act{f', perhaps {near!r}' if near else ''}; 'crosscount register acts' lists them")
    if ACTS[value].form is other:
        raise ValueError(f"another act: '{value}' is {said}")
    return value


Word = Annotated[str, AfterValidator(_word)]
Deed = Annotated[str, AfterValidator(_deed)]
Number = Annotated[Decimal, BeforeValidator(_decimal), Field(allow_inf_nan=False, max_digits=30)]
# defer_build: the other verbs of the program start without building what checks a record.
_STRICT = ConfigDict(defer_build=True, frozen=True, extra="forbid", validate_default=False, str_strip_whitespace=False)


class Part(BaseModel):
    """A table inside a record."""

    model_config = _STRICT


class Link(Part):
    """One link of a chain of citation."""

    role: Role = Field(description="what it did")
    actor: Id = Field(description="who")
    date: When | None = Field(None, description="when")
    hedge: Line = Field("", description="words by which this link kept its distance, as written: reportedly")
    source: Id | None = Field(None, description="where that can be read")


class Victim(Part):
    """Who was affected, as a source describes it."""

    name: Line = Field("", description="as written; empty where the source names nobody")
    actor: Id | None = Field(None, description="the actor, where the register has one")
    country: Country | None = Field(None, description="ISO 3166-1")
    region: Line = Field("", description="where the source names a region instead of a country, and its region codes")
    category: Line = Field("", description="kind of victim, in the words of the source")
    subcategory: Line = Field("", description="the same in more detail")


class Related(Part):
    """Another name that somebody relates to an actor."""

    to: Line = Field(description="id of an actor of this register, or an outside id such as misp:UUID")
    how: Line = Field(description="in the words of the source: similar, uses, overlaps")
    tags: tuple[Line, ...] = Field((), description="how sure the source is, in its words")


class Record(BaseModel):
    """What every record has."""

    model_config = _STRICT
    folder: ClassVar[str]  # of the register, that holds records of this kind
    needs_source: ClassVar[bool] = True

    id: Id = Field(description="stable; the file is named after it")
    sources: tuple[Id, ...] = Field((), description="where it can be read")
    refs: tuple[Url, ...] = Field((), description="further addresses, not described as sources")
    coder: Line = Field("", description="who wrote the record, and who reviewed it")
    note: Text = Field("", description="remarks of the coder")


class Source(Record):
    """A publication in which something can be read."""

    folder = "sources"
    needs_source = False

    kind: SourceKind = Field(description="what it is")
    publisher: Line = Field(min_length=1, description="who published it")
    title: Line = Field("", description="as printed, or a short description of ours")
    date: When | None = Field(None, description="of publication")
    url: Url | None = Field(None, description="where")
    archived: Url | None = Field(None, description="a copy in a web archive")
    sha256: Sha256 | None = Field(None, description="of the copy that was read")
    language: Line = Field("", description="BCP 47: en, zh-Hans")


class Actor(Record):
    """A state, body, person or group, under all its names."""

    folder = "actors"
    needs_source = False  # a name; what is said of it stands in attributions

    name: Line = Field(min_length=1, description="the name that is shown")
    kind: ActorKind = Field(description="what it is")
    country: Country | None = Field(None, description="to which it belongs openly; a suspicion is an attribution")
    part_of: Id | None = Field(None, description="the actor that it is a part of")
    aliases: tuple[Line, ...] = Field((), description="other names that no other actor of the register has")
    shared_aliases: tuple[Line, ...] = Field((), description="names that others use for another actor")
    described: Text = Field("", description="what it is")
    external: tuple[Line, ...] = Field((), description="ids elsewhere: misp:UUID, attack:G0006")
    targets: tuple[Country, ...] = Field((), description="countries said to be its targets, as ISO 3166-1 has them")
    sectors: tuple[Line, ...] = Field((), description="kinds of target, in the words of the source")
    profile: dict[Line, Text] = Field({}, description="what else a source says, by its own keys")
    related: tuple[Related, ...] = Field((), description="other names that somebody relates to it")


class Incident(Record):
    """Something that is said to have happened."""

    folder = "incidents"

    title: Line = Field(min_length=1, description="short")
    described: Text = Field("", description="in a few sentences")
    start: When | None = Field(None, description="first day, as far as is known")
    end: When | None = Field(None, description="last day")
    reported: When | None = Field(None, description="when it became known")
    types: tuple[Line, ...] = Field((), description="espionage, data theft, …")
    victims: tuple[Victim, ...] = Field((), description="who was affected")
    external: tuple[Line, ...] = Field((), description="ids elsewhere: eurepoc:11")
    measures: dict[Line, Text] = Field({}, description="a registry's own codings, by its columns")


class Attribution(Record):
    """Somebody says who is behind an incident or a group."""

    folder = "attributions"

    of: Id = Field(description="the incident or actor")
    to: tuple[Id, ...] = Field((), description="the actors named")
    to_countries: tuple[Country, ...] = Field((), description="the countries named")
    to_names: tuple[Line, ...] = Field((), description="names that the register has no actor for, as written")
    category: Line = Field("", description="what the named are said to be, in the words of the source")
    by: tuple[Id, ...] = Field((), description="who says so")
    by_names: tuple[Line, ...] = Field((), description="the same, where the register has no actor for them")
    by_countries: tuple[Country, ...] = Field((), description="countries of those who say so")
    date: When | None = Field(None, description="when it was said")
    basis: tuple[Basis, ...] = Field((Basis.UNSTATED,), min_length=1, description="what it rests on")
    basis_as_written: Line = Field("", description="the same, in the words of the source")
    hedge: Line = Field("", description="words of caution, as written: suspected, likely")
    stated_in: Id | None = Field(None, description="the statement or response by which it was made")
    denied_by: tuple[Id, ...] = Field((), description="statements that deny it")


class Response(Record):
    """A legal or diplomatic act."""

    folder = "responses"

    act: Deed = Field(description="a deed of the table of acts")
    actor: Id | None = Field(None, description="who acted")
    actor_names: tuple[Line, ...] = Field((), description="who acted, where the register has no actor for them")
    countries: tuple[Country, ...] = Field((), description="countries that acted, where no actor is known")
    target: tuple[Id, ...] = Field((), description="at whom")
    date: When | None = Field(None, description="when")
    zone: Zone | None = Field(None, description="of the date")
    text: Text = Field("", description="what was done, in a sentence of ours")
    as_written: Line = Field("", description="the type of response, in the words of the source")
    about: tuple[Id, ...] = Field((), description="the incidents it is about")
    responds_to: tuple[Id, ...] = Field((), description="the acts and statements that it answers")


class Statement(Record):
    """What somebody said, through whom it reached us, and how sure each of them sounded."""

    folder = "statements"

    act: Word = Field(description="a word of the table of acts")
    speaker: Id = Field(description="who said it")
    target: tuple[Id, ...] = Field((), description="at whom")
    date: When = Field(description="when it was said")
    zone: Zone | None = Field(None, description="of the date")
    text: Text = Field(min_length=1, description="what was said, in a sentence of ours")
    quote: Text = Field("", description="a few words of the speaker, as printed")
    hedge: Line = Field("", description="words of caution of the speaker, as written")
    chain: tuple[Link, ...] = Field((), description="from who measured to who printed it")
    about: tuple[Id, ...] = Field((), description="the incidents it is about")
    responds_to: tuple[Id, ...] = Field((), description="the acts and statements that it answers")
    disputes: tuple[Id, ...] = Field((), description="the records that it says are wrong")
    corrects: tuple[Id, ...] = Field((), description="the statements or claims that it replaces")
    retracts: tuple[Id, ...] = Field((), description="the statements or claims that it takes back")
    evidence_for: tuple[Id, ...] = Field((), description="the statements that it is offered as evidence for")
    version_of: Id | None = Field(None, description="the statement that this one passes on in other words")


class Claim(Record):
    """A quantity in a statement."""

    folder = "claims"
    needs_source = False  # a claim is read where its statement is

    statement: Id = Field(description="the statement that it stands in")
    quantity: Number | None = Field(None, description="the number; for a range leave it out")
    low: Number | None = Field(None, description="lower bound of a range")
    high: Number | None = Field(None, description="upper bound of a range")
    as_written: Line = Field(min_length=1, description="as printed: 1.18 million")
    modifier: Modifier = Field(Modifier.EXACT, description="how the number is qualified")
    kind: ClaimKind = Field(ClaimKind.COUNT, description="what sort of number it is")
    unit: Line = Field(min_length=1, description="what is counted, in the words of the source")
    role: Line = Field("", description="what is counted, in our words: c2, victim_host, phish_page")
    origin: Side | None = Field(None, description="country that acts; several as US;RU, any but one as XX-CN")
    target: Side | None = Field(None, description="country that is acted upon; WW for the world")
    first: When | None = Field(None, description="first day of the window")
    last: When | None = Field(None, description="last day of the window")
    zone: Zone | None = Field(None, description="of the window, where the source says or implies it")
    window_as_written: Line = Field("", description="as printed: from March 19 to May 18")
    hedge: Line = Field("", description="words of caution about this number")
    definition: Line = Field("", description="what the source says that the unit means; empty where it says nothing")
    sampling: Line = Field("", description="what the source says about coverage; empty where it says nothing")
    drifts_from: Id | None = Field(None, description="the claim of which this is another version")


class Finding(Record):
    """What became of a claim that somebody held against evidence."""

    folder = "findings"
    needs_source = False  # it names its evidence itself

    claim: Id = Field(description="the claim")
    verdict: Verdict = Field(description="what became of it")
    by: Line = Field(min_length=1, description="who judged: a person, or crosscount with its version")
    date: When = Field(description="when")
    sentence: Text = Field(min_length=1, description="why, so that a journalist understands it")
    found: Number | None = Field(None, description="the number that came out")
    low: Number | None = Field(None, description="lower bound of what came out")
    high: Number | None = Field(None, description="upper bound of what came out")
    flags: tuple[Flag, ...] = Field((), description="what is odd about the claim, whatever the verdict")
    evidence: tuple[Line, ...] = Field((), description="statements of figures, bulletins or texts that it rests on")


class Case(Record):
    """Records that are read together, as one page."""

    folder = "cases"
    needs_source = False  # its records have them

    title: Line = Field(min_length=1, description="of the page")
    summary: Text = Field("", description="what the case is, without taking a side")
    marking: Marking = Field(Marking.CLEAR, description="who may read it, TLP 2.0")
    language: Line = Field("en", description="of the texts in its records, BCP 47")
    records: tuple[Id, ...] = Field(min_length=1, description="incidents, attributions, responses, statements")


KINDS: dict[str, type[Record]] = {
    kind.folder: kind for kind in (Source, Actor, Incident, Attribution, Response, Statement, Claim, Finding, Case)
}
