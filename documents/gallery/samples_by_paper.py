"""Samples (样例) of a paper that needs other words than those its fields have elsewhere, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from documents.gallery.samples import BRANCH, CLERK, COMMITTEE, COUNTY, HEAD, PEOPLE, SECRETARY
from documents.gallery.samples_of_meetings import OF_MEETINGS

BY_CODE: Mapping[str, Mapping[str, object]] = {
    "D-IN-1": {"matter": "推迟换届选举", "issuer": BRANCH, "addressee": COMMITTEE, "asks": "请求批准", "we": "我支部"}, "D-IN-2": {"matter": "推迟换届选举"},
    "D-IN-3": {"matter": "推迟换届选举"}, "D-IN-4": {"matter": "维修办公用房", "reason": "办公用房维修由镇人民政府负责。"}, "D-IN-5": {"matter": "推迟换届选举", "reason": "上级已经统一部署。"},
    "D-IN-6": {"matter": "推迟换届选举", "reason": "情况有变，无需推迟。"}, "D-ST-1": {"reason": "外出学习"}, "D-TR-4": {"reason": "外出学习", "addressee": "中共河口县玉泉街道工作委员会"},
    "D-TR-1": {"reason": "工作调动"}, "D-TR-2": {"addressee": "中共河口县玉泉街道工作委员会"}, "D-TR-7": {"addressee": "中共河口县玉泉街道工作委员会"},
    "D-DS-2": {"addressee": BRANCH}, "D-DS-5a": {"addressee": "全体党员", "issuer": BRANCH}, "D-DS-8a": {"issuer": BRANCH, "date": "2026-11-20"}, "D-DS-8b": {"issuer": BRANCH, "date": "2026-11-20"},
    "D-DS-9": {"branch_opinion": "2026年11月20日支部党员大会讨论并表决，决定给予方启明同志限期改正处置，期限6个月。"},
    "D-DS-10a": {"issuer": BRANCH, "addressee": COMMITTEE}, "D-DS-10b": {"reply": "一、同意给予方启明同志限期改正处置，期限6个月，自2026年12月1日至2027年5月31日。\n二、请你支部确定帮教人员，落实帮教措施，期满后及时讨论并报告。"},
    "D-DS-11": {"addressee": "方启明同志"}, "D-DS-13a": {"issuer": BRANCH, "addressee": COMMITTEE, "reported": "半年来我按时参加组织生活，按月交纳党费，每季度书面汇报思想。", "heard": "帮教人员认为该同志改正态度端正；群众反映良好。", "enclosures": ["帮教记录", "本人思想汇报"]},
    "D-DS-13b": {"addressee": "方启明同志"}, "D-DS-14a": {"issuer": BRANCH, "facts": "方启明同志限期改正期满后仍不参加组织生活、不交纳党费。"}, "D-DS-14b": {"issuer": BRANCH, "addressee": COMMITTEE},
    "D-DS-14c": {"reply": "一、同意劝方启明同志退党。\n二、请你支部做好劝退谈话和思想工作，并将结果及时报告。"}, "D-DS-15": {"stated": "本人长期不能履行党员义务，辜负了党组织的培养和教育。"},
    "D-DS-16": {"issuer": BRANCH, "addressee": COMMITTEE}, "D-DS-17b": {"addressee": "方启明"}, "D-DS-14d": {"addressee": "方启明同志", "days": 15},
    "D-DS-17c": {"agreed": False, "reply": "经党委会议集体讨论表决，未通过对方启明同志作党内除名处理。请你支部继续做好教育管理工作。"},
    "D-CF-1": {
        "holder": COMMITTEE, "case_number": "转2026-KWZMYW24FM", "process": "组织关系转接", "about": "方启明", "ended": "转接完成", "date": "2026-12-24",
        "entries": [
            {"title": "党员组织关系转接申请", "paper_number": "青委登〔2026〕7号", "made_by": BRANCH, "dated": "2026-11-20", "page": "1", "note": ""},
            {"title": "中国共产党党员组织关系介绍信", "paper_number": "2026-QS01-0012", "made_by": COMMITTEE, "dated": "2026-11-24", "page": "2", "note": "作废"},
            {"title": "中国共产党党员组织关系介绍信回执联", "note": "缺"},
        ],
    },
    "D-FL-1": {"reason": "外出务工", "branch_opinion": "情况属实，同意登记，由支部联系人定期联系。", "committee_opinion": "同意。"}, "D-FL-2": {"kind": "正式"},
    "D-SU-1": {"issuer": BRANCH, "addressee": COMMITTEE, "opinion": "支部将继续查找；失去联系已满六个月，拟提交支部党员大会讨论停止其党籍。"},
    "D-SU-2": {"facts": "2026年7月至10月，支部先后通过电话、走访家属、函询原单位、请公安机关协助等方式查找，均未取得联系，至今已超过六个月。", "articles": "《中国共产党党员教育管理工作条例》第二十四条"},
    "D-SU-3": {"facts": "自2026年4月10日起失去联系，经四种方式查找未果，支部党员大会决议停止党籍，镇党委批准。", "committee_opinion": "同意停止党籍，报请备案。", "department_opinion": "", "department_signer": "", "department_on": ""},
    "D-SU-4a": {"conduct": "在外务工期间遵纪守法，没有参加非法组织和活动。", "cause": "2026年4月赴外省务工，手机遗失后没有及时告知支部新的号码。"},
    "D-SU-4b": {"issuer": COUNTY, "addressee": COMMITTEE, "conclusion": "经审查，该同志失去联系系客观原因所致，失联期间没有违纪违法行为，认识态度较好。"},
    "D-MO-1": {"demands": "一、按月足额交纳党费。\n二、按时参加组织生活，因故不能参加的事先请假。"}, "D-MO-2": {"issuer": BRANCH, "addressee": "方启明同志", "months": 4, "demands": "补交2026年4月至7月党费，今后按月交纳。"},
    "D-MO-3": {
        "first_month": "2026年3月", "last_month": "2026年10月",
        "entries": [
            {"month": f"2026年{month}月", "dues": dues, "life": life, "work": "当月没有安排" if month == 8 else "已履行"}
            for month, dues, life in (
                (3, "已履行", "已履行"), (4, "未履行", "已履行"), (5, "未履行", "已履行"), (6, "未履行", "正当理由：请假*"),
                (7, "未履行", "已履行"), (8, "未履行", "未履行"), (9, "未履行", "未履行"), (10, "未履行", "未履行"),
            )
        ],
        "runs": [
            {"ledger": "党费", "months": 7, "why": "连续7个月未履行：2026-04至2026-10。"}, {"ledger": "组织生活", "months": 3, "why": "连续3个月未履行：2026-08至2026-10。"},
            {"ledger": "党所分配的工作", "months": 0, "why": "没有连续未履行的月份。"},
        ],
        "corrections": [{"month": "2026年6月", "ledger": "组织生活", "before": "未履行", "after": "正当理由：请假", "reason": "补交了当月的请假条，支部书记已经批准。", "by": CLERK, "on": "2026-07-15"}],
    },
    "D-WD-1": {"reason": "本人因个人信仰和生活安排发生变化，不能继续履行党员义务，经过慎重考虑，决定申请退党。"},
    "D-WD-2": {"issuer": BRANCH, "addressee": COMMITTEE, "reason": "因个人原因不能继续履行党员义务。", "educated": "支部书记和组织委员两次与其谈话，说明党员的权利和义务，本人仍坚持要求退党。", "enclosures": ["退党申请书", "支部党员大会会议记录"]},
    "D-PB-1a": {"issuer": BRANCH, "joined_on": "2026-03-24", "from_on": "2027-03-25", "until_on": "2027-09-24", "conduct": "预备期内能够参加组织生活，但两次未按时提交思想汇报，履行党员义务不够主动。", "reason": "尚不完全具备党员条件，需要继续考察和教育。"},
    "D-PB-1b": {"issuer": BRANCH, "joined_on": "2026-03-24", "conduct": "预备期内长期不参加组织生活，不履行党员义务，经多次教育不改。", "reason": "不具备党员条件。"},
    "D-PB-2": {"joined_on": "2026-03-24", "resolution": "延长预备期", "committee_opinion": "经2026年11月24日党委会议讨论，同意中共青石镇机关支部委员会2026年11月20日支部党员大会关于延长方启明同志预备期6个月的决议。"},
    "D-AP-1a": {"branch_opinion": "综合测评情况和日常表现，评定为优秀。", "branch_on": "2026-12-22", "committee_opinion": "同意。", "member_on": "2026-12-28"},
    "D-BL-1a": {"issuer": BRANCH, "addressee": COMMITTEE, "reason": "本届支部委员会任期即将届满，按照规定应当换届。", "enclosures": []},
    "D-BL-1b": {"reply": "一、同意你支部于2026年12月15日召开支部党员大会进行换届选举。\n二、同意支部委员会由3名委员组成，差额1名。\n三、请认真做好候选人酝酿推荐工作，候选人预备人选报镇党委审批。"},
    "D-BL-2a": {"issuer": BRANCH, "addressee": COMMITTEE, "enclosures": ["候选人预备人选登记表"], "request_number": "青委〔2026〕20号"}, "D-BL-2b": {"reply": "同意马建国、李秀兰、赵志强、钟敏4名同志为支部委员会委员候选人。"},
    "D-BL-3": {"issuer": BRANCH}, "D-BL-4a": {"candidates": [{"name": one} for one in ("马建国", "李秀兰", "赵志强", "钟敏")]}, "D-BL-4b": {"result": "马建国、李秀兰、赵志强当选"},
    "D-BL-5": {"issuer": BRANCH, "addressee": COMMITTEE, "request_number": "青委〔2026〕20号", "enclosures": ["选举办法", "计票结果报告单"], "date": "2026-12-17", "meeting_on": "2026-12-15"},
    "D-BL-6a": {"submitted": "关于换届选举结果的报告", "appointments": ["批准马建国同志任支部委员会书记", "李秀兰、赵志强同志任支部委员会委员，予以备案"]},
    "D-BL-7": {"name": HEAD, "act": "指派", "reason": "支部书记空缺四个月，工作需要。", "appointments": ["指派马建国同志任中共青石镇机关支部委员会书记"]}, "D-BL-8": {"reason": "本人因工作调动，不能继续履行支部组织委员职责。"},
    "D-WK-1a": {"facts": "支部书记调离后空缺四个月；2026年以来只召开过一次支部党员大会；党员反映支部不起作用。", "committee_opinion": "建议列为软弱涣散党组织进行整顿。", "department_opinion": "", "department_signer": "", "department_on": ""},
    "D-WK-1d": {"checked_on": "2027-05-20", "issuer": COUNTY, "addressee": "中共清河县委员会", "facts": "支部书记已配齐，组织生活按期开展，党员参加率达到百分之九十五。", "next_steps": "六个月后进行回头看，防止反弹。"},
    "D-AC-1": {"facts": "2026年以来只召开过一次支部党员大会，对两名长期不参加组织生活的党员没有教育处理。", "articles": "《中国共产党问责条例》第七条", "post": "支部书记李秀兰"},
    "D-AC-2a": {"addressee": COMMITTEE, "facts": "2026年以来只召开过一次支部党员大会，对两名长期不参加组织生活的党员没有教育处理。", "articles": "《中国共产党问责条例》第七条、第八条", "reason": "支部书记主持工作，对组织生活不正常负有主要领导责任。", "evidence": ["支部会议记录本1本", "党费收缴登记簿1本"], "stated": "承认事实，说明人手不足，愿意整改。"},
    "D-AC-2b": {"facts": "2026年以来只召开过一次支部党员大会，对两名长期不参加组织生活的党员没有教育处理。", "stated": "对事实没有意见，说明人手不足。", "signed_how": "签署“事实属实”并签名"},
    "D-AC-3": {"addressee": BRANCH, "facts": "2026年以来只召开过一次支部党员大会，对两名长期不参加组织生活的党员没有教育处理。", "articles": "《中国共产党问责条例》第七条、第八条"},
    "D-AC-4a": {"addressee": "各党支部", "matter": "履行党员教育管理责任不力", "facts": "2026年以来只召开过一次支部党员大会，对两名长期不参加组织生活的党员没有教育处理。", "demands": "一、各党支部要引以为戒，对照检查。\n二、按期召开支部党员大会，严格党费收缴。"},
    "D-AC-4b": {"addressee": "李秀兰同志", "facts": "作为支部书记，对组织生活不正常、党员教育管理不严负有主要领导责任。", "articles": "《中国共产党问责条例》第八条", "demands": "一、切实履行第一责任人职责。\n二、三个月内整改到位。"},
    "D-AC-4c": {"object_name": "李秀兰", "post": "青石镇机关支部书记", "told": "支部组织生活不正常，对党员教育管理失之于宽，要求三个月内整改到位。", "stated": "接受批评，认真整改。"},
    "D-AC-5a": {"addressee": COMMITTEE, "name": BRANCH, "facts": "2026年以来只召开过一次支部党员大会，没有及时教育处理长期不参加组织生活的党员。", "causes": "责任意识不强，对党员教育管理工作重视不够，制度执行不严。"},
    "D-AC-5b": {"issuer": BRANCH, "addressee": COMMITTEE, "next_steps": "坚持每季度自查一次，防止问题反弹。", "causes": "组织生活不正常，主要是支部书记责任意识不强、制度执行不严。"},
    "D-APL-1a": {"addressee": COUNTY, "reasons": "一、2026年5月、6月本人因病住院，有医院证明，不属于无故缺席。\n二、4月至8月党费系由家属代交，收据遗失，支部登记簿可以核对。", "evidence": ["住院证明1份", "党费收缴登记簿复印件1份"]},
    "D-APL-1b": {"issuer": COUNTY, "addressee": "方启明同志", "due_on": "2026-12-24"}, "D-APL-1c": {"issuer": COUNTY, "addressee": COMMITTEE, "reason": "申诉针对的决定由你委批准，应当由你委先行复查。", "enclosures": ["申诉书"], "copied_to": ""},
    "D-APL-1d": {"issuer": COUNTY, "addressee": "方启明同志", "reasons": "认为住院期间的缺席不应计算，党费已由家属代交。", "facts": "经核实，5月、6月住院属实；4月至8月党费已由家属交纳，登记簿有记录。", "result": "撤销原决定", "content": "撤销对方启明同志的限期改正处置决定，由所在党支部在原宣布范围内宣布。", "next_instance": "中共清河县委员会"},
    "D-DU-1a": {"entries": [{"name": one, "month": "2026年11月", "base": "6500.00", "amount": "97.50", "paid_on": "2026-11-05", "paid_how": "本人", "receipt": "0003127", "note": ""} for one in PEOPLE], "total": "487.50"},
    "D-DU-1b": {"dues": [{"month": "2026年10月", "amount": "97.50", "paid_on": "2026-10-08", "received_by": CLERK}, {"month": "2026年11月", "amount": "97.50", "paid_on": "2026-11-05", "received_by": CLERK}]},
    "D-DU-1c": {"relief": "少交", "amount": "5.00", "reason": "本人患病长期治疗，家庭收入主要用于医药费，生活困难。", "branch_opinion": "情况属实，建议少交，每月交纳5元。"},
    "D-ML-1a": {"speeches": "一、学习《中国共产党支部工作条例（试行）》。\n二、通报第三季度党费收缴情况。\n三、讨论年底走访慰问困难群众安排，赵志强、钟敏等同志发言。", "resolution": "同意走访慰问安排，由赵志强同志负责。", "topic": "学习支部工作条例，研究走访慰问工作", "absent": [{"name": "王秀英", "reason": "因公出差", "leave": SECRETARY}]},
    "D-ML-1b": {"reason": "因公到县里参加会议，不能按时返回。", "branch_opinion": "同意，会后补学。"}, "D-TK-1": {"content": "负责联系锦江小区困难党员2户，每月走访一次，了解并帮助解决实际困难。", "result": "已走访两次，帮助协调办理临时救助。"},
    "D-OG-1": {"content": "负责发展党员审查把关、党员教育管理指导、组织关系转接审查等工作。", "committee_opinion": "聘任方启明同志为专职组织员，报请备案。", "department_opinion": "", "department_signer": "", "department_on": "", "from_on": "2027-01-01", "until_on": "2028-12-31"},
    "D-GW-1": {"text": "根据有关规定，任命钟敏同志为青石镇党委专职组织员。\n此令。"},
    "D-GW-2": {"addressee": "中共河口县玉泉街道工作委员会", "enclosures": ["党员外出情况登记表"]},
    "D-GW-3": {"topic": "研究党员教育管理工作", "text": "一、同意党员外出情况核对方案，由组织办公室负责落实。\n二、原则同意2027年发展党员计划，修改后报县委组织部。"},
    **OF_MEETINGS,
}  # fmt: skip
