"""What a recount shows to be odd about a claim: its unit, its direction, days that were added up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crosscount.claims.wording import noun_of, number_named, places_told, role_named
from crosscount.flow import recount
from crosscount.kernels.claiming.digits import significant
from crosscount.kernels.claiming.implied import implied, last_place, near
from crosscount.model.claim import FIGURE_OF, Claim, Flag, Interval, Modifier, Raised
from crosscount.model.window import Window

__all__ = ["direction", "mismatch", "other_figure", "sum_of_days", "tight"]

# Figures of which one number may be taken for that of another.
FAMILIES = (
    ("c2-servers", "controlled-machines"),
    ("phishing-hosts", "phishing-pages", "phishing-operations"),
    ("backdoor-origins", "backdoored-sites", "backdoor-attacks"),
)
TELLING = 3  # digits that two figures do not share by accident
UNITS = {
    ("backdoor-origins", "host"): (
        "What is counted are addresses; the text calls them machines, of which one may have many addresses."
    ),
    ("backdoor-origins", "server"): (
        "What is counted are addresses; the text calls them servers, of which one may have many addresses."
    ),
    ("controlled-machines", "server"): "What is counted are machines of any kind; the text calls them servers.",
    ("backdoored-sites", "backdoor"): (
        "What is counted are websites with a backdoor; the text counts backdoors, of which a website may hold several."
    ),
}


def tight(claim: Claim) -> Interval:
    """What the digits alone stand for, whatever qualifies them; of a bound, its end."""
    place = last_place(f"{abs(claim.quantity):f}")
    if claim.modifier in (Modifier.MORE_THAN, Modifier.LESS_THAN, Modifier.UP_TO):
        return near(claim.interval, claim.modifier, place)
    if claim.modifier is Modifier.RANGE:
        return claim.interval
    return implied(claim.quantity, place, Modifier.EXACT, claim.kind)


def mismatch(claim: Claim, figure: str) -> Iterator[Raised]:
    """The text names another unit than the figure counts."""
    said = UNITS.get((figure, noun_of(claim)))
    if said is not None:
        yield Raised(Flag.UNIT_MISMATCH, said)


def other_figure(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Iterator[Raised]:
    """The number is wrong of what the text counts, and right of what goes with it: "563 hosts" that carry 563 pages."""
    family = next((each for each in FAMILIES if figure in each), ())
    bound = claim.modifier in (Modifier.MORE_THAN, Modifier.LESS_THAN, Modifier.UP_TO, Modifier.RANGE)
    if bound or len(significant(claim.quantity)) < TELLING:
        return
    for other in family:
        if other == figure or counter.reach(claim, other, window).nothing:
            continue
        counted = recount.recount(claim, other, window, counter)
        if counted.exact and counted.found.value and tight(claim).holds(Decimal(counted.found.value)):
            role = next(role for role, name in FIGURE_OF.items() if name == other)
            names = [role_named(each) for each in (role, claim.role)]
            said = f"{counted.found.value:,} is what the recount gives for {names[0]}, not for {names[1]}."
            yield Raised(Flag.UNIT_MISMATCH, said)
            return


def direction(claim: Claim, figure: str, window: Window, counter: recount.Counter) -> Iterator[Raised]:
    """The number is right the other way round."""
    found = recount.turned(claim, figure, window, counter)
    if found is not None and found.value and claim.interval.holds(Decimal(found.value)):
        way = f"From {places_told(claim.target)} to {places_told(claim.origin)}"
        said = f"{way} the recount gives {found.value:,}: origin and target are exchanged."
        yield Raised(Flag.DIRECTION_WRONG, said)


def sum_of_days(claim: Claim, counted: recount.Recounted) -> Iterator[Raised]:
    """The digits are those of the daily numbers, added up."""
    if counted.days_sum is not None and tight(claim).holds(Decimal(counted.days_sum)):
        said = (
            f"The daily numbers add up to {counted.days_sum:,}, which {number_named(claim)} stands for: "
            "who came on two days is counted twice."
        )
        yield Raised(Flag.SUM_OF_DAYS, said)
