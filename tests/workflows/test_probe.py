import datetime as dt
import pytest
from audit import clock
from tests import desk
from documents.models import Paper
from workflows.engine import undoing, jobs, deciding
from workflows.engine.models import *
from registry.models import *
from registry import members

def test_withdraw_then_recall(case, secretary):
    t = desk.until(case, "examine")
    d = desk.act(t)
    undoing.withdraw(case.pk, by=secretary, reason="x", key="k1")
    undoing.recall(d.public_id, by=d.by, key="k2")
    print("RECALLED AFTER WITHDRAW", desk.the_turn(case).step)

def test_withdrawal_dated(case, secretary):
    t = desk.until(case, "examine")
    clock.advance(dt.timedelta(days=50))
    undoing.withdraw(case.pk, by=secretary, reason="x", key="k1")
    desk.settle()
    p = Paper.objects.get(kind="D-TR-10", case_reference=case.reference)
    print("DATED", p.dated, clock.today(), p.number)

def test_outside(world, secretary, ordinary_member):
    c = desk.opened(secretary, world.organisations["QH0101"], ordinary_member, world.organisations["OUT1"])
    try:
        for _ in range(14):
            desk.settle()
            t = desk.the_turn(c)
            print(t.step, t.post, [w for w in t.why])
            desk.act(t)
    except Exception as e:
        print(type(e), e)
    for p in Paper.objects.filter(case_reference=c.reference): print(p.kind, p.issuer, p.number)

def test_outside_own(world, secretary, ordinary_member):
    c = desk.opened(ordinary_member.person.user, world.organisations["QH0101"], ordinary_member, world.organisations["OUT1"])
    try:
        for _ in range(14):
            desk.settle()
            t = desk.the_turn(c)
            print(t.step, t.post)
            desk.act(t)
    except Exception as e:
        print(type(e), e)
    c.refresh_from_db()
    print(c.outcome, [str(a.organisation) for a in ordinary_member.affiliations.all()])

def test_digests(case):
    from workflows.engine import checking
    for _ in range(13):
        desk.settle()
        if Case.objects.get(pk=case.pk).closed_at: break
        t = desk.the_turn(case)
        from config.demo import driving
        by = driving.actor_for(t)
        data = desk.answers(t)
        form = deciding.bound_form(t, data, by_subject=t.person_id==by.person_id, today=clock.today())
        assert form.is_valid(), form.errors
        dg = checking.facts_digest(t.definition, t.case, form.outcome(), form.cleaned_data, by.person)
        if dg: print("DG", t.step)
        d = deciding.decide(t.public_id, by=by, data=data, key=desk.key(), digest=dg)
        desk.settle()
        if dg:
            p = Paper.objects.filter(case_reference=case.reference).latest("pk")
            print(t.step, p.kind, p.facts_digest == dg)

def test_adopt_twice(world):
    from workflows.policy import asking
    from audit import journal
    o = world.organisations["QH"]
    asking.adopt(o, "seed_2005", by=journal.system("t"), since=clock.today())
    try:
        asking.adopt(o, "cn_2026", by=journal.system("t"), since=clock.today())
    except Exception as e: print("ADOPT", type(e), e)

def test_off_roll(world, case, ordinary_member):
    t = desk.until(case, "accept")
    Member.objects.filter(pk=ordinary_member.pk).update(standing="dead")
    desk.act(t)
    try:
        desk.settle()
    except Exception as e: print("OFFROLL", type(e), e)
