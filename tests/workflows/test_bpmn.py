"""The courses as BPMN 2.0: whole, readable, current; and an independent analyser agrees that they are sound."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from lxml import etree

from tests.workflows.bpmn_courses import Crowded, DeadEnd, Endless, NeverAsked, Unreachable, Waiting
from tests.workflows.test_checks import Sound
from workflows.engine import bpmn, catalogue
from workflows.engine.bpmn.writing import SPACES
from workflows.engine.words import Process
from workflows.processes.transfer import Transfer

DOCS = Path(settings.BASE_DIR) / "docs" / "processes"
EVERY = pytest.mark.parametrize("name", sorted(catalogue.processes()))
# The end by a superior would have to be drawn from nearly every step.
NOT_DRAWN = {"termination_notice", "terminated"}


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@cache
def exported(course: type[Process]) -> Any:
    return etree.fromstring(bpmn.document(course).encode())


def found(document: Any, tag: str) -> list[Any]:
    return document.findall(f".//{tag}", SPACES)


def symbols(document: Any) -> dict[str, Any]:
    """The flow nodes of the process by id."""
    process = document.find("bpmn:process", SPACES)
    other = {"documentation", "laneSet", "sequenceFlow"}
    return {one.get("id"): one for one in process if etree.QName(one).localname not in other}


def kinds(document: Any) -> dict[str, str]:
    return {name: etree.QName(one).localname for name, one in symbols(document).items()}


def note(document: Any, name: str) -> list[str]:
    return symbols(document)[name].findtext("bpmn:documentation", namespaces=SPACES).split("\n")


# -- the document -------------------------------------------------------------------------------------------------------


@EVERY
def test_the_document_is_whole(name: str) -> None:
    """Ids are unique, every arrow has both ends, every symbol and arrow is drawn, and nothing else is."""
    document = exported(catalogue.process(name))
    ids = [one.get("id") for one in document.iter() if one.get("id")]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    nodes, flows = symbols(document), found(document, "bpmn:sequenceFlow")
    for flow in flows:
        assert {flow.get("sourceRef"), flow.get("targetRef")} <= nodes.keys(), flow.get("id")
    for one, end_, ref in [
        (n, *pair) for n in nodes for pair in (("incoming", "targetRef"), ("outgoing", "sourceRef"))
    ]:
        said = [e.text for e in nodes[one].findall(f"bpmn:{end_}", SPACES)]
        assert said == [flow.get("id") for flow in flows if flow.get(ref) == one], one
    drawn_shapes = [shape.get("bpmnElement") for shape in found(document, "bpmndi:BPMNShape")]
    around = [one.get("id") for one in found(document, "bpmn:participant") + found(document, "bpmn:lane")]
    assert sorted(drawn_shapes) == sorted([*nodes, *around])
    assert [e.get("bpmnElement") for e in found(document, "bpmndi:BPMNEdge")] == [flow.get("id") for flow in flows]


@EVERY
def test_every_node_of_the_course_is_there_under_its_own_name(name: str) -> None:
    course = catalogue.process(name)
    document = exported(course)
    nodes = symbols(document)
    for one, node in course.in_order():
        if one in NOT_DRAWN:
            assert one not in nodes
            continue
        assert nodes[one].get("name"), one
        assert node.targets.keys() or kinds(document)[one] == "endEvent"
    added = {"exclusiveGateway", "boundaryEvent"}
    extra = nodes.keys() - {one for one, _ in course.in_order()}
    assert {kinds(document)[one] for one in extra} <= added


@EVERY
def test_every_choice_is_labelled(name: str) -> None:
    document = exported(catalogue.process(name))
    leaving = Counter(flow.get("sourceRef") for flow in found(document, "bpmn:sequenceFlow"))
    several = {one for one, times in leaving.items() if times > 1}
    assert several == {one for one, kind in kinds(document).items() if kind == "exclusiveGateway"}
    for flow in found(document, "bpmn:sequenceFlow"):
        assert bool(flow.get("name")) == (flow.get("sourceRef") in several), flow.get("id")


@EVERY
def test_every_symbol_stands_in_one_lane(name: str) -> None:
    document = exported(catalogue.process(name))
    inside = [ref.text for ref in found(document, "bpmn:flowNodeRef")]
    assert sorted(inside) == sorted(symbols(document))


def test_the_transfer_says_who_what_why_and_until_when() -> None:
    document = exported(Transfer)
    assert note(document, "approve") == [
        "是否批准转出并开具介绍信？",
        "依据：党员教育管理工作条例第25条",
        "职务：开具党委 · 组织部部长/书记",
        "期限：5个工作日",
        "表单：Approval",
        "核对事项：on_the_roll（党员教育管理工作条例第25条）；dues_clear（组通字〔2006〕45号）；no_open_case（产品约定）；no_live_letter（产品约定）",
    ]
    assert note(document, "letter") == [
        "依据：组通字〔2006〕45号",
        "文书：中国共产党党员组织关系介绍信",
        "开具组织：开具党委",
    ]
    assert note(document, "inside") == ["依据：党员教育管理工作条例第25条"]


def test_the_answers_of_a_step_leave_its_gateway() -> None:
    flows = found(exported(Transfer), "bpmn:sequenceFlow")
    answers = {f.get("targetRef"): f.get("name") for f in flows if f.get("sourceRef") == "approve_outcome"}
    assert answers == {"letter": "同意", "examine": "退回补正", "refusal": "不同意"}
    assert [f.get("targetRef") for f in flows if f.get("sourceRef") == "approve"] == ["approve_outcome"]


def test_lapse_and_calling_off_sit_on_their_steps() -> None:
    guests = [
        (one.get("attachedToRef"), etree.QName(one[-1]).localname, one.get("cancelActivity"), one.get("name"))
        for one in symbols(exported(Transfer)).values()
        if one.get("attachedToRef")
    ]
    off = [(at, "messageEventDefinition", "true", "撤回申请") for at in Transfer.withdrawal.at]
    assert sorted(guests) == sorted([*off, ("report", "timerEventDefinition", "true", "逾期")])


def test_the_lanes_are_the_posts() -> None:
    assert [lane.get("name") for lane in found(exported(Transfer), "bpmn:lane")] == [
        "党支部 · 书记/副书记", "党员本人", "党支部 · 组织委员", "党总支 · 书记", "开具党委 · 组织部部长/书记",
        "开具党委 · 组织员", "接收党委 · 组织员", "接收党支部 · 书记", "县级以上组织部门 · 组织部部长/书记",
    ]  # fmt: skip


def test_a_date_is_a_timer() -> None:
    document = exported(Waiting)
    assert kinds(document) == {
        "start": "startEvent", "talk": "userTask", "talk_outcome": "exclusiveGateway", "talk_lapse": "boundaryEvent",
        "talk_withdrawal": "boundaryEvent", "shown": "intermediateCatchEvent", "closed": "endEvent", "off": "endEvent",
    }  # fmt: skip
    assert etree.QName(symbols(document)["shown"][-1]).localname == "timerEventDefinition"


def test_names_follow_the_active_language() -> None:
    with translation.override("en"):
        document = etree.fromstring(bpmn.document(Transfer).encode())
    assert symbols(document)["approve"].get("name") == "Approval of the letter"
    assert symbols(document).keys() == symbols(exported(Transfer)).keys()


def test_the_schema_of_the_standard_accepts_it() -> None:
    """SpiffWorkflow's package ships the schema files of the Object Management Group; only they are read."""
    package = importlib.util.find_spec("SpiffWorkflow")
    if package is None or package.origin is None:
        pytest.skip("SpiffWorkflow, which ships the schema of BPMN 2.0, is not installed here.")
    place = Path(package.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    schema = etree.XMLSchema(etree.parse(place))
    for course in [*catalogue.processes().values(), Waiting, Crowded]:
        schema.assertValid(exported(course))
        for backwards in (False, True):
            schema.assertValid(etree.fromstring(bpmn.structure(course, backwards=backwards).encode()))


# -- the command --------------------------------------------------------------------------------------------------------


def test_the_kept_files_are_current(tmp_path: Path) -> None:
    """Otherwise: manage.py export_bpmn transfer --svg --out docs/processes."""
    with translation.override("en"):
        call_command("export_bpmn", "transfer", "--svg", "--out", str(tmp_path))
    assert sorted(place.name for place in tmp_path.iterdir()) == ["transfer.bpmn", "transfer.svg"]
    for place in tmp_path.iterdir():
        assert place.read_text("utf-8") == (DOCS / place.name).read_text("utf-8"), place.name


def test_without_a_name_all_processes_are_written(tmp_path: Path) -> None:
    call_command("export_bpmn", "--out", str(tmp_path / "new"))
    assert sorted(place.stem for place in (tmp_path / "new").iterdir()) == sorted(catalogue.processes())


def test_an_unknown_process_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such process: nonsense"):
        call_command("export_bpmn", "transfer", "nonsense", "--out", str(tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


def test_the_picture_is_small_and_stands_alone() -> None:
    text = (DOCS / "transfer.svg").read_text("utf-8")
    assert len(text.encode()) <= 60_000
    picture = etree.fromstring(text.encode())
    drawn_ = {etree.QName(one).localname for one in picture.iter()}
    assert drawn_ <= {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "circle", "text"}
    assert not any("href" in name for one in picture.iter() for name in one.attrib)
    assert "url(http" not in text
    assert "@import" not in text


# -- the independent analyser -------------------------------------------------------------------------------------------

PROPERTIES = ("safeness", "dead_activities", "option_to_complete", "proper_completion")
SOUND = dict.fromkeys(PROPERTIES, (True, []))


@pytest.fixture(scope="module")
def analyser() -> Any:
    reason = "rust_bpmn_analyzer-bindings has no build for this machine; the product's own checks ran."
    return pytest.importorskip("rust_bpmn_analyzer_bindings", reason=reason)


def judged(analyser: Any, document: str) -> dict[str, tuple[bool, list[str]]]:
    results = {name: getattr(analyser, f"analyze_{name}")(document) for name in PROPERTIES}
    return {name: (result.fulfilled, result.problematic_elements) for name, result in results.items()}


def verdicts(analyser: Any, course: type[Process]) -> tuple[Any, Any]:
    """What it says about a course read forwards and read backwards."""
    return judged(analyser, bpmn.structure(course)), judged(analyser, bpmn.structure(course, backwards=True))


@EVERY
def test_the_analyser_finds_every_process_sound(analyser: Any, name: str) -> None:
    """Safe, nothing dead, can always end, ends once; and backwards: from everywhere an end can be reached."""
    assert verdicts(analyser, catalogue.process(name)) == (SOUND, SOUND)


def dead(*names: str) -> dict[str, tuple[bool, list[str]]]:
    return SOUND | {"dead_activities": (False, sorted(names))}


NO_RECEIPT = dead("receipt", "receipt_paper", "file", "filed", "closed")


@pytest.mark.parametrize(
    ("course", "forwards", "backwards"),
    [
        (Sound, SOUND, SOUND),
        (Waiting, SOUND, SOUND),
        (Crowded, SOUND, SOUND),
        (Unreachable, dead("island"), SOUND),
        (Endless, SOUND, dead("loop")),
        (DeadEnd, SOUND, dead("stop")),
        (NeverAsked, NO_RECEIPT, SOUND),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_analyser_calls_out_planted_faults(analyser: Any, course: Any, forwards: Any, backwards: Any) -> None:
    """Forwards it names what is never reached, backwards what never ends: a circle without a way out, a dead end."""
    assert verdicts(analyser, course) == (forwards, backwards)


def by_hand(split: str, merge: str) -> str:
    """Two tasks between two gateways."""
    ways = [("s", "split"), ("split", "a"), ("split", "b"), ("a", "merge"), ("b", "merge"), ("merge", "e")]
    nodes = {"s": "startEvent", "split": split, "a": "task", "b": "task", "merge": merge, "e": "endEvent"}
    body = "".join(f'<{kind} id="{name}"><incoming>x</incoming></{kind}>' for name, kind in nodes.items())
    body += "".join(f'<sequenceFlow id="{s}_{t}" sourceRef="{s}" targetRef="{t}"/>' for s, t in ways)
    return f'<definitions xmlns="{SPACES["bpmn"]}"><process id="p">{body}</process></definitions>'


def test_the_analyser_is_a_real_judge(analyser: Any) -> None:
    """Faults that no course can express, since a course has one token: it finds them in documents written by hand."""
    one, all_ = "exclusiveGateway", "parallelGateway"
    assert judged(analyser, by_hand(one, one)) == judged(analyser, by_hand(all_, all_)) == SOUND
    assert judged(analyser, by_hand(one, all_)) == SOUND | {"option_to_complete": (False, [])}
    twice = {"safeness": (False, ["merge_e"]), "proper_completion": (False, ["e"])}
    assert judged(analyser, by_hand(all_, one)) == SOUND | twice


def test_the_structure_leaves_nothing_out() -> None:
    """All nodes as tasks; outcomes, lapse and calling off as ways out of one gateway."""
    document = etree.fromstring(bpmn.structure(Waiting).encode())
    ways = {(f.get("sourceRef"), f.get("targetRef")) for f in found(document, "bpmn:sequenceFlow")}
    assert ways == {
        ("begin", "start"), ("start", "talk"), ("talk", "talk_gate"), ("talk_gate", "shown"), ("talk_gate", "closed"),
        ("talk_gate", "off"), ("shown", "closed"), ("closed", "closed_end"), ("off", "off_end"),
    }  # fmt: skip
    tasks = [name for name, kind in kinds(document).items() if kind == "task"]
    assert tasks == [name for name, _ in Waiting.in_order()]
