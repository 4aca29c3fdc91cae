"""What stands beside the steps of a case (附件、评论、抄送), as one viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from registry.access import Viewer
from workflows.engine import access, commenting
from workflows.engine.models import Attachment, Case, Comment, Copy

FEW = 3
KILOBYTE = 1024


@dataclass(frozen=True)
class File:
    """An attachment as a list shows it: whether the viewer may open it, its size in words."""

    attachment: Attachment
    may_open: bool

    @property
    def size(self) -> str:
        """In kilobytes or megabytes."""
        size = self.attachment.size
        return f"{size / KILOBYTE**2:.1f} MB" if size >= KILOBYTE**2 else f"{max(1, round(size / KILOBYTE))} KB"


class Beside:
    """Attachments, comments and copies of one case that was fetched for one viewer; each is asked once, when needed."""

    def __init__(self, case: Case, viewer: Viewer) -> None:
        self.case, self.viewer = case, viewer

    @cached_property
    def as_official(self) -> bool:
        """Whether the viewer sees the case by a post, and so what officials say among themselves."""
        return access.as_official(self.viewer, self.case)

    @cached_property
    def files(self) -> list[File]:
        """The attachments, oldest first; struck out ones are marked."""
        found = access.attachments_of(self.viewer, self.case)
        for attachment in found:
            attachment.case = self.case
        return [File(attachment, access.may_open(self.viewer, attachment)) for attachment in found]

    @cached_property
    def comments(self) -> list[Comment]:
        """The comments the viewer may read, newest last."""
        return access.comments_for(self.viewer, self.case)

    @property
    def talk(self) -> Comment | None:
        """The member's request for a talk that nobody has answered yet."""
        return commenting.talk_asked_for(self.comments)

    @property
    def newest_comments(self) -> list[Comment]:
        """The last few of them."""
        return self.comments[-FEW:]

    @property
    def earlier(self) -> int:
        """How many comments there are before those."""
        return max(0, len(self.comments) - FEW)

    @cached_property
    def copies(self) -> list[Copy]:
        """To which posts the case was copied, oldest first."""
        return list(self.case.copies.select_related("post__organisation", "person", "read_by").order_by("pk"))
