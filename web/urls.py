"""Addresses of the desk: inbox, tasks, cases, papers; the rest is in urls_more, urls_meetings and urls_ledgers."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from web.views import attachments, bulk, cases, demo, inbox, papers, tasks, verbs, verify

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("news", inbox.news, name="news"),
    path("tasks/<str:public_id>/", tasks.task, name="task"),
    path("tasks/<str:public_id>/decide", tasks.decide, name="task_decide"),
    path("tasks/<str:public_id>/draft", tasks.save_draft, name="task_draft"),
    path("tasks/<str:public_id>/do/<slug:verb>", verbs.turn_verb, name="turn_verb"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("decisions/<str:public_id>/recall", tasks.recall, name="recall"),
    path("cases/<str:reference>/", cases.case, name="case"),
    path("cases/<str:reference>/file/", cases.volume, name="case_volume"),
    path("cases/<str:reference>/purpose/", cases.purpose, name="case_purpose"),
    path("cases/<str:reference>/withdraw", cases.withdraw, name="withdraw"),
    path("cases/<str:reference>/do/<slug:verb>", verbs.case_verb, name="case_verb"),
    path("papers/<str:public_id>.pdf", papers.pdf, name="paper_pdf"),
    path("papers/<str:public_id>.txt", papers.text, name="paper_text"),
    path("papers/<str:public_id>/<int:page>.png", papers.page, name="paper_page"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:public_id>/<str:code>/", verify.verify_code, name="verify_code"),
    path("attachments/<str:public_id>/", attachments.attachment, name="attachment"),
    path("drafts/<str:task>/<str:digest>/<int:page>.png", papers.draft_page, name="draft_page"),
    path("language/", set_language, name="set_language"),
    path("", include("web.urls_more")),
    path("", include("web.urls_meetings")),
    path("", include("web.urls_ledgers")),
]

if settings.DEMO:
    urlpatterns += [path("demo/enter", demo.enter, name="demo_enter")]
