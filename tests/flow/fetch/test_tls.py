"""TLS is verified: against the public authorities, or one that the settings name; by the name of the host."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.fetch.conftest import Pull
from tests.flow.fetch.servers import serving

Certified = Callable[..., tuple[Path, ssl.SSLContext]]


@pytest.fixture
def certified(tmp_path: Path) -> Certified:
    """A certificate for a name, which is its own authority, and a server's context with it."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine: no certificate can be made")

    def make(name: str, days: int = 2) -> tuple[Path, ssl.SSLContext]:
        certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
        made = f"-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days {days} -subj /CN=test".split()
        files = ["-keyout", str(key), "-out", str(certificate)]
        more = ["-addext", f"subjectAltName={name}", "-addext", "basicConstraints=critical,CA:TRUE"]
        subprocess.run(["openssl", "req", *made, *files, *more], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return certificate, context

    return make


def test_a_certificate_of_a_named_authority_is_trusted(pull: Pull, certified: Certified) -> None:
    file, context = certified("IP:127.0.0.1")
    with serving(lambda handler: handler.say(b"#list\n192.0.2.1\n"), secure=context) as server:
        assert pull(server.url(), authorities=file.name).state == "fetched"


def test_a_host_name_is_what_is_verified_although_an_address_is_connected_to(pull: Pull, certified: Certified) -> None:
    file, context = certified("DNS:localhost")
    with serving(lambda handler: handler.say(b"#list\n192.0.2.1\n"), secure=context) as server:
        server.host = "localhost"
        assert pull(server.url(), authorities=file.name).state == "fetched"


@pytest.mark.parametrize("name", ["IP:127.0.0.1", "DNS:other.example"])
def test_a_certificate_of_nobody_or_for_another_name_is_refused(pull: Pull, certified: Certified, name: str) -> None:
    file, context = certified(name)
    trusted = {"authorities": file.name} if name == "DNS:other.example" else {}
    with serving(lambda handler: handler.say(b"#list\n192.0.2.1\n"), secure=context) as server:
        report = pull(server.url(), **trusted)
    assert "the server's certificate is not trusted" in str(report.fault)
    assert server.asked == []


def test_a_redirect_down_to_http_is_refused(pull: Pull, certified: Certified) -> None:
    file, context = certified("IP:127.0.0.1")
    with serving(lambda handler: handler.say(b"#list\n192.0.2.1\n")) as plain:
        steps = serving(lambda handler: handler.say(b"", 302, Location=plain.url()), secure=context)
        with steps as server:
            assert pull(server.url(), authorities=file.name).fault == "redirected from https to http: refused"
    assert plain.asked == []


def test_tls_with_a_server_that_speaks_plainly_is_told(pull: Pull) -> None:
    with serving(lambda handler: handler.say(b"")) as server:
        report = pull(server.url().replace("http:", "https:"))
    assert report.state == "failed"
