"""On whose data a sentence is: "according to", "drawing on data from", "quoted a spokesperson of"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscount.claims.speakers.bodies import Found, named_bodies
from crosscount.claims.speakers.names import name_after
from crosscount.claims.speakers.papers import issuer_at, paper_at
from crosscount.claims.speakers.runs import ARTICLES, end_of_name
from crosscount.claims.speakers.saying import broken
from crosscount.claims.speakers.strangers import unknown
from crosscount.claims.speakers.voices import Voice, again, cites, spoke
from crosscount.claims.words.lexicon import Mark, Organisation, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["Heard", "cited", "drawn_from", "hear", "quoted"]

HANDED = frozenset(("provided", "submitted", "given", "sent", "handed", "supplied", "obtained", "received", "acquired"))
TAKING = frozenset(
    ("steal", "steals", "stealing", "stole", "stolen", "exfiltrate", "exfiltrated", "exfiltrating", "leaked", "leaking",
     "copied", "copying", "deleted", "deleting", "downloaded", "downloading", "siphoned", "siphoning", "took")
)  # fmt: skip
GIVEN = 16  # tokens from the data to "obtained", and on to "from"
CITING = frozenset(("citing", "cited", "quoting", "as quoted by", "引述", "援引"))
DATA = frozenset(("data", "figures", "statistics", "numbers", "estimate", "estimates", "数据"))
NEAR, FAR = 6, 12  # tokens between "according to", or "drawing on", and a body


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence, the bodies that it names, and those of them on whose data it is."""

    tokens: Sequence[Token]
    named: Sequence[Found]
    sources: Sequence[Found]

    @property
    def body(self) -> Organisation | None:
        """The first body that is no newspaper."""
        return next((found.organisation for found in self.named if found.organisation.kind != "outlet"), None)


def hear(tokens: Sequence[Token], before: Voice) -> Heard:
    """A sentence behind a voice, with the bodies in it."""
    named = named_bodies(tokens, before)
    return Heard(tokens, named, _from_whom(tokens, named, told=before.speaker is not None))


def _from_whom(tokens: Sequence[Token], named: list[Found], *, told: bool) -> list[Found]:
    """Organisations behind "according to", "data from", "citing".

    `told`: somebody spoke before, whose figures they remain, whoever it was "reported to".
    """
    out = []
    for mark in lexicon().marks(tokens, "from_whom"):
        if _drawn(tokens, mark) or _taken(tokens, mark) or (told and mark.value == "reported to"):
            continue
        at = issuer_at(tokens, mark.last)
        near = [f for f in named if 0 <= f.mark.first - at <= NEAR and not broken(tokens, at, f.mark.first)]
        if near:
            out.append(replace(near[0], cited=mark.value in CITING))
    for found in named:
        after = tokens[found.mark.last].lower if found.mark.last < len(tokens) else ""
        if after in DATA and found not in out:
            out.append(found)
    return out


def _drawn(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether data are only drawn on: "using data from"."""
    return mark.first > 0 and tokens[mark.first - 1].lower in {"on", "upon", "using", "with", "combining"}


def _taken(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether data were taken from somebody: "stealing data from"."""
    return mark.first > 0 and tokens[mark.first - 1].lower in TAKING


def quoted(heard: Heard, voice: Voice) -> Voice:
    """ "Xinhua quoted a spokesperson of … as saying": the outlet carries, the other speaks."""
    tokens, named = heard.tokens, heard.named
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


def drawn_from(heard: Heard, voice: Voice) -> Voice:
    """ "Drawing on data from Group-IB and Kaspersky": theirs, whoever speaks."""
    marks = lexicon().marks(heard.tokens, "from_whom")
    drawn = next((mark.last for mark in marks if _drawn(heard.tokens, mark)), None)
    if drawn is None:
        return voice
    whose = [found.organisation.name for found in heard.named if 0 <= found.mark.first - drawn <= FAR]
    return replace(voice, once=", ".join(whose) or None)


def cited(heard: Heard, voice: Voice) -> Voice:
    """ "According to the head of the Service, Ana Lund": the Service's data, and who speaks for it."""
    if not heard.sources:
        return _cites_unknown(heard, voice)
    for found in heard.sources:
        voice = cites(voice, found.organisation, cited=found.cited)
        before = [mark for mark in lexicon().marks(heard.tokens, "from_whom") if mark.last <= found.mark.first]
        person = name_after(heard.tokens, before[-1]) if before else None
        if person is not None and not voice.also:
            voice = replace(voice, also=person.text)
    return voice


def _cites_unknown(heard: Heard, voice: Voice) -> Voice:
    """A body that no dictionary holds behind "according to"."""
    tokens = heard.tokens
    for mark in lexicon().marks(tokens, "from_whom"):
        if (voice.speaker is not None and mark.value == "reported to") or _taken(tokens, mark):
            continue
        again_ = [m for m in lexicon().marks(tokens, "again") if m.first == mark.last and not _in_full(tokens, m)]
        noun = again_[0].value.split()[-1] if again_ else None
        if noun is not None:  # "according to the company"
            body = None if voice.speaker else heard.body
            return again(voice, noun) if body is None else spoke(voice, body, None, finds=False)
        at = issuer_at(tokens, mark.last)
        name = None if _drawn(tokens, mark) else name_after(tokens, replace(mark, last=at))
        if name is not None and (not paper_at(tokens, at) or _written_by(tokens, name.first)):
            if voice.speaker is None or not voice.spoken:
                return _handed_over(tokens, mark, unknown(voice, name))
            if {*name.text.lower().split()} <= voice.words:
                return voice  # "according to Lund", who speaks for a body
            after = unknown(voice, name)  # a paper carries it
            same = after.speaker == voice.speaker
            return after if same else replace(voice, cited=name.text, home=voice.home or name.home)
    return voice


def _written_by(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name stands beside a paper of its own: "the annual report of the Society", "a trade ministry study"."""
    papers, end = lexicon().marks(tokens, "papers"), end_of_name(tokens, first)
    first -= tokens[first - 1].lower in ARTICLES
    behind = tokens[first - 1].lower in {"of", "by", "from"} and any(mark.last == first - 1 for mark in papers)
    return behind or any(mark.first == end for mark in papers)


def _in_full(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether "the Ministry" goes on: "the Ministry of Trade", "the Department for Industry"."""
    behind = [token.lower for token in tokens[mark.last : mark.last + 1]]
    return tokens[mark.last - 1].text[:1].isupper() and behind in (["of"], ["for"], ["on"])


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
