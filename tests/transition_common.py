"""Stages, leads in them, and how the history of a lead is compared."""

from odoo.fields import Command

from .common import CrmPlaybookCommon


class TransitionCommon(CrmPlaybookCommon):
    """``first``, ``second``, ``third`` and ``won``: stages before all others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second, cls.third, cls.won = cls.env["crm.stage"].create(
            [
                {"name": "First", "sequence": -40},
                {"name": "Second", "sequence": -30},
                {"name": "Third", "sequence": -20},
                {"name": "Won here", "sequence": -10, "is_won": True},
            ]
        )
        cls.team.write(
            {"use_leads": True, "company_id": False, "use_opportunities": True}
        )
        cls.lead = cls._create_own()

    @classmethod
    def _create_own(cls, **values):
        """An opportunity of the user Sales, in the first stage."""
        return cls._create_lead(
            **{
                "user_id": cls.user_sales.id,
                "team_id": cls.team.id,
                "stage_id": cls.first.id,
                **values,
            }
        )

    @classmethod
    def _set_teams(cls, stage, teams):
        stage.team_ids = [Command.set(teams.ids)]

    def _stays(self, lead):
        """The history of ``lead``, oldest first."""
        return (
            self.env["playbook.transition"]
            .search([("lead_id", "in", lead.ids)])
            .sorted(lambda stay: (stay.date, stay.id))
        )

    def assertHistory(self, lead, *expected):
        """``expected``: for each stay, oldest first, from, to and how it ended."""
        self.env.flush_all()
        self.env.invalidate_all()
        stays = self._stays(lead)
        nothing = self.env["crm.stage"]
        self.assertEqual(
            [(stay.from_stage_id, stay.to_stage_id, stay.ending) for stay in stays],
            [(start or nothing, end, ending) for start, end, ending in expected],
        )
        for stay in stays:
            self.assertEqual(bool(stay.date_left), bool(stay.ending))
            self.assertTrue(not stay.date_left or stay.date_left >= stay.date)
        self.assertLessEqual(len(stays.filtered(lambda stay: not stay.date_left)), 1)

    def _age(self, lead, date):
        """As if ``lead`` had come into its stage at ``date`` (naive UTC)."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE playbook_transition SET date = %s"
            " WHERE lead_id IN %s AND date_left IS NULL",
            [date, tuple(lead.ids)],
        )
        self.env.invalidate_all()
