"""Sigma's field names → the columns that rules are evaluated on, as a pySigma processing pipeline.

Names: https://github.com/SigmaHQ/sigma-specification, appendix "taxonomy" (proxy, webserver, dns), those of Zeek's
http.log and dns.log, and Sysmon's for DNS. A field in several forms matches if one of them does: a URL as sent and once
percent-decoded, so that an encoded letter hides nothing; `c-uri` with and without scheme and host, `cs-uri-query` with
and without the path, since published rules use both. What is asked of the absence of a value, or negated in place, is
asked of the first form.
"""

from __future__ import annotations

from dataclasses import dataclass

from sigma.processing.pipeline import ProcessingItem, ProcessingPipeline
from sigma.processing.transformations import FieldMappingTransformation
from sigma.rule import SigmaDetection, SigmaDetectionItem
from sigma.types import SigmaExists, SigmaNull, SigmaString

from crosscount.kernels.detecting.sigma_rule import ABSENT, LOOKUP, REQUEST

__all__ = ["FIELDS", "pipeline"]

URL = ["url", "url_decoded", "target", "target_decoded"]
STEM = ["stem", "stem_decoded"]
QUERY = ["query", "query_decoded", "target", "target_decoded"]
ENDS = {
    **dict.fromkeys(("c-ip", "src_ip", "id.orig_h"), "client_ip"),
    **dict.fromkeys(("s-ip", "dst_ip", "dest_ip", "id.resp_h"), "server_ip"),
    **dict.fromkeys(("s-port", "dst_port", "id.resp_p"), "server_port"),
}
# Field in lower case → the column, or the forms of it.
FIELDS: dict[str, dict[str, str | list[str]]] = {
    REQUEST: {
        **ENDS,
        **dict.fromkeys(("c-uri", "cs-uri"), URL),
        "uri": ["target", "target_decoded"],
        **dict.fromkeys(("c-uri-stem", "cs-uri-stem"), STEM),
        **dict.fromkeys(("c-uri-query", "cs-uri-query"), QUERY),
        **dict.fromkeys(("c-uri-extension", "cs-uri-extension"), "extension"),
        **dict.fromkeys(("cs-method", "method"), "method"),
        **dict.fromkeys(("cs-host", "r-dns", "host"), "host"),
        **dict.fromkeys(("sc-status", "status_code"), "status"),
        **dict.fromkeys(("sc-bytes", "response_body_len"), "bytes_in"),
        **dict.fromkeys(("cs-bytes", "request_body_len"), "bytes_out"),
        **dict.fromkeys(("c-useragent", "cs-useragent", "cs-user-agent", "c-user-agent", "cs(user-agent)"), "agent"),
        "user_agent": "agent",
        **dict.fromkeys(("cs-referer", "cs-referrer", "c-referer", "cs(referer)", "referrer"), "referrer"),
    },
    LOOKUP: {
        **ENDS,
        **dict.fromkeys(("query", "queryname", "question"), "query"),
        **dict.fromkeys(("record_type", "qtype_name", "query_type"), "record_type"),
        **dict.fromkeys(("parent_domain", "query_etld_plus_one"), "domain"),
        "query_length": "length",
        "answer_ip": "answer_ip",
    },
}


@dataclass
class Forms(FieldMappingTransformation):  # type: ignore[misc]  # pySigma is not typed for us
    """Maps a field, whatever its case, to the forms of it; one that no source keeps to the column without values."""

    def apply_field_name(self, field: str | None) -> str | list[str] | None:
        """The columns; those of the first rule that runs are names of no Sigma field, so twice does no harm."""
        return None if field is None else self.mapping.get(field.lower(), ABSENT)

    def apply_detection_item(self, detection_item: SigmaDetectionItem) -> SigmaDetection | SigmaDetectionItem | None:
        """One form only where several would turn the meaning round."""
        forms = self.apply_field_name(detection_item.field)
        if any(isinstance(value, SigmaString) and not value.s for value in detection_item.value):
            detection_item.value = [*detection_item.value, SigmaNull()]  # logs write "-" for an empty value
        if isinstance(forms, list) and (detection_item.negated or any(map(_of_absence, detection_item.value))):
            detection_item.field = forms[0]
            return None
        return super().apply_detection_item(detection_item)


def pipeline(log: str) -> ProcessingPipeline:
    """The mapping for requests or lookups; a new one each time, since it keeps what it has done."""
    return ProcessingPipeline(name=f"crosscount {log}", items=[ProcessingItem(Forms(FIELDS[log]), identifier=log)])


def _of_absence(value: object) -> bool:
    return isinstance(value, SigmaNull | SigmaExists) or (isinstance(value, SigmaString) and not value.s)
