"""Suricata and Snort fast.log: one record is one alert of a network sensor, a line of text.

`03/19/2014-10:00:00.000001 [**] [1:2000001:1] Message [**] [Classification: …] [Priority: 2] {TCP} source:port ->
destination:port`. The time is the sensor's local time and names no zone: it is read as UTC, which is what a sensor
should be set to. Snort leaves out the year; such lines are set aside. The record states the kind `other`: a signature
matched, which is no threat of its own. Who opened the connection is not in the line: the source of the packet stands as
the client, though a signature may match an answer. For ICMP the ports are type and code. The signature is the label;
classification and priority are left out, and so is an action in front of it (`[Drop]`).
Format: https://docs.suricata.io/en/latest/configuration/suricata-yaml.html (line based alerts log)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_parts import time_of_parts
from crosscount.kernels.reading import cutting, patterned
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

__all__ = ["SOURCE"]

LINE = (
    r"^(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<year>[0-9]{4})-(?P<clock>[0-9:.]+) +(?:\[[A-Za-z]+\] +)?"
    r"\[\*\*\] \[(?P<id>[0-9]+:[0-9]+:[0-9]+)\] (?P<message>.*) \[\*\*\] .*"
    r"\{(?P<protocol>[^{}]*)\} (?P<source>[^ ]+):(?P<source_port>[0-9]+) -> "
    r"(?P<target>[^ ]+):(?P<target_port>[0-9]+) *$"
)

FIELDS = {
    "observed_at": time_of_parts("year", "month", "day", "clock", required=True),
    "time_basis": clean.constant(TimeBasis.EVENT),
    "client_ip": clean.ip("source", required=True),
    "server_ip": clean.ip("target", required=True),
    "client_port": clean.port("source_port"),
    "server_port": clean.port("target_port"),
    "protocol": clean.lower_text("protocol"),
    "label": clean.escaped("message"),
    "stated": clean.constant(Kind.OTHER),
}


def sniff(head: Head) -> bool:
    """Most of the first lines are alerts."""
    return patterned.mostly(head, LINE)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """One alert a line."""
    return patterned.read(file, LINE, "an alert of fast.log")


SOURCE = Source(
    id="suricata-fast",
    title="Suricata fast.log alerts",
    publisher="own sensor",
    licence=Licence.OWN,
    seen=Seen.REPORT,
    record_means="One alert of a network sensor: the client sent the packet that matched, the server received it.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    cut=cutting.plain_lines,
)
