"""Every error a user can cause, with its exit code.

CrosscountError            1   anything below; shown as one line, with a traceback only under --debug
├── SettingsError          2   the settings file is missing a value or has a wrong one
├── InputError             3   a path, an option or a file cannot be used as given
│   ├── UnknownFormat      4   no source recognises the file
│   └── FileRefused        5   too many records of a file fail: the format has changed
├── ReferenceTableError    6   a reference table is missing or damaged
├── StoreError             7   the store is missing, locked or damaged
├── NotCovered             8   nothing was ingested for the place and time asked for
├── NotReproduced          9   a published number does not come out again
├── PluginError           10   a plug-in is badly defined, or two claim one name
├── FetchFailed           11   a feed cannot be fetched
├── EvidenceExpired       12   a number cannot be recounted: its rows were removed when their time was over
└── EngineError           13   the cluster cannot be reached, or gave up
"""

from __future__ import annotations

__all__ = [
    "CrosscountError",
    "EngineError",
    "EvidenceExpired",
    "FetchFailed",
    "FileRefused",
    "InputError",
    "NotCovered",
    "NotReproduced",
    "PluginError",
    "ReferenceTableError",
    "SettingsError",
    "StoreError",
    "UnknownFormat",
]


class CrosscountError(Exception):
    """An error shown to the user as one sentence: where, what, expected, the way out."""

    exit_code = 1


class SettingsError(CrosscountError):
    """The settings file is missing a value or has a wrong one."""

    exit_code = 2


class InputError(CrosscountError):
    """A path, an option or a file cannot be used as given."""

    exit_code = 3


class UnknownFormat(InputError):
    """No source recognises the file."""

    exit_code = 4


class FileRefused(InputError):
    """Too many records of the file fail, so none is kept."""

    exit_code = 5


class ReferenceTableError(CrosscountError):
    """A reference table is missing or damaged."""

    exit_code = 6


class StoreError(CrosscountError):
    """The store is missing, locked or damaged."""

    exit_code = 7


class NotCovered(CrosscountError):
    """Nothing was ingested for the place and time asked for."""

    exit_code = 8


class NotReproduced(CrosscountError):
    """A published number does not come out again."""

    exit_code = 9


class PluginError(CrosscountError):
    """A plug-in is badly defined, or two claim one name."""

    exit_code = 10


class FetchFailed(CrosscountError):
    """A feed cannot be fetched; what was fetched of others is kept."""

    exit_code = 11


class EvidenceExpired(CrosscountError):
    """What a number was counted from was removed as the settings say; the statement and its digest were kept."""

    exit_code = 12


class EngineError(CrosscountError):
    """The machines that should do the work cannot be reached, or gave up; nothing half done was committed."""

    exit_code = 13
