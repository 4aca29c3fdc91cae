"""Samples (样例) by the name of a field; a paper that needs other words says so by its code."""

from __future__ import annotations

from collections.abc import Mapping

PEOPLE = ("方启明", "李秀兰", "赵志强", "钟敏", "马建国")
MEMBER, SECRETARY, CLERK, OTHER, HEAD = PEOPLE
COMMITTEE, BRANCH = "中共清河县青石镇委员会", "中共青石镇机关支部委员会"
COUNTY = "中共清河县委组织部"

SAID: Mapping[str, object] = {
    # who and when
    "issuer": COMMITTEE, "addressee": BRANCH, "branch": BRANCH, "committee": COMMITTEE, "date": "2026-11-24",
    "signer": HEAD, "signer_post": "书　记", "contact": CLERK, "phone": "0855-2200000", "recorded_by": CLERK, "recorder": CLERK,
    "secretary": SECRETARY, "copied_to": f"{COUNTY}，中共清河县纪律检查委员会", "enclosures": ["调查核实报告", "谈话记录", "支部党员大会会议记录"],
    "matter": "协助核实党员外出期间表现情况", "reply_wanted": True, "appeal": "本人如有不同意见，可以向上级党组织提出申诉；申诉不受时间限制，任何组织不得扣压。",
    # the member
    "name": MEMBER, "sex": "男", "birth": "1988-06-15", "ethnic": "汉族", "education": "大学本科", "id_number": "510104198806150014",
    "kind": "正式", "joined_on": "2012-07-01", "full_on": "2013-07-01", "probation_ends": "2027-03-24", "post": "青石镇农业综合服务中心干部",
    "address": "清河县青石镇人民路4号", "dues_paid_until": "2026年11月", "letter_number": "2026-QS01-0012",
    # what it is about
    "text": "经研究，现就有关事项明确如下。\n一、请各党支部在12月10日前完成党员外出情况核对。\n二、核对结果经支部委员会研究后报镇党委。",
    "reason": "情况已经核实，理由成立。", "ground": "组织纪律观念淡薄，长期不按规定参加组织生活", "articles": "《中国共产党不合格党员组织处置办法》第六条",
    "facts": "2026年3月至8月，该同志先后4次无故缺席支部党员大会和主题党日，未按月足额交纳党费。\n支部两次提醒谈话、一次批评教育后，仍未改正。",
    "evidence": ["支部会议签到表6份", "党费收缴登记簿复印件1份", "提醒谈话、批评教育记录3份"],
    "stated": "本人承认没有按时参加组织生活和交纳党费，主要是思想上放松了要求。\n愿意接受组织的处理，认真改正。",
    "attitude": "该同志对存在的问题认识较深，表示愿意改正。", "opinion": "情况属实，建议按照规定办理。", "conclusion": "该同志在期限内认真改正，符合党员条件。",
    "demands": "一、按时参加支部组织生活，每月书面汇报一次思想。\n二、按月足额交纳党费，补交欠交的党费。", "helpers": f"{CLERK}、{OTHER}",
    "request_number": "青机支〔2026〕9号", "from_on": "2026-12-01", "until_on": "2027-05-31", "months": 6,
    "decision_number": "青委〔2026〕18号", "decided_on": "2026-11-20", "team": [CLERK, OTHER], "talker_1": CLERK, "talker_2": OTHER, "measure": "限期改正",
    "branch_opinion": "支部委员会研究认为，方启明同志的行为符合启动组织处置的情形，建议启动组织处置程序，拟给予限期改正处置。", "branch_signer": SECRETARY, "branch_on": "2026-11-20",
    "committee_opinion": "同意。", "committee_signer": HEAD, "committee_on": "2026-11-24", "member_opinion": "没有意见。", "member_signer": MEMBER, "member_on": "2026-11-21",
    "general_branch_opinion": "经审议，同意支部党员大会决议，报党委审批。", "general_branch_signer": "王秀英", "general_branch_on": "2026-11-22",
    "department_opinion": "同意支部意见。", "department_signer": OTHER, "department_on": "2026-11-18",
    "appointed_on": "2026-10-12", "profile": "方启明，男，汉族，1988年6月出生，2012年7月入党，现为青石镇农业综合服务中心干部。", "talked_on": "2026-11-10",
    "told": "支部认为你2026年3月至8月不按规定参加组织生活、不按时交纳党费，属于组织纪律观念淡薄的情形，拟给予限期改正处置，请你说明情况、提出意见。",
    "signed_how": "本人阅后签名", "note": "谈话在本人办公室进行。", "submitted": "关于启动对方启明同志组织处置的意见", "agreed": True, "next_steps": "请将支部党员大会决议和本人意见一并报来。",
    # a meeting and its vote
    "meeting_time": "下午3时", "agenda": ["学习有关规定", "听取调查组报告", "方启明同志陈述和申辩", "讨论并无记名投票表决"], "attendance": [{"name": one, "kind": "正式"} for one in PEOPLE],
    "members_total": 16, "members_full": 15, "members_probationary": 1, "absent": [{"name": "王秀英", "reason": "因公出差"}, {"name": "刘春来", "reason": "住院治疗"}],
    "speeches": "李秀兰：会前已将调查核实报告发给各位，请大家讨论。\n赵志强：调查组查明的事实清楚，本人也承认，同意给予限期改正处置。\n钟敏：该同志近期有改正的表现，建议同时明确帮教人员。",
    "heard": "方启明同志到会作了陈述，承认事实，表示愿意改正。没有人要求作证或者辩护。", "ballot": "无记名投票",
    "resolution": "赞成人数超过应到会有表决权正式党员的半数，决定给予方启明同志限期改正处置，期限6个月，报镇党委批准。",
    "motions": [{"motion": "关于给予方启明同志限期改正处置的决议"}], "issued": 13, "collected": 13, "valid": 13, "invalid": 0, "result": "通过", "teller": CLERK, "scrutineer": OTHER,
    "meeting_on": "2026-11-20", "place": "青石镇政府三楼会议室", "chair": SECRETARY, "topic": "讨论方启明同志组织处置事宜",
    "entitled": 15, "present": 13, "written": 0, "votes_for": 11, "votes_against": 1, "abstained": 1,
    # minutes as a paper
    "attended": f"{HEAD}、{SECRETARY}、{CLERK}、{OTHER}，农业综合服务中心、社会事务办公室主要负责人", "excused": "王秀英", "also_there": "组织员钟敏",
    # transfers, arrivals, stays, requests for instructions
    "reasons": "本届支部委员会2026年12月任期届满。\n半数以上党员外出务工，年底前难以集中。", "proposal": "建议推迟三个月，于2027年3月底前完成换届。",
    "reply": "一、同意推迟三个月召开支部党员大会进行换届选举。\n二、推迟期间由现任支部委员会继续履行职责。", "drafter": OTHER, "drafted_on": "2026-11-22",
    "handling": "情况属实，符合有关规定，建议同意。", "opinions": ["清河县委组织部组织科科长 马建国：同意。（2026年11月23日）"], "coordination": "已当面沟通，意见一致。",
    "asked_on": "2026-11-18", "host": "中共河口县玉泉街道工作委员会", "confirmed_how": "本人于2026年11月24日在系统确认", "certificate": "青委证〔2026〕12号",
    "returned_on": "2027-05-30", "from_branch": BRANCH, "from_committee": COMMITTEE, "to_committee": "中共河口县玉泉街道工作委员会",
    "to_branch": "中共玉泉街道第二社区支部委员会", "start_on": "2026-12-01", "to_organisation": "中共河口县玉泉街道工作委员会", "from_organisation": COMMITTEE,
    "issued_on": "2026-10-20", "proposed_by": COMMITTEE, "open_cases": "无", "probation_record": "教育考察登记表1份，完整", "outstanding": "无", "checker": CLERK,
    "checked_on": "2026-11-23", "age": 38, "paid_year": 2026, "paid_month": 11, "days": 90, "office_phone": "0855-2200001", "fax": "0855-2200002", "postcode": "661000",
    "verify_url": "https://verify.example.org/v/7QH3-00003-K9ZD", "sender": "中共滨江市水务局机关委员会", "letter_date": "2026-10-15", "valid_until": "2027-01-13",
    "presented_on": "2026-11-20", "confirmed": "经电话核实，该信仍然有效。", "file": "已查阅党员档案，入党材料齐全，与介绍信所载一致。", "examiner": OTHER,
    "examined_on": "2026-11-21", "decision": "同意接收。", "decider": HEAD, "effective_on": "2026-12-01", "accepted_branch": BRANCH, "accepted_on": "2026-11-24", "clerk": CLERK,
    "approved_by": COUNTY, "approved_on": "2026-11-20", "replaces": "青委证〔2026〕7号", "cause": "介绍信遗失", "said": "本人11月2日在火车站遗失随身背包，介绍信在内，已报警。",
    "certified": "经向本人和同行同志了解，情况属实。", "criticised": "已进行批评教育", "correction": "请核实隶属关系后另行开具介绍信，原介绍信作废。",
    "papers": ["入党志愿书1份共24页", "入党申请书1份共6页", "政治审查材料1份共12页", "教育考察登记表1份共8页"],
}  # fmt: skip

BY_CODE: Mapping[str, Mapping[str, object]] = {
    "D-IN-1": {"matter": "推迟换届选举", "issuer": BRANCH, "addressee": COMMITTEE, "asks": "请求批准", "we": "我支部"}, "D-IN-2": {"matter": "推迟换届选举"},
    "D-IN-3": {"matter": "推迟换届选举"}, "D-IN-4": {"matter": "维修办公用房", "reason": "办公用房维修由镇人民政府负责。"}, "D-IN-5": {"matter": "推迟换届选举", "reason": "上级已经统一部署。"},
    "D-IN-6": {"matter": "推迟换届选举", "reason": "情况有变，无需推迟。"}, "D-ST-1": {"reason": "外出学习"}, "D-TR-4": {"reason": "外出学习", "addressee": "中共河口县玉泉街道工作委员会"},
    "D-TR-1": {"reason": "工作调动"}, "D-TR-2": {"addressee": "中共河口县玉泉街道工作委员会"}, "D-TR-7": {"addressee": "中共河口县玉泉街道工作委员会"},
    "D-DS-2": {"addressee": BRANCH}, "D-DS-5a": {"addressee": "全体党员", "issuer": BRANCH}, "D-DS-8a": {"issuer": BRANCH, "date": "2026-11-20"}, "D-DS-8b": {"issuer": BRANCH, "date": "2026-11-20"},
    "D-DS-9": {"branch_opinion": "2026年11月20日支部党员大会讨论并表决，决定给予方启明同志限期改正处置，期限6个月。"},
    "D-GW-1": {"text": "根据有关规定，任命钟敏同志为青石镇党委专职组织员。\n此令。"},
    "D-GW-2": {"addressee": "中共河口县玉泉街道工作委员会", "enclosures": ["党员外出情况登记表"]},
    "D-GW-3": {"topic": "研究党员教育管理工作", "text": "一、同意党员外出情况核对方案，由组织办公室负责落实。\n二、原则同意2027年发展党员计划，修改后报县委组织部。"},
}  # fmt: skip
