"""What the papers of a removal print besides those of every removal (文书事实): grounds, articles, the extract of the ledgers."""

from __future__ import annotations

from typing import Any

from forms.disposal.removing import Ground
from workflows.engine.models import Case
from workflows.engine.said import Said
from workflows.families.ledger_extract import extract as extract_of

Facts = dict[str, Any]
GROUNDS = {
    Ground.SELF_WITHDRAWAL: "没有正当理由，连续六个月不参加组织生活，或不交纳党费，或不做党所分配的工作",
    Ground.LOST_CONDITIONS: "理想信念缺失，政治立场动摇，已经丧失党员条件",
    Ground.SUSPENDED: "停止党籍二年后确实无法取得联系，按照自行脱党处理",
}
ARTICLES = {
    Ground.SELF_WITHDRAWAL: "《党章》第九条、《中国共产党党员教育管理工作条例》第三十一条第六项",
    Ground.LOST_CONDITIONS: "《中国共产党党员教育管理工作条例》第三十一条第一项",
    Ground.SUSPENDED: "《党章》第九条、《中国共产党党员教育管理工作条例》第二十四条",
}


def extract(case: Case, said: Said) -> Facts:
    """D-MO-3 党员台账摘录."""
    return extract_of(case)
