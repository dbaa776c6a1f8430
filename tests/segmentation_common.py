"""Options of the five segmentation fields, and leads switched on or off."""

from odoo.addons.crm_playbook.models.segments.playbook_segmentation_mixin import (
    SEGMENTATION_FIELDS,
)

from .common import INTERNAL, CrmPlaybookCommon

FIELDS = ("source_id", *SEGMENTATION_FIELDS)
OPTION_MODELS = {
    "customer_type_id": "playbook.customer.type",
    "purchase_potential_id": "playbook.purchase.potential",
    "territory_id": "playbook.territory",
}


class SegmentationCommon(CrmPlaybookCommon):
    """``one`` and ``two``: two options of each field, as a dictionary of ids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        models = {
            "source_id": "utm.source",
            "industry_id": "res.partner.industry",
            **OPTION_MODELS,
        }
        cls.one, cls.two = (
            {
                name: cls._create_option(models[name], f"{label} {name}")
                for name in FIELDS
            }
            for label in ("Option one", "Option two")
        )
        cls.first, cls.second = cls.env["crm.stage"].create(
            [{"name": "First", "sequence": -20}, {"name": "Second", "sequence": -10}]
        )
        cls._switch_leads(on=True)

    @classmethod
    def _create_option(cls, model, name, **values):
        return cls.env[model].create({"name": name, **values}).id

    @classmethod
    def _switch_leads(cls, *, on):
        """As the setting *Leads* does."""
        internal = cls.env.ref(INTERNAL)
        leads = cls.env.ref("crm.group_use_lead")
        if on:
            internal._apply_group(leads)
        else:
            internal._remove_group(leads)

    @classmethod
    def _create_raw_lead(cls, **values):
        """A lead that nobody has made an opportunity of, of the user Sales."""
        return cls._create_lead(
            **{
                "type": "lead",
                "user_id": cls.user_sales.id,
                "stage_id": cls.first.id,
                **values,
            }
        )

    def assertSegments(self, record, expected):
        """``record`` carries exactly the options of ``expected``."""
        found = {name: record[name].id for name in FIELDS if record[name]}
        self.assertEqual(found, expected)

    def _without_source(self, options):
        return {name: options[name] for name in SEGMENTATION_FIELDS}
