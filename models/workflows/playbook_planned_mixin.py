from odoo import models
from odoo.exceptions import AccessError

from ..profiles.readers import are_read_by
from .planning import plans


class PlaybookPlannedMixin(models.AbstractModel):
    """Documents for which workflows plan activities in the name of who reads them.

    Sales Management reads quotations and customers and writes none. What it directs by
    a workflow is planned for colleagues who read them too; by hand it is as Odoo has it.
    """

    _name = "playbook.planned.mixin"
    _description = "Document that workflows plan for"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if message_operation == "create" and plans(self.env):
            return dict.fromkeys(self, "read")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Whoever gets an activity follows the document, as Odoo does."""
        documents = self
        if partner_ids and plans(self.env) and not self.env.su:
            self.check_access("read")
            partners = self.env["res.partner"].browse(partner_ids)
            if not are_read_by(self, partners):
                raise AccessError(
                    self.env._(
                        "“%(document)s” cannot be read by who would get it: give it to "
                        "somebody who may, then try again.",
                        document=self[:1].display_name,
                    )
                )
            # Safe: who acts reads these documents, and so do all whom it adds.
            documents = self.sudo()
        return super(PlaybookPlannedMixin, documents).message_subscribe(
            partner_ids, subtype_ids
        )
