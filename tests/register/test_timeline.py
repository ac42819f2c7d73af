from __future__ import annotations

from pathlib import Path

import pytest

from crosscount.errors import InputError
from crosscount.register.acts import ACTS, nearest_act
from crosscount.register.finding import Wanted, search
from crosscount.register.reading import read
from crosscount.register.records import Case, Claim, Statement
from crosscount.register.timeline import Answer, named, timeline
from tests.register.conftest import EXAMPLE, Writes, said

ASKED = (
    *("accuse", "deny", "indict", "arrest", "sanction", "summon", "protest", "demand", "counter_accuse", "threaten"),
    *("suspend_cooperation", "publish_evidence", "decline_to_comment"),
)


def test_the_acts_of_the_mission_are_there() -> None:
    assert set(ASKED) <= set(ACTS)


@pytest.mark.parametrize(
    ("act", "cameo"),
    [
        ("accuse", "112"),
        ("deny", "016"),
        ("decline_to_comment", "011"),
        ("indict", "173"),
        ("suspend_cooperation", "164"),
    ],
)
def test_an_act_has_its_cameo_code(act: str, cameo: str) -> None:
    assert ACTS[act].cameo == cameo


def test_a_public_statement_has_no_plover_event() -> None:
    assert {act.plover for act in ACTS.values() if act.cameo.startswith("01")} == {""}


@pytest.mark.parametrize(
    ("word", "meant"), [("decline_comment", "decline_to_comment"), ("Indicted", "indict"), ("zz", "")]
)
def test_a_near_word_is_offered(word: str, meant: str) -> None:
    assert nearest_act(word) == meant


def test_causes_stand_before_effects_of_the_same_day(adds: Writes, small: Path) -> None:
    adds("statements", "s-accuses", **said("north", "accuse", "2020-01-02", target=["south"]))
    events = timeline(read(small))
    assert [event.id for event in events] == ["s-accuses", "s-denies"]
    assert events[1].answers == (Answer("disputes", "s-accuses"),)
    assert (events[0].who, events[0].act, events[0].whom) == (("North",), "accuse", ("South",))


def test_the_example_tells_the_denial_as_an_answer_to_the_indictment() -> None:
    register = read(EXAMPLE)
    events = {event.id: event for event in timeline(register, register.find("indictment-2014", Case))}
    denial = events["s-2014-05-19-mfa-denial"]
    assert Answer("responds_to", "r-2014-05-19-indictment") in denial.answers
    assert events["r-2014-05-19-summons"].whom == ("US ambassador to China",)
    data = register.find("s-2014-05-19-siio-data", Statement)
    assert [(link.role.value, link.actor) for link in data.chain] == [
        ("data_by", "cn-cert"),
        ("asserted_by", "cn-siio"),
        ("carried_by", "xinhua"),
        ("carried_by", "china-org-cn"),
    ]
    eight = sorted(int(c.quantity or 0) for c in register.of(Claim) if c.statement == data.id)
    assert eight == [135, 563, 1754, 2016, 2077, 14000, 57000, 1180000]


def test_an_actor_is_found_by_any_spelling_of_any_name() -> None:
    register = read(EXAMPLE)
    assert [actor.id for actor in named(register, "UNIT-61398")] == ["cn-pla-61398"]


def test_what_a_ministry_denied_its_state_denied() -> None:
    found = search(read(EXAMPLE), Wanted(actor="PRC", act="deny"))
    assert [each.id for each in found] == ["s-2014-05-19-mfa-denial", "s-2014-05-19-siio-denial"]


@pytest.mark.parametrize(("wanted", "said"), [(Wanted(act="deni"), "perhaps 'deny'"), (Wanted(actor="x"), "no actor")])
def test_an_unknown_word_is_an_error(wanted: Wanted, said: str) -> None:
    with pytest.raises(InputError, match=said):
        search(read(EXAMPLE), wanted)
