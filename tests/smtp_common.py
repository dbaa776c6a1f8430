"""E-mails that are really sent, to a server of the test's own."""

import email
import logging
import socket
import unittest
from email import policy
from unittest.mock import patch

from odoo.tests import mute_logger
from odoo.tools import config

from odoo.addons.base.models.ir_mail_server import IrMail_Server

try:
    from aiosmtpd.controller import Controller
except ImportError:
    Controller = None

HOST = "127.0.0.1"


class Catcher:
    """Keeps what is sent: pairs of the addresses on the envelope and a message.

    It answers as a mail server that does not know the addresses in ``unknown``.
    """

    def __init__(self):
        self.caught = []
        self.unknown = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.unknown:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.caught.append((tuple(envelope.rcpt_tos), message))
        return "250 OK"


@unittest.skipUnless(Controller, "needs aiosmtpd")
class SmtpMixin:
    """For test classes that send e-mails through Odoo's own mail server model.

    ``_send_queue`` lets Odoo's mail queue send what waits; ``_received`` gives what has
    come in since the last time that it was asked.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catcher = Catcher()
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        cls.server = Controller(cls.catcher, hostname=HOST, port=port)
        # It tells each line of each conversation, also when a test is over.
        told = logging.getLogger("mail.log")
        cls.addClassCleanup(told.setLevel, told.level)
        told.setLevel(logging.WARNING)
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)
        # No other server than this one, whatever the database or the options say.
        cls.env["ir.mail_server"].search([]).active = False
        cls.mail_server = cls.env["ir.mail_server"].create(
            {
                "name": "Test catcher",
                "smtp_host": HOST,
                "smtp_port": port,
                "smtp_encryption": "none",
                "smtp_authentication": "login",
                "smtp_user": False,
            }
        )
        cls.startClassPatcher(patch.dict(config.options, {"smtp_server": ""}))
        # Odoo sends nothing in tests; here it does, to the catcher alone.
        cls.startClassPatcher(
            patch.object(IrMail_Server, "_disable_send", return_value=False)
        )

    @classmethod
    def _queue(cls):
        return cls.env["mail.mail"].search([("state", "=", "outgoing")], order="id")

    def _send_queue(self):
        """Send what is in Odoo's mail queue, as its scheduled action does.

        :return: what was received: see :meth:`_received`.
        """
        with mute_logger("odoo.addons.mail.models.mail_mail", "mail.log"):
            self._queue().send(auto_commit=False)
        self.env.invalidate_all()
        return self._received()

    def _received(self):
        """The messages that have come in, the addresses apart, and forget them."""
        caught, self.catcher.caught = self.catcher.caught, []
        return [message for _addresses, message in caught]

    @staticmethod
    def _text(message, kind="html"):
        """What stands in a message, in plain text or HTML."""
        part = message.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""

    def assertReceived(self, messages, *subjects):
        """The messages have these subjects, in any order."""
        self.assertCountEqual([message["Subject"] for message in messages], subjects)
