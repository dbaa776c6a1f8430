from odoo.tests import new_test_user

from .common import PROFILE_GROUPS
from .standards_common import StandardsCase


class SaidCase(StandardsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(
            cls.env, "st_owner", PROFILE_GROUPS["marketing"], name="Olga Owner"
        )
        cls.procedure = cls._make_procedure(state="warn", user_id=cls.owner.id)
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Chairs",
                "type": "opportunity",
                "team_id": cls.team.id,
                "user_id": cls.salesperson.id,
                "stage_id": cls.middle.id,
                "partner_id": cls.customer.id,
            }
        )
        cls.env.flush_all()

    def _tell(self, opinion="not_clear", comment="Which amount?", user=None, **more):
        lead = self.lead.with_user(user or self.salesperson)
        told = lead.tell_playbook_procedure(self.procedure.id, opinion, comment, **more)
        self.env.invalidate_all()
        return told

    def _voice(self, user=None):
        guidance = self.lead.with_user(user or self.salesperson).get_playbook_guidance()
        return guidance["procedures"][0]["voice"]

    def _lines(self, user, source="said"):
        day = self.env["playbook.day"].with_user(user)
        return [each for each in day.get_my_day()["lines"] if each["source"] == source]

    def _said(self):
        return self.env["playbook.acknowledgement"].search(
            [("procedure_id", "=", self.procedure.id)], limit=1
        )

    def _points(self):
        return self.env["playbook.finding"].search(
            [("acknowledgement_id", "!=", False), ("date_closed", "=", False)]
        )

    def _reply(self, text="The one they named", user=None):
        action = self._said().with_user(user or self.owner).action_open_reply()
        dialog = self.env[action["res_model"]].with_user(user or self.owner)
        dialog = dialog.browse(action["res_id"])
        dialog.reply = text
        dialog.action_send()
        self.env.invalidate_all()
