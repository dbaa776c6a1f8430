"""Correcting closed periods: what differs becomes a new version, and the old stays."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .measurement_sql import measure, supersede
from .playbook_measurement_run import CLOSED, MANAGED_BY
from .playbook_measurement_run_due import BATCH

MANAGEMENT = "crm_playbook.group_sales_management"
# In one transaction, with somebody waiting.
MOST_AT_ONCE = 500


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    corrected_by_id = fields.Many2one(
        "res.users", string="Corrected by", ondelete="set null", readonly=True
    )
    date_corrected = fields.Datetime(string="Corrected on", readonly=True)
    correction_reason = fields.Text(
        string="Why it was corrected", readonly=True, groups=MANAGED_BY
    )
    corrections = fields.Text(
        string="All corrections",
        readonly=True,
        groups=MANAGED_BY,
        help="The newest first.",
    )

    def action_correct(self):
        """Ask why these closed ones are measured again."""
        return self._open_correction()

    def _open_correction(self, reason=False):
        """The dialog, with the ``reason`` that is known already."""
        self._check_may_correct()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct Figures"),
            "res_model": "playbook.measurement.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_run_ids": self.ids, "default_reason": reason},
        }

    def action_open_versions(self):
        """The figures of this, those that were corrected too."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "playbook.measurement",
            "view_mode": "list",
            "views": [[False, "list"]],
            "domain": [("run_id", "=", self.id)],
            "context": {"active_test": False, "group_by": "version"},
        }

    def _check_may_correct(self):
        """Sales Management corrects; what somebody has defined without code, whoever
        may define it too.
        """
        if not self:
            raise UserError(self.env._("There is no closed period to be corrected."))
        self.check_access("read")
        if self.env.user.has_group(MANAGEMENT):
            return
        # Whether there is a code alone.
        built_in = self.sudo().indicator_id.filtered("code")
        if built_in or not self.indicator_id.has_access("write"):
            raise AccessError(
                self.env._(
                    "Closed figures of “%(indicator)s” are corrected by Sales "
                    "Management. Ask one of them.",
                    indicator=(built_in or self.indicator_id)[:1].name,
                )
            )

    def _correct(self, reason):
        """Measure these closed ones again.

        :param reason: why; it is kept.
        :return: those of which something differs: they have a new version.
        :raise UserError: where that cannot be, with what and why.
        """
        runs = self._get_correctable(reason)
        if len(runs) > MOST_AT_ONCE:
            raise UserError(
                self.env._(
                    "%(count)s periods are too many to be corrected at once. Choose at "
                    "most %(most)s.",
                    count=len(runs),
                    most=MOST_AT_ONCE,
                )
            )
        changed = runs.browse()
        for indicator, own in runs.grouped("indicator_id").items():
            for start in range(0, len(own), BATCH):
                changed |= own[start : start + BATCH]._correct_one(indicator, reason)
        runs._set({"again_reason": False, "again_user_id": False})
        return changed.with_env(self.env)

    def _get_correctable(self, reason):
        """Those of these that are closed, to be written by the addon.

        :raise UserError: where the user may not, or it cannot be done.
        """
        self._check_may_correct()
        # Closed figures are written by nobody but here, where the rights were checked.
        runs = self.sudo().filtered(lambda run: run.state == CLOSED)
        runs._check_correctable(reason)
        return runs

    def _check_correctable(self, reason):
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Say why the figures are corrected: whoever reads them asks."
                )
            )
        unknown = self.indicator_id.filtered(lambda one: not one.from_history)[:1]
        if unknown:
            raise UserError(
                self.env._(
                    "What “%(indicator)s” was in the past cannot be found any more: it "
                    "is known for now alone. Leave it out.",
                    indicator=unknown.name,
                )
            )

    def _correct_one(self, indicator, reason):
        """The same for some of one indicator."""
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                return self._measure_version(indicator, reason)
        except UserError:
            raise
        except Exception as error:
            raise UserError(
                self.env._(
                    "“%(indicator)s” cannot be measured: %(error)s\nNothing was "
                    "corrected.",
                    indicator=indicator.name,
                    error=str(error).strip() or type(error).__name__,
                )
            ) from error

    def _measure_version(self, indicator, reason):
        now = fields.Datetime.now()
        query = indicator._get_facts(self.company_id)
        if query is None:
            raise UserError(indicator._get_unavailable_reason())
        rows = [run._prepare_period(now) for run in self]
        how = query, rows, indicator._get_cuts()
        self.env.flush_all()
        found = self.env.execute_query(supersede(*how))
        changed = self.browse(sorted(run_id for (run_id,) in found))
        for run in changed:
            run.write(run._prepare_correction(reason, now))
        self.env.flush_all()
        self.env.cr.execute(measure(*how), log_exceptions=False)
        self._set({"error": False, "lack": False, "date_measured": now})
        self.env["playbook.measurement"].invalidate_model(flush=False)
        return changed

    def _prepare_correction(self, reason, now):
        """What is noted of a new version; measured then, it is an estimate."""
        version = self.version + 1
        line = self.env._(
            "Version %(version)s, %(date)s, %(user)s: %(reason)s",
            version=version,
            date=fields.Datetime.to_string(now),
            user=self.env.user.name,
            reason=reason.strip(),
        )
        return {
            "version": version,
            "estimated": True,
            "corrected_by_id": self.env.uid,
            "date_corrected": now,
            "correction_reason": reason.strip(),
            "corrections": "\n".join(filter(None, [line, self.corrections])),
        }

    @api.depends("indicator_id", "kind", "date_from")
    def _compute_display_name(self):
        for run in self:
            day = run.date_from and run.date_from.strftime("%Y-%m-%d")
            run.display_name = " ".join(filter(None, [run.indicator_id.name, day]))
