from odoo import models
from odoo.tools import format_date, html2plaintext

OFFER = 500


class ResPartner(models.Model):
    """What the page Customer 360 says of segments."""

    _inherit = "res.partner"

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        Segment = self.env["playbook.segment"]
        if not Segment.has_access("read"):
            return blocks
        rows = self._get_360_main_segment()
        block = {
            "key": "segments",
            "title": self.env._("How we work with them"),
            "sequence": 12,
            "layout": "facts",
            "rows": [*rows, *self._get_360_segments()],
            "empty": self.env._("They belong to no segment."),
        }
        return [*blocks, block]

    def _get_360_main_segment(self):
        """The main segment and its contact policy, as far as it says anything."""
        segment = self.main_segment_id
        if not segment:
            return []
        # Who answers for it may be of another company, past the rules on users.
        segment_sudo = segment.sudo()
        labels = segment.fields_get(["channel", "offer", "user_id"], ["string"])
        channels = dict(segment._fields["channel"]._description_selection(self.env))
        offer = html2plaintext(segment_sudo.offer or "").strip()
        facts = [
            (self.env._("Main segment"), segment_sudo.name),
            (labels["user_id"]["string"], segment_sudo.user_id.name),
            (labels["channel"]["string"], channels.get(segment_sudo.channel)),
            (self.env._("How often"), segment_sudo._get_contact_words()),
            (labels["offer"]["string"], offer[:OFFER]),
        ]
        return [{"label": label, "value": value} for label, value in facts if value]

    def _get_360_segments(self):
        """Each segment of the current company, and since when."""
        # The customer is read; of them the segments are no secret.
        Member = self.env["playbook.segment.member"].sudo()
        members = Member.search(
            [
                ("partner_id", "=", self.id),
                ("company_id", "=", self.env.company.id),
                ("date_to", "=", False),
            ],
        ).sorted(lambda member: (member.segment_id.sequence, member.segment_id.id))
        return [
            {
                "label": member.segment_id.name,
                "value": self.env._(
                    "since %(day)s", day=format_date(self.env, member.date_from)
                ),
            }
            for member in members
        ]
