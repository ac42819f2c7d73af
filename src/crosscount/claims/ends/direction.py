"""Where a threat comes from and where it goes, by the grammar of the sentence: one rule after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from crosscount.claims.ends.by_blame import by_blame
from crosscount.claims.ends.by_clause import (
    by_aim,
    by_instrument,
    by_launch,
    by_machines,
    by_opening,
    by_orders,
    by_sender,
    by_sufferer,
    by_whole,
)
from crosscount.claims.ends.by_pages import by_pages
from crosscount.claims.ends.by_phrase import as_far_away, by_phrase
from crosscount.claims.ends.by_places import by_places_near
from crosscount.claims.ends.by_row import (
    by_hackers,
    by_next_origin,
    by_number_before,
    by_place_beside,
    by_row,
    by_several,
)
from crosscount.claims.ends.by_verb import by_governing_verb, by_times, by_verb_behind
from crosscount.claims.ends.ends import Ends
from crosscount.claims.ends.settled import (
    as_consequence,
    by_complaints,
    once_each,
    said_or_lent,
    without_base,
    without_self,
    without_tellers,
)
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading

__all__ = ["direct"]

# In this order: each may overrule what those before have found.
RULES: tuple[Callable[[Ends], None], ...] = (
    as_far_away,
    by_phrase,
    by_governing_verb,
    by_places_near,
    by_sender,
    by_machines,
    by_verb_behind,
    by_aim,
    by_launch,
    by_sufferer,
    by_whole,
    by_instrument,
    by_pages,
    by_times,
    by_orders,
    by_place_beside,
    by_blame,
    by_next_origin,
    by_hackers,
    by_several,
    by_opening,
    by_complaints,
    without_tellers,
    by_number_before,
    by_row,
    without_self,
    without_base,
    once_each,
    said_or_lent,
    as_consequence,
)


def direct(reading: Reading, draft: Draft, deeds: Collection[Deed], before: Sequence[Draft]) -> None:
    """Set origin and target of a draft as codes; None where the sentence does not say."""
    ends = Ends(reading, draft, deeds, before)
    for rule in RULES:
        rule(ends)
