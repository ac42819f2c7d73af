"""What the settings say of feeds, checked as a whole before anything is fetched."""

from __future__ import annotations

import re
import tomllib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from crosscount import plugins
from crosscount.errors import InputError, SettingsError
from crosscount.flow.bots import is_bot
from crosscount.flow.fetch import wire
from crosscount.flow.fetch.transfer import Request
from crosscount.model.source import Licence
from crosscount.settings import Feed, Settings

__all__ = ["Secret", "chosen", "every", "request", "secret"]

KINDS = ("http", "taxii", "shadowserver", "folder")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_EVERY = re.compile(r"([1-9]\d{0,3})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_TOKEN = "{token}"
_WORDS = ("token", "user", "password", "key", "secret")


@dataclass(frozen=True, slots=True)
class Secret:
    """What a feed's secret file holds; shown nowhere, so not in its own text either."""

    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def sent(self) -> dict[str, str]:
        """The headers that authenticate."""
        made = dict(self.headers)
        if "token" in self.words:
            made.setdefault("Authorization", f"Bearer {self.words['token']}")
        elif "user" in self.words:
            pair = f"{self.words['user']}:{self.words.get('password', '')}"
            made.setdefault("Authorization", f"Basic {b64encode(pair.encode()).decode()}")
        return made


def chosen(settings: Settings, names: Sequence[str]) -> tuple[Feed, ...]:
    """The named feeds, or all, in the order of the settings; SettingsError if any feed of the settings is wrong."""
    for number, feed in enumerate(settings.feeds, 1):
        _check(feed, f"feeds[{number}]" + (f" ('{feed.name}')" if feed.name else ""))
    known = [feed.name for feed in settings.feeds]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise SettingsError(f"two feeds are called '{twice[0]}'; a name stands for one feed")
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise InputError(f"the settings have no feed '{unknown[0]}' (they have: {', '.join(known) or 'none'})")
    return tuple(feed for feed in settings.feeds if not names or feed.name in names)


def every(feed: Feed) -> timedelta:
    """The time from one fetch to the next."""
    found = _EVERY.fullmatch(feed.every)
    if found is None:
        raise SettingsError(f"feed '{feed.name}': every is '{feed.every}', expected something like \"6h\" or \"1d\"")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def secret(feed: Feed, settings: Settings) -> Secret:
    """What the secret file of the feed says. Errors name the file and never what is in it."""
    if not feed.secret:
        return Secret()
    file = settings.path(feed.secret)
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"feed '{feed.name}': secret file '{file}' cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(f"feed '{feed.name}': secret file '{file}' is not valid TOML") from None
    headers = given.pop("headers", {})
    wrong = sorted(set(given) - set(_WORDS))
    if wrong or not _texts(given) or not isinstance(headers, dict) or not _texts(headers):
        expected = f"any of {', '.join(_WORDS)} and a table [headers], all of them printable ASCII text"
        raise SettingsError(f"feed '{feed.name}': secret file '{file}' is wrong; it holds {expected}")
    return Secret(given, headers)


def request(feed: Feed, settings: Settings, held: Secret, url: str, headers: Mapping[str, str]) -> Request:
    """A request to the feed; SettingsError if a secret would cross a network in the clear."""
    found = url.replace(_TOKEN, held.words.get("token", _TOKEN))
    if _TOKEN in found:
        raise SettingsError(f"feed '{feed.name}': its URL wants {_TOKEN}, but no secret file gives a token")
    sent = dict(held.headers) if _TOKEN in url else held.sent()
    if (sent or found != url) and wire.origin(found)[0] != "https" and not feed.private:
        raise SettingsError(f"feed '{feed.name}': a secret is sent over https only, or with private = true")
    authorities = str(settings.path(feed.authorities)) if feed.authorities else ""
    return Request(found, settings.fetch, headers, sent, feed.private, authorities)


def _texts(values: Mapping[str, Any]) -> bool:
    return all(
        isinstance(text, str) and text.isascii() and text.isprintable() and text == text.strip()
        for text in values.values()
    )


def _check(feed: Feed, where: str) -> None:
    wrong = None
    if not _NAME.fullmatch(feed.name):
        wrong = f"name is '{feed.name}', expected lower-case letters, digits, '-' and '_'"
    elif feed.kind not in KINDS:
        wrong = f"kind is '{feed.kind}', expected one of {', '.join(KINDS)}"
    elif (feed.kind == "folder") != bool(feed.folder) or (feed.kind == "folder") == bool(feed.url):
        wrong = "a feed of kind folder has a folder, any other a url, and none has both"
    elif feed.url and (not feed.url.startswith(("https://", "http://")) or "@" in feed.url.split("/")[2]):
        wrong = "url starts with https:// or http:// and names no user; what is secret belongs into the secret file"
    elif feed.licence and feed.licence not in [each.value for each in Licence]:
        wrong = f"licence is '{feed.licence}', expected one of {', '.join(Licence)}"
    elif feed.source and not is_bot(feed.source) and feed.source not in plugins.sources():
        wrong = f"there is no source '{feed.source}'; 'crosscount sources' lists them"
    elif not 0 <= feed.days <= 366:
        wrong = f"days is {feed.days}, expected 0 to 366"
    if wrong:
        raise SettingsError(f"{where}: {wrong}")
    every(feed)
