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
    # measures
    "educated": "2026年5月、7月两次提醒谈话，9月进行批评教育，支部书记多次与其谈心。", "steps": [{"when": "每月第一周", "content": "谈话了解思想和改正情况，提出具体要求", "who": CLERK}, {"when": "每季度末", "content": "审阅书面思想汇报，向支部委员会报告", "who": OTHER}],
    "talks": [{"when": "2027-01-06", "who": CLERK, "content": "了解参加组织生活情况，督促补交党费", "effect": "已补交2026年4月至8月党费"}, {"when": "2027-02-05", "who": OTHER, "content": "学习党章关于党员义务的规定", "effect": "按时参加主题党日，态度端正"}],
    "conduct": "方启明同志在改正期间按时参加组织生活，每月书面汇报思想，补交了欠交的党费，主动承担支部分派的工作。", "mended": True,
    "barred": "被除名的人员，五年内不得重新申请入党。", "document_title": "限期改正处置决定书", "served_how": "直接送达", "served_on": "2026-11-26", "received_by": "本人", "witness_1": CLERK, "witness_2": OTHER, "refusal": "", "server": CLERK,
    "announced_on": "2026-11-30", "announced_by": SECRETARY, "scope": "支部全体党员", "heard_by": 13, "said_there": "支部书记宣读了处置决定和改正要求，方启明同志表示服从组织决定，认真改正。",
    # away, lost, before a case, leaving, on probation, the yearly appraisal
    "why_not_moved": "在多地流动施工，没有固定的工作单位和居住地。", "contact_person": CLERK, "contact_phone": "13800000003", "contact_way": "每月电话联系一次，每季度书面汇报一次",
    "dues": [{"month": "2026年12月", "amount": "12.00", "received_by": BRANCH}, {"month": "2027年1月", "amount": "12.00", "received_by": "中共河口县玉泉街道第二社区支部"}],
    "period": "2026年第四季度", "thought": "坚持学习党的创新理论，按时完成网上学习任务，对党的方针政策的理解有所提高。", "work": "在河口县玉泉街道从事建筑施工管理，工程按期推进，家庭生活稳定。",
    "life": "参加玉泉街道第二社区支部组织生活3次，党费已交至2026年12月。", "needs": "希望支部及时转发学习资料。", "problem": "2026年3月以来4次无故缺席组织生活，4月至8月没有按月交纳党费。",
    "missed": "2026年4月、5月、6月、7月", "due_on": "2026-12-15", "extended": "6个月，自2027年3月25日至2027年9月24日", "committee_total": 9, "committee_present": 8, "committee_for": 8,
    "last_contact_on": "2026-04-10", "searches": [
        {"when": "2026-07-12", "channel": "电话、微信", "who": CLERK, "result": "电话停机，微信没有回复"}, {"when": "2026-08-03", "channel": "走访家属", "who": OTHER, "result": "家属称其外出务工，去向不明"},
        {"when": "2026-09-15", "channel": "函询原单位", "who": SECRETARY, "result": "已离职，没有新的联系方式"}, {"when": "2026-10-20", "channel": "请公安机关协助", "who": CLERK, "result": "没有查到现住址"},
    ],
    "suspended_on": "2026-11-24", "reviewed_on": "2026-11-18", "restored_on": "2026-11-24", "discussed": "与会党员认为，该同志退党系本人真实意愿，经教育仍坚持要求退党。",
    "year": 2026, "self_appraisal": "一年来，本人能够按时参加组织生活，足额交纳党费，完成支部分派的工作。\n不足：理论学习不够系统，联系群众不够主动。\n今后努力方向：制定学习计划，每月走访群众不少于两次。",
    "mutual_opinion": "大家认为该同志工作踏实，建议加强理论学习。", "mutual_signer": CLERK, "mutual_on": "2026-12-20", "rated_1": 9, "rated_2": 4, "rated_3": 0, "rated_4": 0, "grade": "优秀",
    "results": [{"name": one, "rated_1": 9, "rated_2": 4, "rated_3": 0, "rated_4": 0, "grade": "合格", "excused": ""} for one in PEOPLE], "members": [{"name": one} for one in PEOPLE],
    "strengths": "工作踏实，按时参加组织生活，主动承担急难任务。", "advice": "加强理论学习，多向支部汇报思想，带头联系群众。", "told_on": "2026-12-28", "told_by": SECRETARY,
    # elections, posts, rectification
    "term_ends": "2026-12-31", "seats": 3, "nominated_how": "由全体党员酝酿推荐，听取群众意见，支部委员会集体研究，差额不少于应选名额的百分之二十。",
    "method": "采用无记名投票方式差额选举委员；书记、副书记由新一届支部委员会第一次会议等额选举产生。", "margin": 1, "candidates_total": 4, "scrutineers": "王秀英、刘春来", "tellers": "周小燕、杨文",
    "candidates": [
        {"name": one, "sex": "男", "birth": "1985-06-15", "joined_on": "2010-07-01", "post": "青石镇党政办公室主任", "proposed": post}
        for one, post in zip(("马建国", "李秀兰", "赵志强", "钟敏"), ("书记", "组织委员", "纪检委员", "宣传委员"), strict=True)
    ],
    "counted": [
        {"name": one, "votes_for": votes, "votes_against": 13 - votes, "abstained": 0, "elected": "当选" if votes > 7 else "否"}
        for one, votes in zip(("马建国", "李秀兰", "赵志强", "钟敏"), (13, 12, 11, 6), strict=True)
    ],
    "write_ins": ["方启明：1票"], "committee_met_on": "2026-12-16", "secretary_result": "等额选举马建国同志为书记，应到会委员3名，实到会3名，赞成3票。", "duties": ["李秀兰：组织委员", "赵志强：纪检委员"],
    "names": HEAD, "act": "任职", "appointments": ["马建国同志任中共青石镇机关支部委员会书记", "免去李秀兰同志中共青石镇机关支部委员会书记职务"], "held": "支部组织委员", "since": "2023-12-20",
    "handed_over_on": "2026-12-20", "from_secretary": SECRETARY, "to_secretary": HEAD, "dues_account": "截至2026年12月20日，账面结余326.50元，与存折余额相符。", "unfinished": "方启明同志限期改正期满考察。",
    "things": [{"thing": "支部会议记录本", "amount": "3本", "note": "2024年至2026年"}, {"thing": "党费收缴登记簿", "amount": "1本", "note": ""}, {"thing": "党员花名册", "amount": "1份", "note": "党员16名"}],
    "criteria": ["支部书记空缺超过三个月", "不按规定召开党员大会"], "county_opinion": "", "county_signer": "", "county_on": "", "leader": "镇党委副书记马建国", "linked": "清河县农业农村局",
    "causes": "支部书记空缺四个月，组织生活不正常，党员作用发挥不够。\n原因是班子配备不及时，支部委员分工不明确。", "score": 92, "members_satisfied": 96, "masses_satisfied": 91, "passed": True,
    "problems": [{"problem": "支部书记空缺", "measure": "指派书记，六个月内组织补选", "owner": HEAD, "due_on": "2026-12-31"}, {"problem": "组织生活不正常", "measure": "制定年度计划，每月检查", "owner": SECRETARY, "due_on": "2027-02-28"}],
    "entries": [{"problem": "支部书记空缺", "measure": "指派书记，六个月内组织补选", "owner": HEAD, "due_on": "2026-12-31", "progress": "已指派书记，12月20日召开大会宣布", "done_on": "2026-12-20"}, {"problem": "组织生活不正常", "measure": "制定年度计划，每月检查", "owner": SECRETARY, "due_on": "2027-02-28", "progress": "计划已制定，12月主题党日已开展", "done_on": ""}],
    # holding to account, appeals, daily life
    "object_name": "中共青石镇机关支部委员会", "duty": "履行党员教育管理主体责任，按期召开支部党员大会，落实党费收缴制度", "lead": "年度党建考核发现", "proposer_opinion": "事实清楚，建议启动问责调查。",
    "proposer_signer": CLERK, "proposer_on": "2026-11-10", "authority_opinion": "同意启动。", "authority_signer": HEAD, "authority_on": "2026-11-12", "sanction": "通报批评", "shown_on": "2026-11-16",
    "responsibility": "主要领导责任", "answered": "对提出的人手不足问题，已在报告中说明，不影响责任认定。", "execution": "一、自收到决定之日起15日内作出书面检讨。\n二、3个月内完成整改并报告。", "appeal_months": 1,
    "measures": "一、制定并公布年度组织生活计划。\n二、每月核对党费收缴情况。\n三、支部书记每季度与党员谈心一次。", "repairs": [{"problem": "没有按期召开支部党员大会", "measure": "制定年度计划，按季度召开", "result": "已召开第四季度大会", "done_on": "2026-12-20"}],
    "decision_title": "限期改正处置决定书", "received_on": "2026-11-26", "wish": "请求撤销对本人的限期改正处置决定。", "content": "一、认真参加组织生活，完成支部分派的工作。\n二、按要求汇报进展情况。", "next_instance": COUNTY,
    "total": "312.00", "amount": "12.00", "meeting_kind": "支部党员大会", "branches": 18, "hours": 56, "review": "优秀", "assigned_on": "2026-11-24", "assigned_by": "支部委员会会议", "accepted": "接受", "done_on": "2026-12-20",
    "checked_by": SECRETARY, "why_not": "", "leave": SECRETARY,
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
