import json
from unittest.mock import patch

from odoo.tools.safe_eval import safe_eval

from .standards_common import MomentCase

IN_FORCE = ("observe", "warn", "enforce")
PHONE = {"model": "res.partner", "field_name": "phone", "reason": "To call"}
EMAIL = {"model": "res.partner", "field_name": "email", "reason": "To write"}
CITY = {"model": "res.partner", "field_name": "city", "reason": "To visit"}
REFERRED = {"field_name": "referred", "reason": "To thank"}
REVENUE = {
    "field_name": "expected_revenue",
    "zero_counts": False,
    "reason": "The forecast is made from it",
}


class QualityCase(MomentCase):
    """Measures records again by hand: one at a time, with Python."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Quality = cls.env["playbook.quality"]
        cls.LeadQuality = cls.env["playbook.lead.quality"]

    @classmethod
    def _measure(cls):
        """What a commit does; a test begins without what is still to be done then."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _get_row(self, record, company=None):
        """How many key fields, and valid ones, and the ids of what is missing; None
        without a row.
        """
        self.env.flush_all()
        if record._name == "crm.lead":
            self.LeadQuality._refresh_expected()
            row = self.LeadQuality.search([("lead_id", "=", record.id)])
        else:
            self.Quality._refresh_expected()
            company = company or self.env.company
            row = self.Quality.search(
                [("partner_id", "=", record.id), ("company_id", "=", company.id)]
            )
        return (row.key_count, row.valid_count, row.missing) if row else None

    def _get_expected(self, record, company):
        """The same, found by asking what holds of the one record."""
        record = record.sudo().with_company(company).with_context(active_test=False)
        keys, invalid, missing = set(), set(), []
        procedures = self.Procedure.search([("state", "in", IN_FORCE)])
        for procedure in procedures.with_env(record.env):
            if not self._holds(procedure, record, company):
                continue
            for each in procedure.requirement_ids:
                if each.kind != "field" or each.model != record._name:
                    continue
                if not record.filtered_domain(safe_eval(each.only_if or "[]")):
                    continue
                keys.add(each.field_name)
                if not each._filter_met(record):
                    invalid.add(each.field_name)
                    missing.append(each.id)
        if not keys:
            return None
        return len(keys), len(keys - invalid), sorted(missing)

    def _holds(self, procedure, record, company):
        if procedure._get_model() != record._name:
            return False
        if procedure.company_id and procedure.company_id != company:
            return False
        groups = procedure.profile_ids.group_id
        person = record.user_id
        nobody = not person.active or person.share or person._is_superuser()
        if groups and not nobody and not groups & person.all_group_ids:
            return False
        return bool(procedure._filter_concerned(record)) and self._is_there(
            procedure, record
        )

    def _is_there(self, procedure, record):
        """Whether it has been at the moment of the procedure."""
        moment = procedure.moment
        if moment == "customer":
            return bool(record.customer_state)
        if moment == "lead":
            return bool(record._filter_received())
        if moment in ("won", "lost"):
            return record.won_status == moment
        if moment not in ("stage_entered", "stage_left"):
            return False
        stage = record.stage_id
        if record.type != "opportunity" or record.won_status == "lost" or not stage:
            return False
        if moment == "stage_entered" and stage in procedure.stage_ids:
            return True
        before = (
            self.env["crm.stage"]
            .search([("id", "!=", False)])
            .sorted(lambda each: (each.sequence, each.id))
        )
        before = before[: before.ids.index(stage.id)]
        passed = before.filtered(
            lambda each: not each.is_won
            and (not each.team_ids or record.team_id in each.team_ids)
        )
        if not passed & procedure.stage_ids:
            return False
        if procedure.also_when_skipped:
            return True
        been = record.transition_ids.to_stage_id
        return moment == "stage_left" and bool(been & procedure.stage_ids)

    def _assert_as_expected(self, records, company=None):
        found = {}
        wrong = {}
        for record in records:
            own = company or record.company_id or self.env.company
            found[record] = row = self._get_row(record, own)
            expected = self._get_expected(record, own)
            if (row and (*row[:2], sorted(row[2]))) != expected:
                wrong[record] = (row, expected)
        self.assertFalse(wrong, json.dumps({str(k): str(v) for k, v in wrong.items()}))
        return found


class QualityRunCase(QualityCase):
    """Five customers who are asked for three fields, and have one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("crm_playbook.ir_cron_refresh_quality")
        cls.customers = cls._make_procedure("customer", "observe", [PHONE, EMAIL, CITY])
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": f"P{number}", "is_prospect": True, "phone": "600 100 200"}
                for number in range(5)
            ]
        )
        cls._measure()

    def _run(self, batch=2, calls=None):
        """Run the action; where ``calls`` are given, its time is up after so many."""
        left = iter([60] * (calls or 0))

        def commit(_self, *_args, **_kwargs):
            return next(left, 0) if calls is not None else 60

        Cron = type(self.env["ir.cron"])
        with patch.object(Cron, "_commit_progress", commit):
            self.Quality._cron_refresh(batch=batch)

    def _get_state(self):
        return self.env["ir.config_parameter"].get_param("crm_playbook.quality_state")

    def _get_rows(self, partners=None):
        partners = partners or self.partners
        return self.Quality.search(
            [
                ("partner_id", "in", partners.ids),
                ("company_id", "=", self.env.company.id),
            ]
        )
