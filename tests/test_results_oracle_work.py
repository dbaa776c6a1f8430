"""How we work and what customers say: compared with counting by hand."""

from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .results_work_common import NOW, SIZE, WorkOracle


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOracleActions(WorkOracle):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pick = cls.chance.choice
        outcomes = cls.env["playbook.outcome"].search([], limit=3)
        purposes = cls.env["playbook.purpose"].search([])
        values = []
        for _number in range(SIZE):
            company = pick([*cls.companies, cls.env["res.company"]])
            team = pick([*cls.teams, cls.teams[:0]])
            purpose = pick([*purposes, purposes[:0]])
            if cls.chance.random() < 0.4:
                purpose = cls.env.ref("crm_playbook.playbook_purpose_complaint")
            values.append(
                {
                    "name": "Call",
                    "company_id": company.id,
                    "team_id": team.id
                    if company in (team.company_id, company.browse())
                    else False,
                    "user_id": pick([*cls._get_people(company), cls.people[:0]]).id,
                    "commercial_partner_id": pick(
                        [*cls.customers[:8], cls.customers[:0]]
                    ).id,
                    "state": pick(["done", "done", "done", "cancelled"]),
                    "date_done": cls._random_moment(),
                    "promise": pick(["kept", "missed", False]),
                    "result": pick(["positive", "neutral", "negative", False]),
                    "purpose_id": purpose.id,
                    "outcome_id": pick([*outcomes, outcomes[:0]]).id,
                    "purpose_family": purpose.purpose_family,
                }
            )
        cls.actions = cls.env["playbook.action"].sudo().create(values)
        cls.env.flush_all()

    def _find_actions(self, company, period):
        done = self.actions.filtered(lambda action: action.state == "done")
        for action in done:
            place = self._company_of(action, action.team_id, action.user_id)
            if place == company and self._is_in(company, period, action.date_done):
                yield (
                    action,
                    {
                        "partner_id": action.commercial_partner_id.id,
                        "user_id": action.user_id.id,
                        "team_id": action.team_id.id,
                    },
                )

    def test_done(self):
        def find(company, period):
            for _action, fact in self._find_actions(company, period):
                yield {**fact, "numerator": 1}

        self.assertHappened("actions_done", find)

    def test_on_time(self):
        def find(company, period):
            for action, fact in self._find_actions(company, period):
                if action.promise:
                    kept = action.promise == "kept"
                    yield {**fact, "numerator": kept, "denominator": 1}

        self.assertHappened("actions_on_time", find)

    def test_recorded_in_full(self):
        def find(company, period):
            for action, fact in self._find_actions(company, period):
                full = bool(action.purpose_id and action.outcome_id)
                yield {**fact, "numerator": full, "denominator": 1}

        self.assertHappened("actions_recorded", find)

    def test_effectiveness(self):
        def find(company, period):
            for action, fact in self._find_actions(company, period):
                if action.result:
                    positive = action.result == "positive"
                    yield {**fact, "numerator": positive, "denominator": 1}

        self.assertHappened("effectiveness", find)

    def test_complaints(self):
        def is_same(earlier, action):
            return (
                earlier.state == "done"
                and earlier.purpose_family == "complaint"
                and earlier.commercial_partner_id == action.commercial_partner_id
                and earlier.company_id == action.company_id
                and (earlier.date_done, earlier.id) < (action.date_done, action.id)
                and action.date_done - earlier.date_done < timedelta(days=30)
            )

        def find(company, period):
            for action, fact in self._find_actions(company, period):
                if action.purpose_family != "complaint":
                    continue
                known = action.commercial_partner_id and any(
                    is_same(each, action) for each in self.actions
                )
                if not known:
                    yield {**fact, "numerator": 1}

        self.assertHappened("complaints", find)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOracleSaid(WorkOracle):
    """What customers say, and how complete the records are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_leads()

    def _make_ratings(self):
        pick = self.chance.choice
        self.customers[:4].service_user_id = self.people[0]
        model_id = self.env["ir.model"]._get_id("res.partner")
        ratings = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": pick([*self.customers, *self.contacts]).id,
                    "rating": pick([1, 3, 5]),
                    "consumed": self.chance.random() < 0.8,
                    "playbook_asked": self.chance.random() < 0.8,
                }
                for _number in range(SIZE)
            ]
        )
        for rating in ratings:
            rating.rated_on = self._random_moment()
        return ratings

    def _find_ratings(self, ratings, company, period):
        for rating in ratings.filtered(lambda r: r.consumed and r.playbook_asked):
            customer = self.env["res.partner"].browse(rating.res_id)
            customer = customer.commercial_partner_id
            person = customer.service_user_id or customer.user_id
            place = self._company_of(customer, user=person)
            if place == company and self._is_in(company, period, rating.rated_on):
                fact = {"partner_id": customer.id, "user_id": person.id}
                yield rating.rating, {**fact, "denominator": 1}

    def test_satisfaction(self):
        ratings = self._make_ratings()

        def find_scores(company, period):
            for score, fact in self._find_ratings(ratings, company, period):
                yield {**fact, "numerator": score}

        def find_satisfied(company, period):
            for score, fact in self._find_ratings(ratings, company, period):
                yield {**fact, "numerator": score == 5}

        self.assertHappened("satisfaction", find_scores)
        self.assertHappened("satisfied_share", find_satisfied)

    def _count(self):
        keys = self.chance.randrange(1, 6)
        return {
            "key_count": keys,
            "valid_count": self.chance.randrange(keys + 1),
            "quality": 0,
            "level": "fair",
            "date": NOW,
        }

    def test_quality_of_customers(self):
        rows = self.env["playbook.quality"]
        rows.search([]).unlink()
        self.customers[3].active = False
        rows = rows.create(
            [
                {"partner_id": each.id, "company_id": company.id, **self._count()}
                for each in self.customers[:16]
                for company in self.companies
            ]
        )

        def find(company, _period):
            for row in rows:
                if row.company_id == company and row.partner_id.active:
                    yield {
                        "partner_id": row.partner_id.id,
                        "user_id": row.partner_id.user_id.id,
                        "numerator": row.valid_count,
                        "denominator": row.key_count,
                    }

        self.assertFacts("quality_customers", self._periods()[-1:], find)

    def test_quality_of_leads(self):
        rows = self.env["playbook.lead.quality"]
        rows.search([]).unlink()
        self.leads[:3].active = False
        self.env.flush_all()
        rows.search([]).unlink()
        rows = rows.create(
            [{"lead_id": each.id, **self._count()} for each in self.leads]
        )

        def find(company, _period):
            for row in rows:
                lead = row.lead_id
                place = self._company_of(lead, lead.team_id, lead.user_id)
                if place == company and lead.active and lead.won_status == "pending":
                    yield {
                        "partner_id": lead.partner_id.commercial_partner_id.id,
                        "user_id": lead.user_id.id,
                        "team_id": lead.team_id.id,
                        "source_id": lead.source_id.id,
                        "numerator": row.valid_count,
                        "denominator": row.key_count,
                    }

        self.assertFacts("quality_leads", self._periods()[-1:], find)
