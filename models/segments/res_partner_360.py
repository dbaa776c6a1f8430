from odoo import models
from odoo.tools import format_date

from .playbook_segmentation_mixin import SEGMENTATION_FIELDS

FACTS = ("customer_state", "customer_since", "source_id", *SEGMENTATION_FIELDS)


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
        labels = self.fields_get(FACTS, ["string", "selection"])
        rows = []
        for name in FACTS:
            value = self[name]
            if not value or name not in labels:
                continue
            field = self._fields[name]
            if field.type == "selection":
                value = dict(labels[name]["selection"])[value]
            elif field.type == "date":
                value = format_date(self.env, value)
            else:
                value = value.display_name
            rows.append({"label": labels[name]["string"], "value": value})
        return rows
