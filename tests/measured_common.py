"""An indicator, and rows of figures as one wants them."""

from .results_common import ResultsCase


class MeasuredCase(ResultsCase):
    """An indicator, and rows of figures as one wants them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.total = cls._indicator("leads_received")
        cls.january = cls._month(2035, 1)
        cls.of_january = cls.Run._ensure(cls.total, cls.company, [cls.january])

    @classmethod
    def _row(cls, run, numerator, denominator=None, cut="main", **parts):
        run.date_measured = run.date_measured or "2035-02-01 00:00:00"
        return cls.Measurement.create(
            {
                "run_id": run.id,
                "cut": cut,
                "indicator_id": run.indicator_id.id,
                "company_id": run.company_id.id,
                "kind": run.kind,
                "date_from": run.date_from,
                "date_to": run.date_to,
                "numerator": numerator,
                "denominator": denominator,
                "version": 1,
                **parts,
            }
        )

    def _values(self, indicator, groupby=(), **how):
        groups = self.Measurement._read_group(
            [("indicator_id", "=", indicator.id), *how.get("domain", [])],
            groupby,
            ["value:avg"],
        )
        return [
            None if value is False else round(value, 1) for *_group, value in groups
        ]
