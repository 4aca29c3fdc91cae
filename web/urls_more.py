"""Addresses of starting, searching, the registers, the policy and the member's own page."""

from django.urls import path

from web.views import exchange, letters, me, notices, organisations, people, policy, search, start

urlpatterns = [
    path("start/", start.chooser, name="start"),
    path("start/done/<str:reference>/", start.done, name="start_done"),
    path("start/drafts/<str:draft>/delete/", start.drop, name="start_drop"),
    path("start/<slug:process>/", start.begin, name="start_process"),
    path("start/<slug:process>/<str:draft>/<int:number>/", start.page, name="start_page"),
    path("start/<slug:process>/<str:draft>/check/", start.check, name="start_check"),
    path("start/<slug:process>/<str:draft>/paper/<int:number>.png", start.paper, name="start_paper"),
    path("search/", search.search, name="search"),
    path("me/", me.me, name="me"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/read", notices.read_all, name="notices_read"),
    path("me/notices/settings", notices.choice, name="notice_choice"),
    path("me/notices/<str:public_id>/", notices.notice, name="notice"),
    path("people/<str:public_id>/", people.person, name="person"),
    path("people/<str:public_id>/number/", people.number, name="person_number"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<str:public_id>/", organisations.organisation, name="organisation"),
    path("letters/", letters.letters, name="letters"),
    path("registers/import/", exchange.begin, name="import"),
    path("registers/import/template.xlsx", exchange.template, name="import_template"),
    path("registers/import/<str:token>/", exchange.report, name="import_report"),
    path("registers/import/<str:token>/load/", exchange.load, name="import_load"),
    path("registers/import/<str:token>/again/", exchange.again, name="import_again"),
    path("registers/import/<str:token>/drop/", exchange.drop, name="import_drop"),
    path("registers/export/", exchange.export, name="export"),
    path("policy/", policy.policy, name="policy"),
]
