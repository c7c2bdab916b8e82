from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from core.notifications.channels.base import DeliveryFailed, Message


class Email:
    """Through Django's mail, as the EMAIL_* settings say."""

    needs_address = True

    def send(self, message: Message) -> str:
        mail = EmailMessage(
            subject=_("枫格消息提醒"),
            body=message.text,
            to=[message.address],
            headers={
                "Message-ID": f"<{message.id}@fengge>"
            },  # the same on every try: mailboxes drop the second
        )
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            raise DeliveryFailed(f"mail: {type(error).__name__}") from None
        return ""
