"""Our own mutator: what damage, carelessness and malice do to the files of a format, from a seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

__all__ = ["TOKENS", "mutate"]

# What a stranger may write where an address, a time, a number, a name or a page is expected.
TOKENS = tuple(
    text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for text in (
        # addresses
        *("::ffff:192.0.2.1", "::192.0.2.1", "192.0.2.010", "0300.0.2.1", "0xc0.0x0.0x2.0x1", "3221225985", "192.0.2"),
        *("fe80::1%eth0", "[2001:db8::1]", "2001:db8::1", "2001:db8:::1", "192.0.2.1/32", "192.0.2.1:70000", "::"),
        *("255.255.255.255", "256.0.2.1", "192.0.2.1.", " 192.0.2.1", "１９２.0.2.1", "192。0。2。1", "0.0.0.0"),
        # times
        *("0000-00-00 00:00:00", "0001-01-01", "9999-12-31T23:59:59Z", "1969-12-31 23:59:59", "1989-12-31T23:59:59Z"),
        *("2016-12-31T23:59:60Z", "2014-02-30", "2014-03-19T24:00:00", "2014-03-19T10:00:00+99:99", "2100-12-31"),
        *("-1", "1e400", "-1e400", "NaN", "Infinity", "1395223200.9999999999999999999", "99999999999999999999", "0"),
        *("19/Mar/0000:00:00:00 +0000", "31/Feb/2014:00:00:00 +0000", "19/Mar/2014:10:00:00 +2400", "1990-01-01"),
        # numbers
        *("70000", "65536", "-0", "+1", "1.5", "0x50", "9223372036854775808", "1" * 400, "1_000", "٣", "²", "1e3"),
        # names, pages, text
        *("=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3", "<script>alert(1)</script>", "javascript:alert(1)"),
        *(
            "http://user:pw@example.com:99999/",
            "http://[::1]:80/x",
            "http://0x7f.1/",
            "http://example.com/" + "a" * 4000,
        ),
        *(
            "http://xn--/",
            "http://еxample.com/",
            "xn--" + "a" * 80,
            "a." * 130 + "com",
            "data:text/html,x",
            "//example.com",
        ),
        *(
            "\u202egnp.exe",
            "\x1b[31mred\x1b[0m",
            "\x9b31m",
            "[red]x[/red]",
            "[link=http://example.com]x[/link]",
            "\u2028",
        ),
        *("\ud800", "\ufeff", "\0", "\x7f", "\u0085", "%00", "${jndi:ldap://example.com}", "'", '"', '""', '","', "\\"),
        *("{{7*7}}", "A" * 5000, "\U0001f4a9", "null", "None", "true", "[]", "{}", "-", "(empty)", "#", "N/A", ""),
        b"\xff\xfe",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\x80",
    )
)
_WORD = re.compile(rb"[^\s,;|\"'\t\[\]{}()=]+")
_SIGNS = (b'"', b"'", b"\n", b"\r\n", b"\r", b"\t", b",", b"{", b"}", b"[", b"]", b"\\", b"#", b"\0", b":", b" ", b";")
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "gbk", "shift_jis", "utf-8-sig", "cp037")

Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def mutate(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    """The data after one to five changes; `samples` are what another file may be spliced from."""
    for _ in range(random.choice((1, 1, 2, 3, 5))):
        data = random.choices(_CHANGES, _WEIGHTS)[0](data, random, samples)[:400_000]
    return data


def _flip(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(data), random.choice((1, 2, 8, 64)))):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _token(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    """Some words replaced by tokens; often all that stand in one place of many lines."""
    words = list(_WORD.finditer(data))
    if not words:
        return data + random.choice(TOKENS)
    chosen = random.sample(words, min(len(words), random.choice((1, 1, 3, 20))))
    for word in sorted(chosen, key=lambda found: -found.start()):
        data = data[: word.start()] + random.choice(TOKENS) + data[word.end() :]
    return data


def _sign(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    for _ in range(random.choice((1, 2, 10))):
        place = random.randint(0, len(data))
        data = (
            data[:place] + random.choice(_SIGNS) * random.choice((1, 1, 2, 50)) + data[place + random.choice((0, 1)) :]
        )
    return data


def _splice(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    other = random.choice(samples)
    return data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]


def _cut(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    start = random.randint(0, len(data))
    return data[:start] if random.random() < 0.5 else data[:start] + data[random.randint(start, len(data)) :]


def _repeat(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    start = random.randint(0, len(data))
    stop = random.randint(start, min(len(data), start + random.choice((1, 10, 100, 2000))))
    return data[:stop] + data[start:stop] * random.choice((1, 2, 30, 300)) + data[stop:]


def _lines(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    """Lines in another order, with other ends, or doubled."""
    lines = data.split(b"\n")
    random.shuffle(lines)
    return random.choice((b"\n", b"\r\n", b"\r", b"\n\n", b"\x0b", b"\n\r")).join(lines)


def _columns(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    """The cells of every line in another order, as after a change of the format."""
    sign = random.choice((b",", b"\t", b";", b"|", b" "))
    lines = data.split(b"\n")
    order = list(range(max(line.count(sign) for line in lines) + 1))[:200]
    random.shuffle(order)
    cells = [line.split(sign) for line in lines]
    return b"\n".join(sign.join(row[n] for n in order if n < len(row)) for row in cells)


def _encode(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")


def _nest(data: bytes, random: Random, samples: Sequence[bytes]) -> bytes:
    """Deep nesting, in place of a value."""
    deep = random.choice((5, 200, 1100, 10_000))
    opening, closing = random.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b"<a>", b"</a>")))
    place = random.randint(0, len(data))
    return data[:place] + opening * deep + b"1" + closing * random.choice((deep, deep // 2, 0)) + data[place:]


_CHANGES: tuple[Change, ...] = (_token, _flip, _sign, _splice, _cut, _repeat, _lines, _encode, _nest, _columns)
_WEIGHTS = (8, 3, 4, 3, 2, 2, 1, 1, 1, 1)
