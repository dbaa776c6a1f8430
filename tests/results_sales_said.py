"""What was said and done with customers, at random; and when they were answered first,
told without SQL.
"""

from datetime import timedelta

from odoo import SUPERUSER_ID

from .results_sales_common import BEGIN

TYPES = ("comment", "comment", "email", "email_outgoing", "notification")


class Said:
    """Needs ``SalesCase``."""

    def _random_actions(self, chance, leads, orders, count):
        for _number in range(count):
            person = chance.choice([None, *self.addressees])
            lead = chance.choice([None, *leads]) if leads else None
            order = chance.choice(orders) if orders and chance.random() < 0.3 else None
            self._insert(
                "playbook_action",
                origin="planned",
                state=chance.choice(["done", "done", "done", "cancelled"]),
                date_done=self._random_moment(chance),
                channel=chance.choice([None, "call", "email"]),
                no_contact=chance.random() < 0.2,
                lead_id=lead and lead.id,
                order_id=order and order.id,
                partner_id=person and person.id,
                commercial_partner_id=person and person.commercial_partner_id.id,
                user_id=self.salesperson.id,
            )

    def _random_messages(self, chance, records, count):
        """On ``records``, by one of us, by customers, by nobody, by Odoo itself."""
        discussion = self.env.ref("mail.mt_comment").id
        authors = [
            *self.people.partner_id,
            *self.people.partner_id,
            self.env["res.users"].browse(SUPERUSER_ID).partner_id,
            *self.addressees[:3],
            None,
        ]
        for _number in range(count):
            record, author = chance.choice(records), chance.choice(authors)
            message_id = self._insert(
                "mail_message",
                model=record._name,
                res_id=record.id,
                date=self._random_moment(chance),
                message_type=chance.choice(TYPES),
                subtype_id=chance.choice([None, discussion, discussion]),
                author_id=author and author.id,
                is_internal=chance.random() < 0.1,
                playbook_automatic=chance.random() < 0.1,
            )
            for addressee in chance.sample(
                [*self.addressees, self.manager.partner_id], chance.randrange(3)
            ):
                self._insert(
                    "mail_notification",
                    mail_message_id=message_id,
                    res_partner_id=addressee.id,
                    notification_type=chance.choice(["email", "email", "inbox"]),
                    notification_status=chance.choice(["sent", "sent", "bounce"]),
                )

    def _random_talk(self, chance, leads, orders, count):
        self._random_actions(chance, leads, orders, count)
        records = [*leads, *(orders or ()), *self.addressees]
        self._random_messages(chance, records, count * 2)
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # Told without SQL
    # ------------------------------------------------------------------

    def _read_talk(self):
        """What there is: actions that were a contact, and messages by their record."""
        self.done = self.env["playbook.action"].search(
            [("state", "=", "done"), ("date_done", ">=", BEGIN)]
        )
        self.said = self.env["mail.message"].search([("date", ">=", BEGIN)])

    def _is_ours(self, partner):
        users = partner.with_context(active_test=False).user_ids
        return any(not user.share for user in users)

    def _find_answers(self, lead, order, customer, since):
        """When we got in touch, as a promise to the customer asks it."""
        moments = [
            done.date_done
            for done in self.done
            if done.channel
            and not done.no_contact
            and (
                done.lead_id == lead
                if done.lead_id and lead
                else customer and done.commercial_partner_id == customer
            )
        ]
        places = {("crm.lead", lead.id), ("sale.order", order.id)}
        cards = self.addressees.filtered(lambda x: x.commercial_partner_id == customer)
        places |= {("res.partner", card.id) for card in cards if customer}
        moments += [
            message.date
            for message in self.said
            if (message.model, message.res_id) in places and self._went_out(message)
        ]
        return [moment for moment in moments if moment >= since]

    def _went_out(self, message):
        users = message.author_id.with_context(active_test=False).user_ids
        if (
            not any(not user.share and user.id != SUPERUSER_ID for user in users)
            or message.message_type not in ("comment", "email", "email_outgoing")
            or message.playbook_automatic
            or message.is_internal
        ):
            return False
        discussion = self.env.ref("mail.mt_comment")
        if message.message_type == "comment" and message.subtype_id != discussion:
            return False
        return message.message_type == "email_outgoing" or any(
            note.notification_type == "email"
            and note.notification_status == "sent"
            and not self._is_ours(note.res_partner_id)
            for note in message.notification_ids
        )

    def _wrote(self, record, since, until):
        """Whether somebody outside wrote on the record in between."""
        return any(
            message.message_type in ("email", "comment")
            and not message.is_internal
            and not message.playbook_automatic
            and not self._is_ours(message.author_id)
            for message in self.said
            if (message.model, message.res_id) == (record._name, record.id)
            and since < message.date < until
        )

    def _is_reached(self, lead, since):
        """Whether somebody was reached on the lead, or wrote, after ``since``."""
        late = since + timedelta(days=3650)
        return self._wrote(lead, since, late) or any(
            done.channel and not done.no_contact and done.date_done > since
            for done in self.done
            if done.lead_id == lead
        )
