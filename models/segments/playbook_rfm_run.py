from odoo import fields, models


class PlaybookRfmRun(models.Model):
    """What scoring the customers of a company came to, and what it could not use.

    Written by the addon alone. A run that changed nothing, and has nothing to say that
    the one before had not said, leaves none.
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
        last = self.search([("company_id", "=", company.id)], limit=1)
        says_more = (problems or "") != (last.problems or "")
        if not (found.changed or found.removed or says_more):
            return last
        return self.create(
            {
                "company_id": company.id,
                "date": as_of,
                "scored_count": found.scored,
                "changed_count": found.changed,
                "removed_count": found.removed,
                "moved_count": found.moved,
                "left_out_count": found.left_out,
                "problems": problems,
            }
        )
