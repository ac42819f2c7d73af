"""Whose country a number is of where its own sentence names none: one order of precedence, the first that answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from crosscount.claims.counted.roles import ORIGIN_SIDE
from crosscount.claims.ends.homes import lawmakers
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.speakers.voices import LAW, STATE, Voice, response_team
from crosscount.claims.words.lexicon import is_country, lexicon
from crosscount.claims.words.tokens import Token, plain

__all__ = ["TRUSTED", "WIDESPREAD", "Said", "Setting", "counting", "tongue"]

WIDESPREAD = {"infected_host", "infected_ip", "botnet", "c2", "malicious_domain", "cleaned_host", "spam_email"}
AIMED = {"c2", "attack_ip", "attack_event", "hacked_site", "attack_volume", "victim_host"}
TRUSTED = ("cert", "data")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said up to a number.

    `told`: somebody had spoken; `before`: the country that the sentence before was about; `hit`: the first that a
    number was of; `struck`: the one that a sentence without numbers says to be attacked.
    """

    tokens: Sequence[Token]
    told: bool
    before: str | None
    hit: str | None
    struck: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text says once for all of its numbers.

    `speaking`: the country of whoever counts in it; `tongue`: of those who call it ours in their language; `opening`:
    that the text opens with ("Singapore's CSA found"); `senders`: those that attacks come from; `parts`: for each
    number the countries that a part of it is in. `raided`: it tells of a raid on a botnet, which is of no one country;
    `everywhere`: of what is in all the world.
    """

    speaking: str | None
    tongue: str | None
    opening: str | None
    senders: Collection[str]
    parts: Mapping[int, Collection[str | None]]
    raided: bool
    everywhere: bool

    def country(self, draft: Draft, voice: Voice, said: Said) -> str | None:
        """The country whose machines, sites and users a number is of; None for all the world."""
        role = draft.role or ""
        trusted = voice.kind in TRUSTED
        if draft.target is None and not trusted and self._of_all(role, voice):
            return None
        found: str | None
        if voice.world:  # a vendor's data are of all the world, unless the sentence goes on
            found = (said.before if draft.origin is None else None) or self._named(draft, voice, said)
            beyond = said.hit if voice.kind == "court" and not self.raided else None
        else:
            found = voice.home or said.hit or self.speaking or (None if said.told else self.tongue)
            if found is None and not self.raided:
                found = self.opening or self._named(draft, voice, said) or self._of_office(role, voice, said)
            beyond = None
        if found is None and role in AIMED:
            found = said.struck or beyond
        in_part = role in WIDESPREAD and draft.target is None and not trusted
        return None if in_part and found in self.parts.get(id(draft), ()) else found

    def _of_all(self, role: str, voice: Voice) -> bool:
        """Whether it is of what knows no borders; what the police found out about a botnet is not of their country."""
        seized = role == "victim_host" or (role != "incident_report" and bool(LAW & voice.words))
        return (self.raided and seized) or (self.everywhere and role in WIDESPREAD)

    def _named(self, draft: Draft, voice: Voice, said: Said) -> str | None:
        """The one country that the sentence names, where nobody has spoken."""
        if said.told or self.raided or draft.role in ORIGIN_SIDE or draft.origin is not None:
            return None
        codes = {mark.value for mark in lexicon().marks(said.tokens, "place")} - {*voice.accused, *self.senders}
        code = next(iter(codes)) if len(codes) == 1 else None
        return code if is_country(code) else None

    def _of_office(self, role: str, voice: Voice, said: Said) -> str | None:
        """The country that an official's text names first, other than those that attack."""
        stated = not said.told or bool(STATE & voice.words)
        if voice.kind != "office" and not (stated and role not in ORIGIN_SIDE):
            return None
        named = [code for code in voice.countries if code not in self.senders]
        alone = stated and role not in ORIGIN_SIDE and len(voice.countries) == 1
        local = not self.everywhere and role not in WIDESPREAD
        local &= len(named) == 1 or bool(STATE & voice.words)  # who names several may speak of the world
        return named[0] if named and (alone or (local and voice.kind == "office")) else None


def counting(voices: Sequence[Voice], later: Sequence[Voice], text: str) -> str | None:
    """The country of whoever counts in a text: of the first body whose country is known, else of its response team."""
    known = [*voices, *(voice for voice in later if not voice.world)]
    return next((voice.home for voice in known if voice.home), None) or response_team(text) or lawmakers(text)


def tongue(text: str) -> str | None:
    """The country that a text in Chinese calls ours; traditional characters are Taiwan's, for want of better."""
    begin = text[:2000]
    han = sum("一" <= letter <= "鿿" for letter in begin)
    if han * 3 <= len(begin.strip()):
        return None
    return "TW" if sum(one != other for one, other in zip(begin, plain(begin), strict=True) if one > "一") > 2 else "CN"
