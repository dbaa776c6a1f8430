from odoo import models

from .playbook_segmentation_mixin import ORIGIN_FIELDS, SEGMENTATION_FIELDS
from .wording import format_value

FACTS = ("customer_state", "customer_since", *ORIGIN_FIELDS, *SEGMENTATION_FIELDS)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        facts = {
            "key": "segmentation",
            "title": self.env._("Who they are"),
            "sequence": 10,
            "layout": "facts",
            "rows": self._get_360_facts(),
            "empty": self.env._("Nothing is known yet: fill in the page Customer."),
        }
        return [*blocks, facts]

    def _get_360_facts(self):
        """What is known of the customer, with the names of its values."""
        labels = self.fields_get(FACTS, ["string"])
        rows = []
        for name in FACTS:
            if not self[name] or name not in labels:
                continue
            label = labels[name]["string"]
            rows.append({"label": label, "value": format_value(self, name)})
        return rows
