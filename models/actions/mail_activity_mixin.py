from odoo import models

from .mail_activity import AUTOMATIC


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    def activity_feedback(
        self,
        act_type_xmlids,
        user_id=None,
        feedback=None,
        attachment_ids=None,
        only_automated=True,
    ):
        """Here the software finishes what the software has planned: nobody is asked."""
        records = self
        if only_automated:
            records = self.with_context(playbook_automatic=AUTOMATIC)
        return super(MailActivityMixin, records).activity_feedback(
            act_type_xmlids,
            user_id=user_id,
            feedback=feedback,
            attachment_ids=attachment_ids,
            only_automated=only_automated,
        )
