"""A text to its claims: sentence by sentence, remembering who speaks, of which days, and of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from crosscount.claims.completing.found import Found
from crosscount.claims.completing.text import Whole, complete
from crosscount.claims.counted.roles import BESIDE
from crosscount.claims.days.calendar import stated_day
from crosscount.claims.days.fiscal import counts_from
from crosscount.claims.days.pointers import spoken_on
from crosscount.claims.days.stretches import stretches
from crosscount.claims.ends.homes import countries, domains, opening
from crosscount.claims.hearing.disputes import dispute
from crosscount.claims.hearing.leaving import learn, leave
from crosscount.claims.hearing.memory import Memory
from crosscount.claims.hearing.numbers import counted
from crosscount.claims.hearing.sentence import hear
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.brackets import short_forms, without_short_forms, without_single_quotes
from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.qualified import without_qualifiers
from crosscount.claims.words.tables import read_aloud
from crosscount.claims.words.tokens import Sentence, Token, plain, unbroken
from crosscount.model.claim import Claim, Modifier

__all__ = ["extract"]

PROGRAMS = ("infect", "bot", "malicious")  # topics of a text on machines that a program infects


def extract(text: str, *, day: date | None = None, zone: str | None = None) -> list[Claim]:
    """The claims of a text, in order. `day`: when it was published; the first full date of the text otherwise.

    `zone`: of the days, as an IANA name; texts hardly ever state it.
    """
    written = plain(text)
    flat = unbroken(written)
    today = day or stated_day(flat)
    every = list(lexicon().cut(written))
    tokens = list(without_short_forms(list(without_single_quotes(every))))
    memory = _beginning(written, flat, tokens, today)
    found: list[Found] = []
    for read_out in read_aloud(written, tokens):
        sentence, qualified = without_qualifiers(read_out)
        found += _sentence(flat, sentence, qualified, today, memory, found)
    whole = Whole(
        text=text,
        last=memory.voice,
        main=memory.timeline.main,
        zone=zone,
        raided=memory.raided,
        infecting=any(mark.value in PROGRAMS for mark in lexicon().marks(tokens, "topic")),
        alive=memory.alive,
        opening=opening(written, tokens),
        shorts=short_forms(every),
    )
    return [claim for claim in complete(whole, found) if claim.role not in BESIDE]


def _beginning(written: str, flat: str, tokens: Sequence[Token], today: date | None) -> Memory:
    """What is known before the first sentence: the countries that the text names, and the years that it spells out."""
    named, accused, ruled = countries(tokens)
    named = named or domains(written)
    return Memory(
        voice=Voice(countries=named, accused=accused, ruled=ruled),
        fiscal=counts_from(named),
        stretches=stretches(flat, today),
        spoke=spoken_on(tokens, today),
    )


def _sentence(
    text: str,
    sentence: Sentence,
    qualified: Mapping[int, Modifier],
    today: date | None,
    memory: Memory,
    found: Sequence[Found],
) -> list[Found]:
    """The numbers of a sentence, which may say more of those `found` before it."""
    heard = hear(text, sentence, qualified, today, memory)
    learn(heard, memory)
    here = list(counted(heard, memory))
    leave(heard, memory)
    dispute(heard.tokens, here, memory, found, heard.speaking)
    memory.last = here or memory.last
    for each in found if memory.gathered else ():
        each.window = each.window or memory.gathered
    memory.gathered = None
    return here
