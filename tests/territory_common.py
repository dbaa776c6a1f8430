"""Territories with rules in Spain and France."""

from odoo.fields import Command

from .common import CrmPlaybookCommon


class TerritoryCommon(CrmPlaybookCommon):
    """``spain``: the whole country; ``madrid``: the state; ``centre``: 28; ``south``:
    280 to 284, of all the most specific; ``paris``: 75 in France, where there is no
    other.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.es, cls.fr = cls.env.ref("base.es"), cls.env.ref("base.fr")
        cls.state_madrid = cls.env.ref("base.state_es_m")
        cls.state_other = cls.env.ref("base.state_es_b")
        cls.spain = cls._create_territory("Spain")
        cls.madrid = cls._create_territory("Madrid", state_id=cls.state_madrid.id)
        cls.centre = cls._create_territory("Centre", zip_from="28")
        cls.south = cls._create_territory("South", zip_from="280", zip_to="284")
        cls.paris = cls._create_territory("Paris", country_id=cls.fr.id, zip_from="75")
        cls.other = cls.env["playbook.territory"].create({"name": "Other"})

    @classmethod
    def _create_territory(cls, name, **rule):
        return cls.env["playbook.territory"].create(
            {
                "name": name,
                "rule_ids": [Command.create({"country_id": cls.es.id, **rule})],
            }
        )

    @classmethod
    def _create_prospect(cls, zip_code="46001", **values):
        return cls._create_customer(
            **{"is_prospect": True, "country_id": cls.es.id, "zip": zip_code, **values}
        )

    def _move_all(self, user=None):
        """Apply the rules, as the Configurator does."""
        self.env.flush_all()
        territory = self.spain.with_user(user or self.user_configurator)
        action = territory.action_preview_moves()
        dialog = self.env[action["res_model"]].with_user(self.user_configurator)
        dialog = dialog.browse(action["res_id"])
        moves = {
            (line.old_id.name, line.new_id.name): (line.customer_count, line.lead_count)
            for line in dialog.line_ids
        }
        return dialog, moves
