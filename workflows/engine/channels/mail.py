"""By e-mail (邮件), through whatever backend Django is set up with; plain text, in the reader's language."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from workflows.engine.channels.errors import Permanent, Temporary

if TYPE_CHECKING:
    from workflows.engine.channels import Message

# A refused password or a full mailbox is the operator's or the reader's to mend; these codes say it is for good.
_FOR_GOOD = range(550, 560)
_FULL = 552


class Mail:
    """The channel of e-mails. The Message-ID is that of the delivery: a repetition after a crash carries the same one."""

    def send(self, message: Message) -> None:
        """Hand one mail to the mail server; raises Temporary or Permanent."""
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        headers = {"Message-ID": f"<{message.id}@{host}>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(message.subject, message.body, to=[message.to], headers=headers).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _said in error.recipients.values()]
            raise _failure(max(codes, default=0)) from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Temporary(type(error).__name__) from error


def _failure(code: int) -> Permanent | Temporary:
    """The server's words may repeat the address, so only its code is kept."""
    return (Permanent if code in _FOR_GOOD and code != _FULL else Temporary)(f"SMTP {code}")
