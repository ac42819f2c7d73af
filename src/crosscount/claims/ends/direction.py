"""Where a threat comes from and where it goes, by the grammar of the sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscount.claims.counted.nearby import BREAKS, names_place, near, whole_of
from crosscount.claims.counted.pairs import ORDINALS, beside, hackers, instrument, side_of, suffering
from crosscount.claims.counted.roles import CONTROLLED, EVENTS, ORIGIN_SIDE, TARGET_SIDE
from crosscount.claims.counted.rows import driven, in_turn, led_by, placed_at, regional, sending, several
from crosscount.claims.ends.codes import joined
from crosscount.claims.ends.ends import by_law, ends_of, governing_deed, lies_still
from crosscount.claims.ends.following import consequence, next_origin, parallel, ranged
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["direct"]

Codes = list[str]
Ends = tuple[Codes, Codes]  # origin and target
CLOSE = 5  # tokens between a place and a number that has a noun of its own: "Iran has 189 infections"
COMPLAINTS = frozenset(("complaint from", "complaints from"))
STEERED = frozenset(("controlled", "run", "operated", "commanded", "steered", "manipulated", "managed"))
INFECTED = frozenset(("infected_host", "infected_ip"))
OPENING = 3  # tokens before the place that a sentence opens with: "ESET: In Peru"
HANDED = frozenset(("received", "submitted", "sent", "filed", "reports", "notifications", "obtained", "collected"))
AVERAGING = frozenset(("averaging", "totalling", "totaling", "amounting", "numbering", "involving", "including"))
COMPARING = frozenset(("up", "amounted", "rose", "compared", "according", "traced", "attributed", "back", "linked"))


def direct(reading: Reading, draft: Draft, deeds: Collection[Deed], before: Sequence[Draft]) -> None:
    """Set origin and target of a draft as codes; None where the sentence does not say."""
    here = draft.phrase if draft.phrase in reading.phrases else None  # else it stands in a sentence before
    own = draft.phrase is not None and draft.quantity in draft.phrase.counted
    origin, target = ends_of(reading, draft, deeds if here else ()) if draft.phrase is not None else ([], [])
    if whole_of(reading, draft.quantity) and not names_place(reading, draft.phrase):
        origin, target = [], []
    governing = governing_deed(reading, draft, deeds)
    if governing is not None and draft.role in ORIGIN_SIDE and governing.sort == "attack":
        governing = None
    if governing is not None and governing.sort == "hosting" and draft.role in INFECTED:
        governing = None  # "Peru hosts 900 bots": they are there
    if governing is not None and governing.agent is not None and by_law(reading, governing.agent):
        governing = None  # "police arrested men accused of infecting 900 computers"
    if governing is not None and governing.agent is not None and lies_still(governing.agent):
        governing = None  # "attacks on Israeli sites, and claimed to have defaced 650"
    if governing is not None and governing.agent is not None and draft.role not in EVENTS:
        acting = [*governing.agent.places, *governing.agent.from_places]
        origin = acting or origin
    if before and governing is not None and led_by(reading, governing, before[-1]):
        origin = (before[-1].origin or "").split(";")
    doing = governing.agent.places if governing is not None and governing.agent is not None else []
    base = draft.base
    came: list[str] = []
    there: list[str] = []
    subject: list[str] = []
    if draft.kind is ClaimKind.RANK:
        origin = _nearest_place(reading, draft)
    elif draft.kind is ClaimKind.CHANGE:
        came, there, subject = near(reading, draft, [])
        if draft.role in ORIGIN_SIDE and base is not None and there + subject:
            origin = there or subject
        target = _narrower(target) or there or target
        if draft.role in EVENTS and not {*origin, *target} - {WORLD} and reading.rows == "target":
            target = subject or target  # of a list of those hit: "Peru saw an increase of 14 percent"
    elif base is not None or not origin or draft.kind is ClaimKind.SHARE:
        came, there, subject = near(reading, draft, _patients(draft, deeds) if here else [])
        steered = STEERED & {*reading.words(draft.quantity.last, draft.quantity.last + 6).split()}
        from_there = draft.phrase is not None and bool(draft.phrase.came_from)  # "900 computers from Peru"
        lies_there = (from_there or draft.kind is ClaimKind.SHARE) and not (there or steered or "XX" in came)
        if draft.role in INFECTED and lies_there:
            came, there = [], came  # "only 1 percent of the infected addresses came from Peru": they are there
        origin = came or origin
        if governing is not None and governing.sort == "launch":
            origin = doing or origin  # "Russia was behind most of them"
        subject = [code for code in subject if base is None or code != base.target or draft.role in TARGET_SIDE]
        alone = subject and not came and not there
        if draft.role in ORIGIN_SIDE and alone and side_of(reading, draft.quantity.first) == "target":
            target, subject = target or subject, []  # "China was the main target: 85 percent of the domains"
        if draft.role in ORIGIN_SIDE:
            nearer = came or there or subject
            part = base is not None or (draft.kind is ClaimKind.SHARE and there)  # "42 percent of 800 are American"
            origin = nearer or origin if part else origin or there or subject
        elif draft.role in EVENTS and there and not came and parallel(reading, draft, before):
            origin = there  # "25 percent originated in the US, 12 percent in China"
        elif draft.role in EVENTS:
            origin, target = _of_attacks(reading, draft, (origin, target), (came, there, subject))
        elif there or subject:
            origin, target = _of_machines(reading, draft, (origin, target), there, subject)
    if base is not None and draft.role in EVENTS and not came and not there and not subject:
        origin = _own_sender(reading, draft) or origin
    if base is not None and draft.role not in ORIGIN_SIDE | EVENTS:
        origin = driven(draft, deeds) or origin
    if draft.role in EVENTS | {"malicious_domain"} and not target and here is not None:
        end = draft.quantity.last
        target = _aimed(reading, max(here.last, end + (reading.lower(end) == ",")))
    counts = draft.kind is ClaimKind.COUNT
    hit = draft.role in EVENTS or (draft.role in TARGET_SIDE and counts and not target)
    afresh = base is None or base.quantity not in reading.quantities  # "Peru saw a rise of 14 percent", of the same
    sought = hit and afresh and (not origin or draft.role in CONTROLLED)
    sought |= draft.role in ORIGIN_SIDE and counts and base is None and not target and {*origin} == {"XX"}
    suffers = suffering(reading, draft.quantity, counts=counts) if sought else []
    if suffers:
        target = target or suffers
        draft.paired = not own
    everywhere = draft.role in TARGET_SIDE and {*target} == {WORLD} and not there and not subject
    if draft.kind is ClaimKind.SHARE and everywhere:
        target = _alike(reading, draft) or target
    if draft.role in EVENTS and any(blow := instrument(reading, draft.quantity)):
        origin, target = blow
    participle = reading.lower(lead(reading.tokens, draft.quantity)) in AVERAGING
    if draft.role in EVENTS and (not here or participle) and base is None and not origin:
        origin, struck = _times(draft, deeds)
        target = struck or target if participle else target or struck
    if draft.role in ORIGIN_SIDE and not target and here is not None:
        target = _ordered(reading, here)
    placed = beside(reading, draft.quantity) if draft.kind is not ClaimKind.RANK else []
    if placed == ["XX"] and (there or came) and base is not None:
        placed = []  # "were abroad, with 60 percent of them in Peru"
    if placed and not own:
        origin, target = placed_at(reading, draft, placed, target)
    elif placed and draft.role not in ORIGIN_SIDE | EVENTS | CONTROLLED and beside(reading, draft.quantity, CLOSE):
        target = placed
    elif placed and draft.role in EVENTS and not origin and not target and beside(reading, draft.quantity, CLOSE):
        known = any(placed[0] in (each.target or "").split(";") for each in before)  # "across Malta (900 attacks), …"
        origin, target = ([], placed) if known else placed_at(reading, draft, placed, target)
    elif placed and draft.role in ORIGIN_SIDE and not origin and draft.phrase is not None:
        origin = placed
        draft.phrase.places += placed  # "the US came first with 5,300 IPs, controlling 14,000 sites"
    if draft.role in EVENTS and (sent := next_origin(reading, draft, before)):
        origin, target, base = sent, [], None
    if base is not None and (crew := hackers(reading, draft.quantity)):
        origin, target = crew, target if draft.role in EVENTS else []
    if several(reading, draft):
        came_from = (base is not None and base.origin is not None) or sending(reading, draft)
        origin, base = [WORLD] if came_from else [], None  # the place of the share before is not theirs
    if not target and not origin and base is None and draft.role not in ORIGIN_SIDE:
        target = _opened_by(reading)
    if (
        draft.phrase is not None
        and reading.words(draft.phrase.last - 1, draft.phrase.last + 1) in COMPLAINTS
        and not {"XX", "HOME", WORLD} & {*origin}
    ):
        origin, target = [], target or origin  # "complaints from the American public": of those who were hit
    if draft.role == "incident_report" and came and _handed_in(reading):
        origin = [code for code in origin if code not in came]
    said = own or came or there or subject or placed
    level = ranged(reading, draft, before) if not said else None
    if level is not None:
        origin, target, base = [], [], level
    if base is not None and base.phrase is draft.phrase and base.paired and base.origin and not said:
        origin = []  # the place of the row, not that of the phrase above it
    if draft.role in EVENTS and origin and origin == target and base is None:
        target = []  # "hackers in Peru tried 900 times": nobody attacks himself
    shares = base is not None and draft.kind is base.kind is ClaimKind.SHARE and draft.role in EVENTS and not origin
    if base is not None and shares and target and base.origin and base.target not in target:
        base = None  # "the US was the target of 64 percent"
    target = [code for code in target if code not in origin] or target
    if draft.role in TARGET_SIDE:
        origin = [code for code in origin if code != "HOME"]  # "3.3% of those in the country"
    draft.origin = joined(origin, draft) or (base.origin if base is not None else None)
    worldwide = here is not None and WORLD in here.places
    lends = base is not None and not base.listed and not (worldwide and base.phrase is not draft.phrase)
    draft.target = joined(target, draft) or (base.target if base is not None and lends else None)
    if draft.origin is None and base is None:
        led = consequence(reading, draft, before)
        if led is not None:
            draft.origin, draft.target = led.origin, draft.target or led.target


def _of_attacks(reading: Reading, draft: Draft, ends: Ends, nearby: tuple[Codes, Codes, Codes]) -> Ends:
    """Origin and target of attacks, from what the sentence says of them and the places near their number."""
    (origin, target), (came, there, subject) = ends, nearby
    base = draft.base
    said = reading.words(0, draft.quantity.first)
    if not came and ({"origin", "source"} & {*said.split()[-3:]} or "sources of" in said):
        came, there = there, []  # "The origin of most of the attacks is in China"
    there = [code for code in there if code not in origin]  # "from servers hosted within the US"
    subject = [code for code in subject if code not in target]
    counted = draft.kind is ClaimKind.COUNT and base is not None and base.kind is ClaimKind.COUNT
    if counted and there and not came and reading.lower(draft.quantity.last) in {"in", "against", "on"}:
        target = []  # "700 attacks in Kenya and 300 in Ghana"
    side = side_of(reading, draft.quantity.first)
    struck = regional(reading, draft) or side == "target" or (counted and _in_place(reading, draft))
    struck |= counted and reading.rows == "target" and side is None and _ranks(reading, draft)
    told = draft.kind is ClaimKind.SHARE and draft.phrase in reading.phrases and bool(_narrower(target))
    if subject and not came and struck and not told:  # not "of the attacks that Peru faced, Chile sent a third"
        target, subject = subject, []  # "the US was targeted most, with 61 percent of attacks"
    sender = came or subject or origin if base is not None else came or origin or subject
    if counted and came and there:
        return sender, there  # "and 410 from India hit Pakistan"
    return sender, _narrower(target) or there or target


def _ranks(reading: Reading, draft: Draft) -> bool:
    """ "Peru was second with 400", of a list of those that were hit."""
    return bool(ORDINALS & {*reading.words(0, draft.quantity.first).split()})


def _of_machines(reading: Reading, draft: Draft, ends: Ends, there: Codes, subject: Codes) -> Ends:
    """Origin and target of machines and sites that suffer, from the places near their number."""
    (origin, target), base = ends, draft.base
    # "Of these computers, 1.7 million were controlled by …": the target is known, so the place is the origin.
    known = base is not None and base.target not in (None, WORLD, *there) and not in_turn(reading, draft, base)
    if known and base is not None and not base.origin:
        listed = reading.lower(draft.quantity.last) == "in" and base.phrase in reading.phrases
        known = draft.role in CONTROLLED and not listed  # not "900 machines hit in Peru, 400 in Chile"
    behind = base is not None and bool(base.origin) and base.target is None and not there
    if known or (behind and draft.role in CONTROLLED):
        return origin or there or subject, target
    return origin, (there or subject or target) if base else _narrower(target, there) or there or subject


def _handed_in(reading: Reading) -> bool:
    """ "Using reports received from Lithuanian providers": where those are who told of it."""
    told = (reading.lower(at - 1) for at in range(1, len(reading.tokens)) if reading.lower(at) == "from")
    return bool(HANDED & {*told})


def _times(draft: Draft, deeds: Collection[Deed]) -> tuple[list[str], list[str]]:
    """Who did it to whom, of "sites were hacked from overseas 144,000 times"."""
    for deed in deeds:
        if deed.at < draft.quantity.first and deed.sort in ("attack", "deface", "control", "infect", "launch"):
            agent, patient = deed.agent, deed.patient
            came = [*agent.places, *agent.from_places] if agent is not None else []
            return came, list(patient.places) if patient is not None else []
    return [], []


def _own_sender(reading: Reading, draft: Draft) -> list[str]:
    """ "…, but attacks from Peru fell to 15 percent": where those are from that the clause of a share names."""
    first = draft.quantity.first
    floor = max((q.last for q in reading.quantities if q.last <= first), default=0)
    near = [p for p in reading.phrases if floor <= p.first and p.last <= first and p.from_places and not p.counted]
    return list(near[-1].from_places) if near and near[-1].sort == "event" else []


def _alike(reading: Reading, draft: Draft) -> list[str]:
    """ "Chinese computers account for 27 percent of all infected computers": where those are that are such a part."""
    sort = draft.phrase.sort if draft.phrase is not None else ""
    left = [p for p in reading.phrases if p.sort == sort and p.last <= draft.quantity.first and not p.counted]
    return [code for code in left[-1].places if code != WORLD] if left else []


def _in_place(reading: Reading, draft: Draft) -> bool:
    """Whether the last place before a number stands behind "in": "in Kenya, 300"."""
    left = [mark for mark in reading.places if mark.last <= draft.quantity.first]
    at = left[-1].first - 1 if left else -1
    return bool(left) and reading.lower(at - (reading.lower(at) == "the")) == "in"


def _narrower(target: list[str], there: Collection[str] = ()) -> list[str]:
    """Without the whole world, of which a country is said: "60 percent of all infected computers are in Iran"."""
    return [code for code in target if code != WORLD and not (there and code == "EU")]


def _opened_by(reading: Reading) -> list[str]:
    """ "In Turkey, 32 men were arrested after attacks on 74 sites": where all of the sentence is."""
    first = reading.places[0] if reading.places else None
    if first is None:
        return []
    if first.first <= 2 and first.value == WORLD and "," in reading.words(first.last, first.last + 2):
        return [WORLD]  # "Globally, the number of attacks rose"
    opens = first.first <= OPENING and reading.lower(first.first - 1) == "in"
    opens &= reading.lower(first.last) in {",", "the", "alone"}  # "In Peru the number of attacks rose"
    return [first.value] if opens and len(reading.places) == 1 and first.value != WORLD else []


def _ordered(reading: Reading, phrase: Phrase) -> list[str]:
    """ "six servers that had ordered attacks on Georgian sites": where the attacks go."""
    event = next((p for p in reading.phrases if phrase.last <= p.first <= phrase.last + 8 and p.sort == "event"), None)
    return [] if event is None or event.counted else list(event.to_places)


def _aimed(reading: Reading, first: int) -> list[str]:
    """ "44 million attempts were made to hack Israeli websites", "hits were directed at": where they go."""
    for at in range(first, min(len(reading.tokens), first + 8)):
        if reading.tokens[at].text in BREAKS or reading.tokens[at].text == ",":
            break
        if reading.lower(at) == "to" and reading.tokens[at + 1 : at + 2] and reading.tokens[at + 1].sort == "word":
            if reading.lower(at - 1) in COMPARING or at + 1 in reading.dated:
                continue
            hit = next((p for p in reading.phrases if at < p.first <= at + 5), None)
            struck = any(mark.first == at + 1 and mark.value == "attack" for mark in reading.actives)
            return list(hit.places) if hit is not None and (struck or hit.sort != "place") else []
    return []


def _patients(draft: Draft, deeds: Collection[Deed]) -> list[Phrase]:
    return [deed.patient for deed in deeds if deed.agent is draft.phrase and deed.patient is not None]


def _nearest_place(reading: Reading, draft: Draft) -> list[str]:
    left = [m.value for m in reading.places if m.last <= draft.quantity.first]
    return left[-1:]
