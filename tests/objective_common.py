from odoo.tests import freeze_time, new_test_user

from odoo.addons.crm_playbook.models.results.periods import MONTH, period_of

from .common import PROFILE_GROUPS
from .results_common import ResultsCase

# In the middle of a year that is measured until its last month.
TODAY = "2025-07-10 12:00:00"


class ObjectiveCase(ResultsCase):
    """Objectives of a company whose churn was 20 percent in the first half of 2025.

    Sales Management writes and decides; ``configurator`` and ``salesperson`` read.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(TODAY)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.configurator = new_test_user(
            cls.env, "re_configurator", PROFILE_GROUPS["configurator"]
        )
        cls.churn = cls._indicator("churn")
        cls.Objective = cls.env["playbook.objective"].with_user(cls.manager)
        for month in range(1, 7):
            cls._put(cls.churn, month, 20, 100)

    @classmethod
    def _put(cls, indicator, month, numerator, denominator=0, **how):
        """What was measured of a month of 2025.

        :param how: ``over`` (True), ``closed`` (as ``over``), ``estimated``,
            ``company``, and the parts of the row: ``team``, ``user``, ``segment``.
        """
        period = period_of(
            MONTH, cls.Run._fields["date_from"].to_date(f"2025-{month:02}-01")
        )
        company = how.get("company", cls.company)
        run = cls.Run._ensure(indicator, company, [period])
        over = how.get("over", True)
        run.write(
            {
                "state": "closed" if how.get("closed", over) else "open",
                "date_measured": f"{period.date_to if over else period.date_from} "
                "12:00:00",
                "estimated": how.get("estimated", False),
            }
        )
        return cls.Measurement.create(
            {
                "run_id": run.id,
                "indicator_id": indicator.id,
                "company_id": company.id,
                **period._asdict(),
                "cut": "main",
                "numerator": numerator,
                "denominator": denominator,
                **{
                    f"{name}_id": how[name].id
                    for name in ("team", "user", "segment")
                    if name in how
                },
            }
        )

    @classmethod
    def _write_objective(cls, **values):
        """“Reduce churn by 25 % by 31 December”, unless ``values`` say otherwise."""
        user = values.pop("user", cls.manager)
        return (
            cls.env["playbook.objective"]
            .with_user(user)
            .create(
                {
                    "indicator_id": cls.churn.id,
                    "goal": "percent",
                    "amount": 25,
                    "date_start": "2025-07-01",
                    "date_deadline": "2025-12-31",
                    "window": "1",
                    "user_id": cls.manager.id,
                    "company_id": cls.company.id,
                    **values,
                }
            )
        )

    @classmethod
    def _activate(cls, **values):
        objective = cls._write_objective(**values)
        objective.action_approve()
        return objective

    def _on(self, day):
        """In a ``with``: it is that day of 2025 and of what follows."""
        return freeze_time(f"{day} 12:00:00")

    def _update_on(self, objective, day):
        with self._on(day):
            objective._update_standing()
        return objective.result
