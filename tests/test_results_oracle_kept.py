"""Procedures and promises kept: compared with counting by hand."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .results_work_common import DAYS, NOW, SIZE, WorkOracle


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOracleKept(WorkOracle):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_leads()
        cls.env["playbook.finding"].search([]).unlink()
        cls.env["playbook.transition"].search([]).unlink()
        cls.stages = cls.env["crm.stage"].search([])
        cls._make_procedures()

    @classmethod
    def _make_procedures(cls):
        """Those that bind in one company or in all, one since lately; one that does
        not bind, one that is archived.
        """
        cls.env["playbook.procedure"].search([]).active = False
        first, second, *_rest = cls.stages
        rows = [
            ("stage_entered", first, "warn", False, 400),
            ("stage_left", second, "enforce", cls.other.id, 400),
            ("won", cls.stages[:0], "warn", cls.company.id, 60),
            ("lost", cls.stages[:0], "observe", False, 400),
        ]
        cls.since = {}
        cls.procedures = cls.env["playbook.procedure"]
        for moment, stages, state, company_id, days in rows:
            procedure = cls.procedures.create(
                {
                    "name": moment,
                    "moment": moment,
                    "stage_ids": [Command.set(stages.ids)],
                    "company_id": company_id,
                }
            )
            cls.env.flush_all()
            cls.env.cr.execute(
                "UPDATE playbook_procedure SET state = %s WHERE id = %s",
                [state, procedure.id],
            )
            cls.since[procedure] = NOW - timedelta(days=days)
            cls.env["playbook.procedure.version"].create(
                [
                    {"procedure_id": procedure.id, "number": number, "date": date}
                    for number, date in enumerate([cls.since[procedure], NOW], 1)
                ]
            )
            cls.procedures |= procedure
        cls.env.invalidate_all()

    def _make_stays(self):
        """What leads went through: moved, won, lost where they were, and by moving."""
        pick, lacking = self.chance.choice, ["Amount", False, False]
        rows = []
        for lead in self.leads:
            at = NOW - timedelta(days=self.chance.random() * DAYS)
            stage = self.stages.browse()
            for _number in range(5):
                following = pick(self.stages - stage)
                begun = at.replace(microsecond=0)
                at += timedelta(days=self.chance.random() * 30)
                ending = pick(["moved", "moved", "won", "lost", "merged"])
                at_once = ending in ("won", "lost") and self.chance.random() < 0.4
                rows.append(
                    {
                        "lead_id": lead.id,
                        "from_stage_id": stage.id,
                        "to_stage_id": following.id,
                        "date": begun,
                        "date_left": begun if at_once else at.replace(microsecond=0),
                        "ending": ending,
                        "lacking": pick(lacking),
                        "end_lacking": pick(lacking),
                        "estimated": self.chance.random() < 0.1,
                    }
                )
                stage = following
                if ending != "moved":
                    # Won or lost, and nothing follows; or it is opened again later.
                    at += timedelta(days=pick([0, 3]))
                    if self.chance.random() < 0.5:
                        break
        return self.env["playbook.transition"].create(rows)

    def _is_asked(self, lead, moment, moments):
        """Whether a procedure asks something at one of ``moments``: pairs of the name
        and the stage.
        """
        return any(
            procedure.state in ("warn", "enforce")
            and self.since[procedure] <= moment
            and not (
                procedure.company_id
                and lead.company_id
                and procedure.company_id != lead.company_id
            )
            and any(
                procedure.moment == name
                and (name in ("won", "lost") or stage in procedure.stage_ids)
                for name, stage in moments
            )
            for procedure in self.procedures
        )

    def _find_moves(self, stays):
        """``(lead, moment, stage, lacking, asked)`` of each."""
        for stay in stays:
            lead, at_once = stay.lead_id, stay.date == stay.date_left
            if not stay.estimated:
                moments = [
                    ("stage_entered", stay.to_stage_id),
                    ("stage_left", stay.from_stage_id),
                ]
                if at_once:
                    moments.append((stay.ending, None))
                asked = self._is_asked(lead, stay.date, moments)
                yield lead, stay.date, stay.to_stage_id, stay.lacking, asked
            followed = any(
                other.lead_id == lead
                and other.id > stay.id
                and other.date == stay.date_left
                for other in stays
            )
            if stay.ending in ("won", "lost") and not at_once and not followed:
                asked = self._is_asked(lead, stay.date_left, [(stay.ending, None)])
                yield lead, stay.date_left, stay.to_stage_id, stay.end_lacking, asked

    def _make_points(self):
        pick = self.chance.choice
        rows = []
        for _number in range(SIZE):
            due = self._random_moment().date()
            closed = pick([-3, 0, 1, None])
            rows.append(
                {
                    "procedure_id": pick(self.procedures).id,
                    "label_was": "Phone",
                    **pick(
                        [
                            {"lead_id": pick(self.leads).id},
                            {"partner_id": pick(self.customers).id},
                        ]
                    ),
                    "user_id": pick([*self.people.ids, False]),
                    "date_due": due,
                    "date_closed": closed is not None
                    and self._random_moment().replace(
                        year=due.year, month=due.month, day=due.day
                    )
                    + timedelta(days=closed),
                    "ending": closed is not None and pick(["mended", "let_go"]),
                    "observed": self.chance.random() < 0.2,
                }
            )
        return self.env["playbook.finding"].create(rows)

    def _find_points(self, points, company, period):
        for point in points:
            lead, customer = point.lead_id, point.partner_id or point.lead_id.partner_id
            if point.observed or point.ending == "let_go":
                continue
            places = (lead, customer, point.procedure_id)
            of = next((each for each in places if each.company_id), lead.browse())
            end = self._utc(company, point.date_due + timedelta(days=1))
            if (
                self._company_of(of, lead.team_id, point.user_id) == company
                and period.date_from <= point.date_due < period.date_to
                and end <= NOW
            ):
                yield {
                    "partner_id": customer.commercial_partner_id.id,
                    "user_id": point.user_id.id,
                    "team_id": lead.team_id.id,
                    "numerator": bool(point.date_closed and point.date_closed < end),
                    "denominator": 1,
                }

    def test_procedures_kept(self):
        stays, points = self._make_stays(), self._make_points()
        moves = list(self._find_moves(stays))
        self.assertGreater(sum(asked for *_move, asked in moves), 10)

        def find(company, period):
            for lead, moment, stage, lacking, asked in moves:
                place = self._company_of(lead, lead.team_id, lead.user_id)
                if not (asked or lacking) or place != company:
                    continue
                if self._is_in(company, period, moment):
                    yield {
                        "partner_id": lead.partner_id.commercial_partner_id.id,
                        "user_id": lead.user_id.id,
                        "team_id": lead.team_id.id,
                        "stage_id": stage.id,
                        "numerator": not lacking,
                        "denominator": 1,
                    }
            yield from self._find_points(points, company, period)

        self.assertHappened("procedures_kept", find)

    def test_promises_kept(self):
        pick = self.chance.choice
        rows = []
        for number in range(SIZE):
            lead = pick(self.leads)
            due = self._random_moment() + timedelta(days=pick([0, 0, 5]))
            rows.append(
                {
                    "procedure_id": self.procedures[0].id,
                    "origin": f"test,{number}",
                    **pick(
                        [{"lead_id": lead.id}, {"partner_id": pick(self.customers).id}]
                    ),
                    "company_id": pick([*self.companies.ids, False]),
                    "user_id": pick([*self.people.ids, False]),
                    "team_id": pick([*self.teams.ids, False]),
                    "date_from": due - timedelta(days=1),
                    "date_due": due,
                    "state": pick(["open", "kept", "late", "broken", "over"]),
                }
            )
        promises = self.env["playbook.promise.keeping"].create(rows)

        def find(company, period):
            for each in promises.filtered(lambda promise: promise.state != "over"):
                contact = each.partner_id or each.lead_id.partner_id
                place = self._company_of(each, each.team_id, each.user_id)
                inside = self._is_in(company, period, each.date_due)
                if place == company and inside and each.date_due < NOW:
                    yield {
                        "partner_id": contact.commercial_partner_id.id,
                        "user_id": each.user_id.id,
                        "team_id": each.team_id.id,
                        "numerator": each.state == "kept",
                        "denominator": 1,
                    }

        self.assertHappened("promises_kept", find)
