"""Context: what the name of a file says of its day, its site and its family."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.flow.context import context_of, day_in, family_in, site_in


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("conn.2014-03-19.log", date(2014, 3, 19)),
        ("conn.20140319.log", date(2014, 3, 19)),
        ("conn_2014_03_19-00.log", date(2014, 3, 19)),
        ("2014-03-19/conn.log", date(2014, 3, 19)),
        ("2014-03-19/2014-03-20/conn.log", date(2014, 3, 20)),
        ("2014-03-19/conn.20140320.log", date(2014, 3, 20)),
        ("lists_2014-03-19/Some Bot.txt", date(2014, 3, 19)),
        ("conn.log", None),
        ("conn.2014-13-19.log", None),
        ("conn.20149999.log", None),
        ("1234567890123.log", None),
        ("0019-03-19.log", None),
        ("2014-03/conn.log", None),
    ],
)
def test_the_day_is_in_the_name_or_its_nearest_folder(name: str, day: date | None) -> None:
    assert day_in(name) == day


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("www.example.cn.access.log", "www.example.cn"),
        ("access-www.example.cn.log", "www.example.cn"),
        ("logs/WWW.Example.com.cn_access_log.1", "www.example.com.cn"),
        ("ssl-www.example.org-access.log-20140319", "www.example.org"),
        ("access.www.example.org.2014-03-19.log", "www.example.org"),
        ("example.gov.cn.log", "example.gov.cn"),
        ("access.log", None),
        ("other_vhosts_access.log.1", None),
        ("conn.2014-03-19.log", None),
        ("http.log", None),
        ("phishtank.csv", None),
        ("server.internal.log", None),  # no public suffix
        ("gov.cn.access.log", None),  # nothing but a public suffix
        ("192.0.2.1.log", None),
    ],
)
def test_the_site_is_a_host_name_in_the_name(name: str, site: str | None) -> None:
    assert site_in(name) == site


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("lists/Some Bot.txt", "Some Bot"),
        ("zeus-2014-03-19.txt", "zeus"),
        ("2014-03-19_zeus.csv", "zeus"),
        ("2014-03-19.txt", None),
        ("all", "all"),
    ],
)
def test_the_family_is_the_name_without_ending_and_date(name: str, family: str | None) -> None:
    assert family_in(name) == family


def test_the_user_wins_over_the_name_and_the_name_over_the_clock() -> None:
    modified = 1_395_273_599.0  # 2014-03-19 23:59:59 UTC
    bare = context_of("x/access.log", modified, day=None, site=None, family=None)
    assert (bare.day, bare.site, bare.family) == (date(2014, 3, 19), None, "access")
    own = context_of("2014-03-01/a.org.log", modified, day=date(2014, 4, 1), site="b.org", family="f")
    assert (own.day, own.site, own.family) == (date(2014, 4, 1), "b.org", "f")
