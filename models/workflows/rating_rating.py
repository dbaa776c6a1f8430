from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .playbook_customer_answer_token import MOST_ANSWER_DAYS

OURS = "playbook_asked"
NOTED = (OURS, "playbook_action_id", "playbook_customer_mail_id")


class RatingRating(models.Model):
    """A rating that an e-mail of a workflow asked for.

    Odoo shows ratings to all internal users, and lets them write; these are as visible
    as the e-mail that asked, and the customer alone fills them in.
    """

    _inherit = "rating.rating"

    playbook_asked = fields.Boolean(
        string="Asked by a workflow",
        readonly=True,
        groups="base.group_user",
        help="It stays so when the e-mail is gone: nobody but the customer may say "
        "anything by it.",
    )
    playbook_action_id = fields.Many2one(
        "playbook.action",
        string="Action that is rated",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
    playbook_customer_mail_id = fields.Many2one(
        "playbook.customer.mail",
        string="E-mail that asked",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )

    # ------------------------------------------------------------------
    # Who sees them
    # ------------------------------------------------------------------

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _get_readable_domain(self):
        """Odoo's own ratings, and those of ours whose e-mail this user may read."""
        Mail = self.env["playbook.customer.mail"]
        readable = Domain(OURS, "!=", True)
        if Mail.has_access("read"):
            mails = Mail._search([], active_test=False)
            readable |= Domain("playbook_customer_mail_id", "in", mails)
        return readable

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su or (result and result[0] == self):
            return result
        rows = self - result[0] if result else self
        # Which are ours, and who asked, is read past the rules; what may be read is
        # asked next.
        ours = rows.sudo().filtered(OURS).with_env(self.env)
        forbidden = ours if operation != "read" else ours._get_hidden()
        if not forbidden:
            return result
        forbidden |= result[0] if result else self.browse()
        refuse = self.env["ir.rule"]._make_access_error
        return forbidden, partial(refuse, operation, forbidden)

    def _get_hidden(self):
        """Those of ours whose e-mail this user may not read, or which is gone."""
        # As above: compared, not told.
        mails = self.sudo().playbook_customer_mail_id.with_env(self.env)
        seen = mails._filtered_access("read")
        return self.filtered(
            lambda row: row.sudo().playbook_customer_mail_id not in seen  # as above
        )

    # ------------------------------------------------------------------
    # Who fills them in
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_forged(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_forged(vals)
        return super().write(vals)

    @api.model
    def _check_not_forged(self, vals):
        """The engine alone says that it has asked; no request can."""
        if not self.env.su and any(vals.get(name) for name in NOTED):
            raise AccessError(
                self.env._(
                    "What customers are asked by workflows is noted by the workflow "
                    "itself, and nobody can write it. Leave it out."
                )
            )

    # ------------------------------------------------------------------
    # What nobody answers any more
    # ------------------------------------------------------------------

    @api.model
    def _move_asked(self, gone, kept):
        """Customers became one: what was asked about the others is about that one.

        :param gone: contacts that will be no more.
        """
        # Whoever merges contacts may not see all that hangs on them.
        moved_sudo = self.sudo().search(
            [
                (OURS, "=", True),
                ("res_model", "=", "res.partner"),
                ("res_id", "in", gone.ids),
            ]
        )
        if moved_sudo:
            moved_sudo.write({"res_id": kept.id})

    @api.autovacuum
    def _gc_unanswered(self):
        """Delete what was asked, not answered, and whose e-mail is gone, when its link
        has expired in any case.
        """
        # All in all companies, as scheduled actions do.
        long_ago = fields.Datetime.now() - timedelta(days=MOST_ANSWER_DAYS)
        asked = Domain(OURS, "=", True) & Domain("consumed", "=", False)
        gone = Domain("playbook_customer_mail_id", "=", False)
        old = Domain("create_date", "<", long_ago)
        self.search(asked & gone & old, limit=10_000).unlink()
