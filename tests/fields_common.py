"""A hundred leads, and the inventory of the fields of their form."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.crm_playbook.models.standards import playbook_field_usage_refresh

from .screen_common import ScreenCommon


class FieldsCommon(ScreenCommon):
    """Half of the leads have a phone number, ten of them one that says nothing."""

    _logger = playbook_field_usage_refresh.__name__

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Usage = cls.env["playbook.field.usage"]
        cls.env["playbook.procedure"].search([]).write({"state": "retired"})
        cls.env["crm.lead"].search([]).unlink()
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "phone": cls._get_phone(number),
                    "expected_revenue": 100.0 if number < 25 else 0.0,
                }
                for number in range(100)
            ]
        )
        leads[:3].tag_ids = cls.env["crm.tag"].create({"name": "Chairs"})
        cls._refresh()

    @staticmethod
    def _get_phone(number):
        if number % 2 == 0:
            return False
        return "n/a" if number < 20 else "+34 600 000 000"

    @classmethod
    def _refresh(cls):
        cls.env.flush_all()
        cls.Usage._refresh_all(again=True)

    @classmethod
    def _usage(cls, entity, name):
        return cls.Usage.search([("entity", "=", entity), ("field_name", "=", name)])

    @classmethod
    def _get_item(cls, profile, entity, name):
        return cls._screen(profile, entity).item_ids.filtered(
            lambda item: (item.kind, item.name) == ("field", name)
        )

    @classmethod
    def _require(cls, model, field_name, moment="customer", **vals):
        return cls.env["playbook.procedure"].create(
            {
                "name": "Asks for it",
                "moment": moment,
                "requirement_ids": [
                    Command.create(
                        {"model": model, "field_name": field_name, "reason": "Needed"}
                    )
                ],
                **vals,
            }
        )

    @contextmanager
    def _count_entities(self, failing=None):
        """The entities that are refreshed; ``failing`` raises."""
        refresh = type(self.Usage)._refresh
        seen = []

        def _refresh(usage, entity, *args, **options):
            seen.append(entity)
            if entity == failing:
                raise ValueError(entity)
            return refresh(usage, entity, *args, **options)

        with (
            patch.object(type(self.Usage), "_refresh", _refresh),
            patch.object(IrCron, "_commit_progress", lambda *_args, **_kwargs: 60),
        ):
            yield seen
