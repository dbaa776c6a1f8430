from odoo import api, fields, models


class PlaybookRfmRun(models.Model):
    """What scoring the customers of a company came to, and what it could not use.

    Written by the addon alone. A run that changed nothing, and has nothing to say that
    the one before had not said, leaves none; when it was, stands on the one before.
    """

    _name = "playbook.rfm.run"
    _description = "RFM run"
    _rec_name = "date"
    _order = "id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )
    date = fields.Date(string="As of", required=True, readonly=True)
    checked_at = fields.Datetime(string="Last scored", readonly=True)
    scored_count = fields.Integer(string="Scored", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    removed_count = fields.Integer(string="Without purchase any more", readonly=True)
    moved_count = fields.Integer(string="New scores or group", readonly=True)
    left_out_count = fields.Integer(string="Documents left out", readonly=True)
    problems = fields.Text(string="What could not be used", readonly=True)

    def _record(self, company, as_of, found, problems):
        """Keep what a run came to, where it says something new.

        :param found: a :class:`Found`.
        """
        values = {
            "scored_count": found.scored,
            "changed_count": found.changed,
            "removed_count": found.removed,
            "moved_count": found.moved,
            "left_out_count": found.left_out,
        }
        is_new = bool(found.changed or found.removed)
        return self._keep(company, as_of, problems, values, is_new=is_new)

    def _record_failure(self, company, error):
        """Keep that the customers of a company could not be scored, and why."""
        problem = self._in_language_of(company).env._(
            "The customers of “%(company)s” could not be scored, and keep the scores "
            "of the last time: %(error)s",
            company=company.name,
            error=str(error).strip() or type(error).__name__,
        )
        return self._keep(company, fields.Date.today(), problem, {})

    def _keep(self, company, as_of, problems, values, *, is_new=False):
        last = self.search([("company_id", "=", company.id)], limit=1)
        now = fields.Datetime.now()
        if last and not is_new and (problems or "") == (last.problems or ""):
            last.checked_at = now
            return last
        return self.create(
            {
                **values,
                "company_id": company.id,
                "date": as_of,
                "checked_at": now,
                "problems": problems,
            }
        )

    @api.model
    def _in_language_of(self, company):
        """What a run says is kept in one language: that of the company."""
        return self.with_context(lang=company.partner_id.lang or self.env.lang)
