"""A new version of what is in force: a draft, which takes its place when approved."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .playbook_procedure import IN_FORCE
from .playbook_procedure_words import BINDING_OF_REQUIREMENTS


class PlaybookProcedure(models.Model):
    """The one in force keeps its id, and so do its requirements: points to fix,
    permissions and records in flight go on.
    """

    _inherit = "playbook.procedure"

    revises_id = fields.Many2one(
        "playbook.procedure",
        string="New version of",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )
    revised_version = fields.Integer(readonly=True, copy=False, exportable=False)
    revision_ids = fields.One2many(
        "playbook.procedure", "revises_id", string="New versions", readonly=True
    )

    def action_revise(self):
        """Open a draft of the next version; what is in force stays as it is."""
        self.ensure_one()
        self.check_access("write")
        draft = self.revision_ids[:1] or self._make_revision()
        return draft._open_form()

    def _make_revision(self):
        if self.state not in IN_FORCE:
            raise UserError(
                self.env._(
                    "“%(procedure)s” is not in force: change it as it is.",
                    procedure=self.name,
                )
            )
        # A date that is on the draft, was chosen there.
        draft = self.copy({"name": self.name, "review_date": False})
        # Noted by the addon alone; it is the user's own draft.
        noted = draft.sudo()
        noted.write({"revises_id": self.id, "revised_version": self.version})
        pairs = zip(
            self.requirement_ids.sorted("id"),
            noted.requirement_ids.sorted("id"),
            strict=True,
        )
        for requirement, copied in pairs:
            copied.origin_id = requirement
        return draft

    def action_open_revised(self):
        """Open what is in force now."""
        self.ensure_one()
        return self.revises_id._open_form()

    def _check_approvable(self):
        """What was written for an earlier version does not undo a later one."""
        original = self.revises_id
        if original and not (original.active and original.state in IN_FORCE):
            raise UserError(
                self.env._(
                    "“%(procedure)s” is not in force any more, and a new version of it "
                    "would ask for nothing. Put it in force again first; or delete "
                    "this draft, and change it as it is.",
                    procedure=original.name,
                )
            )
        if original and self.revised_version != original.version:
            raise UserError(
                self.env._(
                    "“%(procedure)s” has changed since this was begun: it was version "
                    "%(old)s, and is version %(new)s now. Delete this draft, begin "
                    "again with Work on a New Version, and change that.",
                    procedure=original.name,
                    old=self.revised_version,
                    new=original.version,
                )
            )

    def action_ask_approval(self):
        """Ask whoever decides; refused with what is not clear yet."""
        for procedure in self:
            procedure._check_approvable()
        return super().action_ask_approval()

    def _come_into_force(self, comment=""):
        if not self.revises_id:
            return super()._come_into_force(comment)
        self._check_approvable()
        original = self.revises_id
        original._note_before()
        user = self.env.user
        original._get_changes()[original.id]["credit"] = {
            "user_id": self.author_id.id,
            "approved_by_id": False if user._is_superuser() else user.id,
            "comment": comment or False,
        }
        original._take_over(self)
        original._write_versions()
        self._move_discussion(original)
        decision = original._get_decision()
        decision._record_decided(self)
        self.unlink()
        return original

    def _take_over(self, draft):
        """Become what ``draft`` says; points to fix of what is not asked for any more
        go with it.
        """
        values = draft._take_values(self._get_binding_fields())
        if draft.review_date:
            values["review_date"] = draft.review_date
        kept = draft.requirement_ids.origin_id & self.requirement_ids
        commands = [Command.delete(each.id) for each in self.requirement_ids - kept]
        pairs = []
        for requirement in draft.requirement_ids:
            origin = requirement.origin_id & kept
            if origin:
                kept -= origin
                pairs.append((requirement, origin))
                taken = requirement._take_values(BINDING_OF_REQUIREMENTS)
                taken["sequence"] = requirement.sequence
                commands.append(Command.update(origin.id, taken))
            else:
                commands.append(Command.link(requirement.id))
        # Whether they fit is asked with what it is about.
        values.update(
            user_id=draft.user_id.id,
            author_id=draft.author_id.id,
            requirement_ids=commands,
        )
        self.write(values)
        self.requirement_ids.filtered("origin_id").origin_id = False
        for requirement, origin in pairs:
            requirement._take_translations(origin, BINDING_OF_REQUIREMENTS)
        draft._take_translations(self, self._get_binding_fields())

    def _move_discussion(self, original):
        """What was said about this draft goes on at ``original``."""
        said = self.message_ids.filtered(
            lambda message: message.message_type in ("comment", "email")
        )
        said.attachment_ids.filtered(
            lambda file: (file.res_model, file.res_id) == (self._name, self.id)
        ).res_id = original.id
        said.res_id = original.id

    def _take_values(self, names):
        return _take_values(self, names)

    def _take_translations(self, target, names):
        _take_translations(self, target, names)


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    origin_id = fields.Many2one(
        "playbook.requirement",
        string="In force as",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        exportable=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_names_no_origin(vals_list)
        if not self.env.su:
            # Nor does it come from the context, or from the user's defaults.
            vals_list = [{**vals, "origin_id": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._check_names_no_origin([vals])
        return super().write(vals)

    @api.model
    def _check_names_no_origin(self, vals_list):
        if self.env.su or not any(vals.get("origin_id") for vals in vals_list):
            return
        raise AccessError(
            self.env._(
                "What a requirement takes the place of is noted by the addon: press "
                "Work on a New Version on the procedure."
            )
        )

    def _take_values(self, names):
        return _take_values(self, names)

    def _take_translations(self, target, names):
        _take_translations(self, target, names)


def _take_values(record, names):
    """The values of ``record`` as another one is given them."""
    return {
        name: record._fields[name].convert_to_write(record[name], record)
        for name in names
    }


def _take_translations(record, target, names):
    """Give ``target`` what ``record`` says in other languages too."""
    for name in names:
        field = record._fields[name]
        stored = field.translate is True and field._get_stored_translations(record)
        if stored:
            target._update_field_translations(name, stored)
