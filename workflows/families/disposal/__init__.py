"""The course that every disposal of an unqualified member takes (不合格党员组织处置案件), handbook 8.1, in chapters.

Proposed and put on file (``proposed``), looked into and heard (``inquired``), voted on by the general meeting and shown to
the member (``met``), approved above by a committee as a body (``approved``), served and announced (``served``). A process
names the chapters it goes through and adds its own measure, papers and ends.
"""
