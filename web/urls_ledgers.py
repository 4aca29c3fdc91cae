"""Addresses of the ledgers: branches, the sheet of a month and its file, a member's ledgers, a correction."""

from django.urls import path

from web.views import ledger_files, ledgers

urlpatterns = [
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<str:public_id>/", ledgers.branch, name="ledger_branch"),
    path("ledgers/<str:public_id>/<str:month>/", ledgers.sheet, name="ledger_sheet"),
    path("ledgers/<str:public_id>/<str:month>/sheet.xlsx", ledger_files.blank, name="ledger_file"),
    path("ledgers/<str:public_id>/<str:month>/file/", ledger_files.bring, name="ledger_bring"),
    path("people/<str:public_id>/ledgers/", ledgers.member, name="ledger_member"),
    path("people/<str:public_id>/ledgers/<slug:ledger>/<str:month>/", ledgers.correct, name="ledger_correct"),
]
