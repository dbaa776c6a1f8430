"""What a procedure promises the customer, and how that is kept."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from .playbook_finding import BINDING
from .playbook_procedure import CONTACT, IN_FORCE, SENT
from .playbook_promise_keeping import BROKEN, KEPT, LATE

# When these came about, nothing that is kept says.
NOT_MEASURED = (CONTACT, SENT)
# What decides where, and within how long, it is promised: once that changes, it is
# measured anew.
WHERE = (
    *("moment", "stage_ids", "also_when_skipped", "profile_ids", "domain"),
    *("customer_kind", "company_id", "activity_type_ids", "purpose_ids"),
    "promise_hours",
)


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    promise = fields.Char(
        string="What is promised",
        translate=True,
        tracking=True,
        help="As the customer is told: “Answer within 4 working hours”.",
    )
    promise_hours = fields.Float(
        string="Working hours",
        tracking=True,
        help="Within so many, of the company's calendar, it is kept.",
    )
    promise_purpose_ids = fields.Many2many(
        "playbook.purpose",
        "playbook_procedure_promise_purpose_rel",
        "procedure_id",
        "purpose_id",
        string="Kept by",
        help="An action with one of these purposes; anything by which the customer was "
        "reached, where there are none.",
    )
    promise_since = fields.Datetime(
        string="Measured since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What came about since then counts.",
    )
    promise_measured = fields.Datetime(
        string="Measured until", readonly=True, copy=False, exportable=False
    )
    promised_count = fields.Integer(
        string="Promised", compute="_compute_keeping", help="Those that are decided."
    )
    kept_share = fields.Float(string="Kept in time", compute="_compute_keeping")
    promise_summary = fields.Char(string="How it is kept", compute="_compute_keeping")

    @api.model
    def _get_binding_fields(self):
        return (
            *super()._get_binding_fields(),
            *("promise", "promise_hours", "promise_purpose_ids"),
        )

    @api.depends("promise", "promise_hours", "state")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_keeping(self):
        counts = {}
        if self.ids:
            # Numbers alone; which ones is asked of each user.
            self.env["playbook.promise.keeping"].flush_model()
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT procedure_id, COUNT(*), COUNT(*) FILTER (WHERE state = %s),
                           PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY hours_taken)
                      FROM playbook_promise_keeping
                     WHERE procedure_id = ANY(%s) AND state = ANY(%s)
                       AND (company_id IS NULL OR company_id = ANY(%s))
                  GROUP BY procedure_id
                    """,
                    KEPT,
                    self.ids,
                    [KEPT, LATE, BROKEN],
                    self.env.companies.ids,
                )
            )
            counts = {row[0]: row[1:] for row in rows}
        for procedure in self:
            count, kept, median = counts.get(procedure._origin.id, (0, 0, None))
            procedure.promised_count = count
            procedure.kept_share = kept / count if count else 0.0
            procedure.promise_summary = (
                procedure._get_kept_words(count, kept, median) if count else False
            )

    def _get_kept_words(self, count, kept, median):
        share = round(100 * kept / count)
        if median is None:
            return self.env._(
                "Kept %(kept)s of %(count)s, %(share)s %%",
                kept=kept,
                count=count,
                share=share,
            )
        return self.env._(
            "Kept %(kept)s of %(count)s, %(share)s %%; half of the answers within "
            "%(hours)s working hours",
            kept=kept,
            count=count,
            share=share,
            hours=f"{median:.1f}",
        )

    @api.constrains("promise", "promise_hours", "moment", "state")
    def _check_promise(self):
        moments = dict(self._fields["moment"]._description_selection(self.env))
        for procedure in self:
            hours, promised = procedure.promise_hours, bool(procedure.promise)
            if hours < 0 or (bool(hours) != promised and procedure.state in IN_FORCE):
                raise ValidationError(
                    self.env._(
                        "“%(procedure)s”: say what is promised, and within how many "
                        "working hours, or leave both empty.",
                        procedure=procedure.name,
                    )
                )
            if promised and procedure.moment in NOT_MEASURED:
                raise ValidationError(
                    self.env._(
                        "“%(procedure)s” promises something at the moment “%(when)s”: "
                        "whether that is kept cannot be measured. Choose another "
                        "moment, or take the promise away.",
                        procedure=procedure.name,
                        when=moments[procedure.moment],
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        procedures = super().create(vals_list)
        procedures._begin_promises()
        return procedures

    def write(self, vals):
        where = self._get_promised_where(vals)
        result = super().write(vals)
        after = self._get_promised_where(vals)
        moved = [each for each in where if where[each] != after.get(each)]
        if moved:
            # Written by the addon alone.
            self.browse(moved).sudo().write({"promise_since": False})
        if moved or not {"state", "promise", "promise_hours", "active"}.isdisjoint(
            vals
        ):
            self._begin_promises()
        return result

    def _get_promised_where(self, vals):
        """From ids of those that are measured to where they hold, as far as ``vals``
        say that.
        """
        names = [name for name in WHERE if name in vals]
        if not names:
            return {}
        own = self.sudo().filtered("promise_since")  # whoever changes it knows it
        return {each.id: [each[name] for name in names] for each in own}

    def _begin_promises(self):
        """It is measured from when it is in force and promises something."""
        # Written by the addon alone.
        own = self.sudo()
        promising = own.filtered(
            lambda each: (
                each.active
                and each.state in IN_FORCE
                and each.promise
                and each.promise_hours > 0
            )
        )
        ended = (own - promising).filtered("promise_since")
        begun = promising.filtered(lambda each: not each.promise_since)
        if ended:
            ended.write({"promise_since": False})
        if begun:
            now = fields.Datetime.now()
            begun.write({"promise_since": now, "promise_measured": False})

    @api.model
    @ormcache()
    def _get_promising_ids(self):
        """Ids of the procedures of whose promise people are told.

        Nobody notices what is only observed; it is measured all the same.
        """
        # Asked for of everybody, in all companies.
        Procedure = self.sudo()
        domain = [("promise_since", "!=", False), ("state", "in", BINDING)]
        return tuple(Procedure.search(domain).ids)

    @api.model
    @ormcache("moment")
    def _promises_at(self, moment):
        """Whether anything is promised at ``moment``."""
        # As above.
        Procedure = self.sudo()
        domain = [("promise_since", "!=", False), ("moment", "=", moment)]
        return bool(Procedure.search_count(domain, limit=1))

    def _get_concerned_query(self):
        """The records that this is about, as a subquery for their ids.

        :raise ValueError: if its condition cannot be asked (any more).
        """
        Model = self.env[self._get_model()].with_context(active_test=False)
        return Model._search(self._get_concerned_domain()).subselect()

    def action_open_promises(self):
        """Open the promises to customers, and how they were kept."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_promise_keeping_action"
        )
        action["domain"] = [("procedure_id", "=", self.id)]
        return action
