from freezegun import freeze_time

from .standards_common import MomentCase

THURSDAY = "2026-03-05 09:00:00"


class BoardCase(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._make_procedure(state="warn", user_id=cls.manager.id)

    def _fall_short(self, when=THURSDAY, **vals):
        with freeze_time(when):
            lead = self._make_lead(**vals).sudo()
            lead.stage_id = self.proposal
            return self._get_findings(lead)

    def _lines(self, user, source="overdue"):
        day = self.env["playbook.day"].with_user(user)
        return [each for each in day.get_my_day()["lines"] if each["source"] == source]

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_playbook.ir_cron_close_findings").method_direct_trigger()
        self.env.invalidate_all()
