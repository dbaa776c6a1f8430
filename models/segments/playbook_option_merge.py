from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, mute_logger

CONFIGURATOR = "crm_playbook.group_configurator"


class PlaybookOptionMerge(models.Model):
    """An option that was merged into another one: who did it, when, what moved.

    All that named the one names the other from then on; the one is retired.
    """

    _name = "playbook.option.merge"
    _description = "Merged option"
    _order = "id desc"
    _rec_name = "merged_name"

    selector_id = fields.Many2one(
        "playbook.selector",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    # Of the models that the selector chooses from: no foreign key could say which.
    kept_id = fields.Integer(string="Id of the option kept", readonly=True)
    merged_id = fields.Integer(string="Id of the merged option", readonly=True)
    kept_name = fields.Char(string="Into", required=True, readonly=True)
    merged_name = fields.Char(string="Merged", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", ondelete="set null", readonly=True
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    customer_count = fields.Integer(string="Customers and contacts", readonly=True)
    lead_count = fields.Integer(string="Leads and opportunities", readonly=True)
    note = fields.Text(string="To look at", readonly=True)

    @api.model
    def _describe_merged(self, options):
        """What became of merged options, as a dictionary from ids to texts."""
        # Which selectors there are is no secret.
        Selector = self.env["playbook.selector"].sudo()
        selector = Selector._get_of_model(options._name)
        merges = self.search(
            [("selector_id", "=", selector.id), ("merged_id", "in", options.ids)],
            order="id",
        )
        return {
            merge.merged_id: self.env._(
                "Merged into “%(kept)s” on %(date)s",
                kept=merge.kept_name,
                date=format_date(self.env, merge.date),
            )
            for merge in merges
        }

    @api.model
    def _follow(self, option):
        """The option that ``option`` was merged into at last, or itself.

        One that was offered again since is itself.
        """
        if not option or "active" not in option._fields or option.active:
            return option
        selector = self.env["playbook.selector"]._get_of_model(option._name)
        merges = self.search([("selector_id", "=", selector.id)], order="id")
        kept = {merge.merged_id: merge.kept_id for merge in merges}
        number, seen = option.id, set()
        while number in kept and number not in seen:
            seen.add(number)
            number = kept[number]
        return option.browse(number).exists() or option

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------

    @api.model
    def _merge(self, kept, merged):
        """Let all that names one of the options ``merged`` name ``kept``.

        Wherever a foreign key leads to them, past the rules: nobody keeps an option
        because whoever merges may not see them; and in conditions (of segments, of
        saved filters). Conditions that choose otherwise than by id are left, and noted.

        :return: the history, a record for each of ``merged``.
        """
        selector = self._check_may_merge(kept, merged)
        note = self._note_texts(selector)
        rows = self._prepare(selector, kept, merged, note)
        self.env.flush_all()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._move_references(kept, merged)
                self._move_conditions(selector, kept, merged)
        except IntegrityError as error:
            raise UserError(
                self.env._(
                    "Nothing was merged: in “%(table)s” something holds on to one of "
                    "these options and cannot be moved to “%(kept)s”.",
                    table=error.diag.table_name or "",
                    kept=kept.display_name,
                )
            ) from error
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        merged.action_archive()
        self._refresh_segments(selector)
        # Written by the addon alone; who may merge was asked before.
        return self.sudo().create(rows)

    @api.model
    def _check_may_merge(self, kept, merged):
        """:return: the selector of the options."""
        if not self.env.user.has_group(CONFIGURATOR):
            raise AccessError(
                self.env._(
                    "Options are merged by CRM Configurators: ask one of them to merge "
                    "“%(option)s”.",
                    option=kept.display_name,
                )
            )
        selector = self.env["playbook.selector"]._get_of_model(kept._name)
        if not selector or kept._name != merged._name or len(kept) != 1:
            raise UserError(
                self.env._(
                    "Only options of one selector can be merged: choose two or more of "
                    "the same list."
                )
            )
        if not merged or kept in merged:
            raise UserError(
                self.env._(
                    "“%(option)s” cannot be merged into itself: choose another option "
                    "to be merged into it.",
                    option=kept.display_name,
                )
            )
        (kept | merged).check_access("write")
        self._check_companies(kept, merged)
        self._check_not_part_of_others(merged)
        return selector

    @api.model
    def _check_companies(self, kept, merged):
        if "company_id" not in kept._fields:
            return
        for option in merged:
            if option.company_id != kept.company_id:
                raise UserError(
                    self.env._(
                        "“%(merged)s” and “%(kept)s” belong to different companies: "
                        "their records cannot share an option.",
                        merged=option.display_name,
                        kept=kept.display_name,
                    )
                )

    @api.model
    def _check_not_part_of_others(self, merged):
        """A mailing, for example, *is* its source: it would take another's name."""
        for model in self.env.values():
            field = not model._abstract and model._inherits.get(merged._name)
            if not field:
                continue
            # Whether there is one, past the rules: it would be taken over too.
            Model = model.sudo().with_context(active_test=False)
            found = Model.search([(field, "in", merged.ids)], limit=1)
            if found:
                raise UserError(
                    self.env._(
                        "“%(option)s” cannot be merged: it is the name of a record of "
                        "its own (%(model)s). Retire it instead.",
                        option=found[field].display_name,
                        model=model._description,
                    )
                )

    @api.model
    def _prepare(self, selector, kept, merged, note):
        # All that carry them, not only what this user reads: numbers.
        counted = merged.sudo()
        counted.invalidate_recordset(["customer_count", "lead_count"])
        return [
            {
                "selector_id": selector.id,
                "kept_id": kept.id,
                "merged_id": option.id,
                "kept_name": kept.display_name,
                "merged_name": option.display_name,
                "user_id": self.env.uid,
                "customer_count": option.customer_count,
                "lead_count": option.lead_count,
                "note": note,
            }
            for option in counted
        ]
