"""Numbers in a sentence: digits, words, Chinese numerals, per cent, ranges, fractions, ratios, ranks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crosscount.claims.words.lexicon import Mark, data, lexicon
from crosscount.claims.words.most import more_than_half
from crosscount.claims.words.numerals import numeral, plain_digits, plural, scaled_word, spoken, spoken_digits
from crosscount.claims.words.tokens import Token
from crosscount.claims.words.uncounted import uncounted
from crosscount.kernels.claiming.implied import last_place
from crosscount.model.claim import ClaimKind

__all__ = ["QUALIFYING", "Quantity", "lead", "quantities"]

PERCENT = {"%", "percent", "pct", "个百分点"}
QUALIFYING = frozenset(
    ("nearly", "almost", "about", "around", "some", "over", "more", "than", "at", "least", "approximately", "roughly",
     "just", "under", "only", "fewer", "less", "约", "近", "逾", "超过")
)  # fmt: skip
PHRASES = frozenset(tuple(each.split()) for words in data("qualifiers")["before"].values() for each in words)
ENDING = frozenset(words[-1] for words in PHRASES)
SIGNS = {"-": "down", "−": "down", "–": "down", "+": "up"}
PARTS = {"a", "half", "quarter"}
FEWER = {"low", "few", "small", "little"}
MULTIPLIED = {"compared", "when", "versus", "the", "that", "from", "last", "as", "what", "those", "its"}
RANKS = {"rank", "ranked", "ranks", "ranking", "排名", "位居", "居", "列"}
TO = {"to", "-", "–", "—", "~", "～", "至", "到", "－"}
COMPARED = {"the", "as", "more", "higher", "larger", "greater", "that", "those", "what", "over", "its"}
MEASURES = {"个", "台", "家", "次", "起", "种", "条", "人次", "个百分点", "件", "万", "部", "宗", "款", "万台", "封"}
CHANGE_WORDS = {"rose", "grew", "increased", "fell", "declined", "dropped", "jumped", "surged", "climbed", "decreased",
                "up", "down", "increase", "rise", "soared", "surging", "growing", "jumping", "increasing",
                "growth", "surge", "jump",
                "rising", "risen", "grown", "grows", "rises", "increases", "went", "multiplied", "expanded",
                "swelled", "doubled", "tripled", "quadrupled", "halved", "climbing"}  # fmt: skip

PERIODS = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year"))
RANGING = frozenset(("ranging", "range", "ranges", "ranged", "varies", "varied", "varying", "anywhere"))
THOUSAND = 1000
AMOUNTING = {"is", "was", "amounted", "reached", "of", "equalled"}
GROWTH = 9  # tokens from "the growth in the number of attacks on banks" to "was"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at tokens `first` up to `last` (excluded)."""

    first: int
    last: int
    value: Decimal
    place: Decimal  # one unit of the last digit that says something
    kind: ClaimKind = ClaimKind.COUNT
    upper: Decimal | None = None
    worded: bool = False
    most: bool = False
    inner: str = ""  # a modifier inside the number: 10余万
    one_in: bool = False  # "one in three"
    sign: str = ""  # "up" or "down" where a sign is written: "(-37%)"


def lead(tokens: Sequence[Token], quantity: Quantity) -> int:
    """The token before a number and what qualifies it: that of "from" in "from nearly 1,750", "from as many as 20"."""
    at = quantity.first - 1
    while at >= 0 and (qualifying := _qualifies(tokens, at)):
        at -= qualifying
    return at


def _qualifies(tokens: Sequence[Token], at: int) -> int:
    """How many tokens up to this one are a word or a phrase that qualifies a number."""
    if tokens[at].lower in QUALIFYING or tokens[at].lower not in ENDING:
        return int(tokens[at].lower in QUALIFYING)
    return next((n for n in (3, 2) if tuple(token.lower for token in tokens[at - n + 1 : at + 1]) in PHRASES), 0)


def quantities(tokens: Sequence[Token], dated: Collection[int]) -> list[Quantity]:
    """Every number of a sentence but those of dates (`dated`: numbers of tokens), in order."""
    found: list[Quantity] = []
    at = 0
    marks = {
        mark.first: mark
        for sort in ("vague", "ratios", "most", "fractions")
        for mark in reversed(lexicon().marks(tokens, sort))
    }
    while at < len(tokens):
        if at in dated or uncounted(tokens, at):
            at += 1
            continue
        one = (
            _worded(tokens, at, marks)
            or _rank(tokens, at)
            or _one_in(tokens, at)
            or _every(tokens, at)
            or _number(tokens, at, dated)
        )
        if one is None:
            at += 1
            continue
        found.append(one)
        at = one.last
    return _ranges(tokens, _shared_percent(tokens, found))


def _shared_percent(tokens: Sequence[Token], found: list[Quantity]) -> list[Quantity]:
    """ "30, 20 and 10 percent": all three are percentages."""
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        here, after = out[at], out[at + 1]
        between = [token.lower for token in tokens[here.last : after.first]]
        listed = bool(between) and all(word in {",", "and", "、", "和"} for word in between)
        listed |= (
            between == ["to"] and here.first > 0 and tokens[here.first - 1].lower == "from"
        )  # "from 5 to 2 percent"
        if (
            listed
            and here.kind is ClaimKind.COUNT
            and after.kind is ClaimKind.SHARE
            and here.value <= 100
            and not after.worded
        ):
            out[at] = replace(here, kind=ClaimKind.SHARE, place=_unit(here.value))
    return out


def _worded(tokens: Sequence[Token], at: int, marks: dict[int, Mark]) -> Quantity | None:
    mark = marks.get(at)
    many = plural(tokens, at)
    if many is not None:
        return Quantity(at, many[2], Decimal(many[0]), Decimal(1), upper=Decimal(many[1]), worded=True)
    if mark is None:
        return None
    known = data("numbers")
    sort, value, last = mark.sort, mark.value, mark.last
    before = tokens[at - 1].lower if at else ""
    after, then = ([token.lower for token in tokens[last : last + 2]] + ["", ""])[:2]
    if sort == "vague":
        low, high = known["vague"][value]
        return Quantity(at, last, Decimal(low), Decimal(1), upper=Decimal(high), worded=True)
    if sort == "ratios":
        if value in ("double", "triple", "twice", "quadruple") and after not in MULTIPLIED:
            return None
        times = Decimal(str(known["ratios"][value]))
        if value == "twice" and after == "as" and then in FEWER:
            times, last = Decimal("0.5"), last + 2  # "twice as low"
        return Quantity(at, last, times, Decimal(1), ClaimKind.RATIO, worded=True)
    if sort == "most":
        most = Quantity(at, last, Decimal(50), Decimal(1), ClaimKind.SHARE, worded=True, most=True)
        return most if more_than_half(tokens, mark) else None
    if (after == "as" and then in {"many", "much"}) or (after in {"the", "that"} and then in {"number", "figure"}):
        part = Decimal(str(known["fractions"][value])) / 100  # "half the number found in March"
        return Quantity(at, last + 2, part, Decimal("0.01"), ClaimKind.RATIO, worded=True)
    if value == "half" and (
        before in {"first", "second", "latter", "last", "past", "上"} or after in {"a", "year", "an"}
    ):
        return None
    opens = all(token.lower in QUALIFYING for token in tokens[:at]) and after.endswith("ed")
    if (
        not opens  # "About a quarter targeted ministries"
        and value in ("a third", "a fourth", "a fifth", "a sixth", "a quarter")
        and before not in {"by", "up", "down"}
        and after
        not in {"of", ",", ".", "were", "came", "originated", "are", ";", ")", "more", "fewer", "less", "higher"}
        and not (after == "from" and before in {"and", ","})
    ):
        return None
    return Quantity(at, last, Decimal(str(known["fractions"][value])), Decimal(1), ClaimKind.SHARE, worded=True)


def _rank(tokens: Sequence[Token], at: int) -> Quantity | None:
    ordinals = data("numbers")["ordinals"]
    text, last = tokens[at].lower, at + 1
    value: Decimal | None = None
    if text in {"#", "no", "number"}:
        after = [token.lower for token in tokens[at + 1 : at + 3]]
        last += 2 if text == "no" and after[:1] == ["."] else 1
        number = tokens[last - 1].lower if last <= len(tokens) else ""
        if [token.lower for token in tokens[last : last + 1]] in (["%"], ["percent"], ["per"]):
            return None  # "a number 29% greater"
        value = Decimal(1) if number == "one" else _digits(number)
    elif text in ordinals and text not in {"top", "首"}:
        verb = at - 1
        while verb > 0 and tokens[verb].lower in {"as", "the"}:  # "ranked as the third"
            verb -= 1
        value = Decimal(ordinals[text]) if verb >= 0 and tokens[verb].lower in RANKS else None
    return Quantity(at, last, value, Decimal(1), ClaimKind.RANK) if value is not None and value < 100 else None


def _one_in(tokens: Sequence[Token], at: int) -> Quantity | None:
    words = data("numbers")["words"]
    behind = [token.lower for token in tokens[at + 1 : at + 5]]
    over = 2 if behind[:2] == ["out", "of"] else 1
    every = behind[over : over + 1] == ["every"]
    if behind[:1] == ["of"] and not every and not {"ten", "10", "five"} & {*behind[1:2]}:
        return None  # but "nine of ten"
    if behind[:over] not in (["in"], ["of"], ["out", "of"]) or len(behind) <= over + every:
        return None
    whole = at + over + 1 + every
    one, all_of = (Decimal(words.get(tokens[n].lower) or _digits(tokens[n].text) or 0) for n in (at, whole))
    if not 0 < one < all_of:
        return None
    round_one = every and set(str(all_of)) <= {"1", "0"}  # "3.2 out of every 1,000"
    if not round_one and (all_of > (100 if one > 1 else 100_000) or one > 9 or one != one.to_integral_value()):
        return None
    share = one * 100 / all_of
    place = Decimal(1) if all_of <= 100 else Decimal("0.001")  # "one in 412 emails"
    if round_one:
        share, place = share.normalize(), _unit(one) * 100 / all_of
    return Quantity(at, whole + 1, share, place, ClaimKind.SHARE, worded=True, one_in=True)


def _every(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "Every fifth computer": one in five; not "every third day"."""
    ordinals = data("numbers")["ordinals"]
    words = [token.lower for token in tokens[at : at + 3]]
    if words[:1] not in (["every"], ["each"]) or len(words) < 3 or words[1] in {"first", "second", "top"}:
        return None
    if words[1] not in ordinals or words[2].rstrip("s") in PERIODS or tokens[at + 2].sort != "word":
        return None
    return Quantity(
        at, at + 2, Decimal(100) / ordinals[words[1]], Decimal(1), ClaimKind.SHARE, worded=True, one_in=True
    )


def _digits(text: str) -> Decimal | None:
    digits = plain_digits(text)
    return Decimal(digits) if digits.replace(".", "", 1).isdigit() else None


def _number(tokens: Sequence[Token], at: int, dated: Collection[int]) -> Quantity | None:
    token = tokens[at]
    inner = ""
    if token.sort == "number":
        digits = plain_digits(token.text)
        value, scale, last = Decimal(digits), Decimal(1), at + 1
        if last < len(tokens) and tokens[last].glued and tokens[last].lower == "point":  # "22-point-nine percent"
            decimals = spoken_digits(tokens, last + 1)
            digits, last = f"{digits}.{decimals}" if decimals else digits, last + (1 + len(decimals) if decimals else 0)
            value = Decimal(digits)
    elif token.lower in data("numbers")["words"] or (token.lower in PARTS and scaled_word(tokens, at)):
        words = spoken(tokens, at)
        if words is None:
            return None
        value, last = words
        digits, scale = str(value), Decimal(1)
        if last == at + 1 and token.lower == "one" and not _percent(tokens, last) and not _contrasted(tokens, at):
            return None
    elif token.sort == "han" and token.text in data("numbers")["digits"]:
        value, last = numeral(tokens, at)
        digits, scale = str(value), Decimal(1)
        if last >= len(tokens) or tokens[last].text not in MEASURES or value < 2:
            return None
    else:
        return None
    scales = data("numbers")["scales"]
    while last < len(tokens) and last not in dated:
        word = tokens[last]
        if word.text in {"余", "多"} and last + 1 < len(tokens) and tokens[last + 1].text in scales:
            inner, last = word.text, last + 1
            continue
        if word.lower not in scales:
            break
        scale *= scales[word.lower]
        last += 1
    rest = tokens[last] if last < len(tokens) and scale == THOUSAND and tokens[last].glued else None
    if rest is not None and rest.sort == "number" and rest.text.isdigit():  # "558-thousand-674"
        value, scale, last = value * scale + Decimal(rest.text), Decimal(1), last + 1
        digits = str(value)
    if [token.lower for token in tokens[last : last + 2]] == ["or", "so"]:
        last += 2
    place = last_place(digits, scale) if "." in digits or scale > 1 else last_place(digits)
    quantity = Quantity(at, last, value * scale, place, inner=inner)
    return _kind(tokens, quantity)


def _kind(tokens: Sequence[Token], quantity: Quantity) -> Quantity | None:
    percent = _percent(tokens, quantity.last)
    if percent:
        sign = _sign(tokens, quantity.first)
        quantity = replace(quantity, first=quantity.first - bool(sign), sign=sign)
        return replace(quantity, last=quantity.last + percent, kind=ClaimKind.SHARE, place=_unit(quantity.value))
    after = tokens[quantity.last].lower if quantity.last < len(tokens) else ""
    then = tokens[quantity.last + 1].lower if quantity.last + 1 < len(tokens) else ""
    if [token.lower for token in tokens[max(0, quantity.first - 3) : quantity.first]] == ["a", "factor", "of"]:
        return replace(quantity, first=quantity.first - 3, kind=ClaimKind.RATIO, place=_unit(quantity.value))
    times = after == "times" and (then in COMPARED or _grew(tokens, quantity)) and quantity.value < 1000
    times &= then not in {"per", "each", "every", "daily", "hourly"}  # "2.38 times per hour"
    if times or after in {"倍", "fold"}:
        return replace(quantity, last=quantity.last + 1, kind=ClaimKind.RATIO, place=_unit(quantity.value))
    return quantity


def _sign(tokens: Sequence[Token], first: int) -> str:
    """ "(-37%)", "+5%": not the hyphen of "5%-10%" or "a-5%"."""
    if first == 0 or tokens[first - 1].text not in SIGNS or not tokens[first].glued:
        return ""
    if first > 1 and tokens[first - 1].glued and tokens[first - 2].text not in {"(", "（"}:
        return ""
    return SIGNS[tokens[first - 1].text]


def _contrasted(tokens: Sequence[Token], at: int) -> bool:
    """ "three were in China and one in the United States"."""
    numbers = data("numbers")["words"]
    earlier = any(token.sort == "number" or token.lower in numbers for token in tokens[:at])
    return (
        earlier and tokens[at - 1].lower in {"and", ","} and "in" in {token.lower for token in tokens[at + 1 : at + 2]}
    )


def _grew(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "rose 2 times", "1.5 times", "the growth was 3 times"."""
    at = lead(tokens, quantity)
    at -= at > 0 and tokens[at].lower in {"by", "to"}
    stated = at >= 0 and tokens[at].lower in AMOUNTING
    near = range(max(0, at - GROWTH), at) if stated else range(max(0, at), at + 1)
    return quantity.value % 1 != 0 or any(tokens[each].lower in CHANGE_WORDS for each in near)


def _unit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(1)


def _percent(tokens: Sequence[Token], at: int) -> int:
    """How many tokens say "per cent" here."""
    word, after = ([token.lower for token in tokens[at : at + 2]] + ["", ""])[:2]
    if word in PERCENT:
        return 1 + (_percent(tokens, at + 1) if word == "%" else 0)  # "67% percent"
    return 2 if word == "percentage" or (word, after) == ("per", "cent") else 0


def _ranges(tokens: Sequence[Token], found: list[Quantity]) -> list[Quantity]:
    """Two numbers that are the ends of one: "between 70,000 and 2 million", "15% to 18%"."""
    out: list[Quantity] = []
    for quantity in found:
        before = out[-1] if out else None
        if before is not None and lead(tokens, quantity) == before.last and _one_range(tokens, before, quantity):
            low, place = before.value, before.place
            if (
                before.kind is ClaimKind.COUNT
                and before.upper is None
                and before.value < 1000 <= quantity.value
                and before.last - before.first == 1 < quantity.last - quantity.first
            ):
                scale = Decimal(10) ** (3 * ((quantity.value.adjusted()) // 3))
                low, place = before.value * scale, before.place * scale
            high = quantity.upper or quantity.value
            out[-1] = replace(quantity, first=before.first, value=low, upper=high, place=place)
        else:
            out.append(quantity)
    return out


def _one_range(tokens: Sequence[Token], low: Quantity, high: Quantity) -> bool:
    alike = (low.upper is None) is (high.upper is None)  # "300 to 400", "dozens to hundreds of"
    if not alike or high.kind not in (low.kind, ClaimKind.SHARE, ClaimKind.RATIO):
        return False
    link = tokens[low.last].lower
    before = [token.lower for token in tokens[max(0, low.first - 2) : low.first]]
    if link in {"and", "到", "至"} and "between" in before:
        return True
    if link not in TO or high.value <= low.value:
        return False
    back = 9 if before[-1:] == ["from"] else 5  # "an increase of 4 percent, from 200 to 208"
    near = {token.lower for token in tokens[max(0, low.first - back) : low.first]}
    if before[-1:] == ["from"] and low.kind is ClaimKind.SHARE and not near & RANGING:
        return False  # "nearly doubling its part from 21 percent to 38 percent"
    return not (link == "to" and near & CHANGE_WORDS)
