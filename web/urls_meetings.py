"""Addresses of meetings: the room is a page of the task at which the meeting is held."""

from django.urls import path

from web.views import attending, convening, counting, electing, meetings

ROOM = "tasks/<str:public_id>/meeting/"

urlpatterns = [
    path(ROOM, meetings.meeting, name="meeting"),
    path(f"{ROOM}tap", meetings.tap, name="meeting_tap"),
    path(f"{ROOM}convene/", convening.convene, name="meeting_convene"),
    path(f"{ROOM}items/new/", convening.add_item, name="meeting_item"),
    path(f"{ROOM}items/<str:item>/drop/", convening.drop_item, name="meeting_drop"),
    path(f"{ROOM}items/<str:item>/missing/", electing.missing_seats, name="meeting_missing"),
    path(f"{ROOM}roll/", attending.renew, name="meeting_renew"),
    path(f"{ROOM}people/<str:attendee>/absence/", attending.absence, name="meeting_absence"),
    path(f"{ROOM}people/<str:attendee>/roll/", attending.amend, name="meeting_amend"),
    path(f"{ROOM}people/<str:attendee>/opinion/", attending.opinion, name="meeting_opinion"),
    path(f"{ROOM}tellers/", attending.tellers, name="meeting_tellers"),
    path(f"{ROOM}ballots/<str:ballot>/<str:teller>/", counting.count, name="meeting_count"),
    path(f"{ROOM}print/<slug:what>.pdf", meetings.sheet, name="meeting_print"),
    path(f"{ROOM}items/<str:item>/slip.pdf", meetings.slip, name="meeting_slip"),
    path("counts/<str:ballot>/", counting.own_count, name="own_count"),
    path("meetings/<str:public_id>/", meetings.record, name="meeting_record"),
]
