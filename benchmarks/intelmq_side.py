"""The other side of benchmarks.intelmq, run by an interpreter that has IntelMQ and nothing of ours.

Rows of a Shadowserver report go through IntelMQ's own parser and its GeoIP, ASN and deduplicator experts, called as a
library; its cache is a dictionary instead of Redis. What comes out is written as JSON lines.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

KEYS = ("time.source", "source.ip", "source.port", "destination.ip", "destination.port", "malware.name")
PLACED = ("source.geolocation.cc", "source.asn")


def main(root: str, report: str, out: str) -> None:
    """Read the report, with the tables in `root`, and print what it took."""
    os.environ["INTELMQ_ROOT_DIR"] = root  # before the first import
    from intelmq.bots.experts.asn_lookup.expert import ASNLookupExpertBot
    from intelmq.bots.experts.deduplicator.expert import DeduplicatorExpertBot
    from intelmq.bots.experts.maxmind_geoip.expert import GeoIPExpertBot
    from intelmq.bots.parsers.shadowserver.parser import ShadowserverParserBot
    from intelmq.lib.bot import BotLibSettings
    from intelmq.lib.message import Report
    from intelmq.lib.mixins import CacheMixin

    seen: dict[str, Any] = {}
    patched: Any = CacheMixin
    patched.__init__ = lambda self, **given: None
    patched.cache_exists = lambda self, key: key in seen
    patched.cache_set = lambda self, key, value, ttl=None: seen.__setitem__(key, value)

    def bot(kind: Any, **settings: Any) -> Any:
        return kind(kind.__name__, settings={**BotLibSettings, "logging_level": "CRITICAL", **settings})

    parser = bot(ShadowserverParserBot)
    experts = [
        bot(GeoIPExpertBot, database=f"{root}/city.mmdb", overwrite=True),
        bot(ASNLookupExpertBot, database=f"{root}/ipasn.dat"),
        bot(DeduplicatorExpertBot, filter_keys=",".join(KEYS), filter_type="whitelist"),
    ]
    raw = Path(report).read_bytes()
    begun = time.process_time()
    message = Report()
    message.add("raw", base64.b64encode(raw).decode(), sanitize=False)
    message.add("extra.file_name", Path(report).name)
    events = parser.process_message(message)["output"]
    read = len(events)
    lines = []
    for event in events:
        left = [event]
        for expert in experts:
            left = [one for each in left for one in expert.process_message(each)["output"]]
        lines += [json.dumps({name: one.get(name) for name in (*KEYS, *PLACED)}) for one in left]
    cpu = time.process_time() - begun
    Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(json.dumps({"cpu": cpu, "read": read, "events": len(lines)}), flush=True)
    os._exit(0)  # its threads would keep the process


if __name__ == "__main__":
    main(*sys.argv[1:4])
