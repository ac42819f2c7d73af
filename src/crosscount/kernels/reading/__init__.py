"""Bytes to records: lines, CSV, JSON, Zeek and web server logs, whatever is broken in them."""
