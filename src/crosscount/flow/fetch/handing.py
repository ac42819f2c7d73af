"""Delivered files → flow.ingest, under the names, on the day and with the publisher that the feed gives them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from crosscount.flow import ingest
from crosscount.flow.context import day_in
from crosscount.flow.fetch import memory
from crosscount.flow.fetch.delivery import Delivery, Job
from crosscount.flow.ingest import FileReport
from crosscount.settings import Settings
from crosscount.store import durable, raw

__all__ = ["day_of", "ingested"]

Progress = Callable[[str, int], None]


def ingested(job: Job, deliveries: Sequence[Delivery], progress: Progress | None) -> list[list[FileReport]]:
    """The reports of each delivery, in its order."""
    base = memory.folder(job.settings, job.feed) / "handed"
    folders = [base / f"n{number}-{day_of(job, delivery)}" for number, delivery in enumerate(deliveries)]
    out: list[list[FileReport]] = [[] for _ in deliveries]
    try:
        links = [_link(folder, each, job.settings) for folder, each in zip(folders, deliveries, strict=True)]
        for report in _read(job, links, progress) if links else ():
            number = next(number for number, folder in enumerate(folders) if report.name.startswith(_prefix(folder)))
            name, fault = (text and text.replace(_prefix(folders[number]), "") for text in (report.name, report.fault))
            out[number].append(replace(report, name=name or "", fault=fault))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return out


def day_of(job: Job, delivery: Delivery) -> date:
    """The day of what carries none: in the file's name, else as the publisher says, else that of the fetch, UTC."""
    return day_in(delivery.name) or delivery.day or job.now.date()


def _read(job: Job, paths: Sequence[Path], progress: Progress | None) -> list[FileReport]:
    feed = job.feed
    return ingest.run(
        paths,
        settings=job.settings,
        source=feed.source or None,
        site=feed.site or None,
        family=feed.family or None,
        publisher=feed.publisher or None,
        licence=feed.licence or None,
        progress=progress,
    )


def _link(folder: Path, delivery: Delivery, settings: Settings) -> Path:
    """The stored bytes under the name that they were delivered with, in a folder that says the day.

    Sources and families are told by names; the day in a name, also of a member of an archive, goes before the folder's.
    """
    link = folder / delivery.name
    with durable.writing(settings.store):
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(raw.path(settings.store, delivery.stored.sha256).absolute())
    return link


def _prefix(folder: Path) -> str:
    """What ingest says before the name of a delivery."""
    return os.fsencode(folder).decode("utf-8", "backslashreplace") + "/"
