"""What is in force is not changed behind people's backs, and each change is kept."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .playbook_procedure import IN_FORCE

CHANGES = "crm_playbook.procedure_changes"
# While a form is saved, requirements are taken away before others are added.
SAVING = "playbook_saving_procedure"


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    version_ids = fields.One2many(
        "playbook.procedure.version", "procedure_id", string="Versions", readonly=True
    )
    changed_at_rest = fields.Text(
        readonly=True,
        copy=False,
        exportable=False,
        help="What has changed since it was in force the last time.",
    )

    def write(self, vals):
        changing = self._is_changing(vals)
        if changing:
            self._before_change()
        saving = self.with_context(**{SAVING: True}) if changing else self
        result = super(PlaybookProcedure, saving).write(vals)
        if changing:
            self._write_versions()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        if self._is_changing({field_name}):
            self._before_change()
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.model
    def _is_changing(self, names):
        return not {"requirement_ids", *self._get_binding_fields()}.isdisjoint(names)

    def _before_change(self):
        """Somebody is about to change what these ask for.

        :raise AccessError: for what is in force, unless they decide what is.
        """
        self.check_access("write")
        self._check_may_change()
        self._note_before()
        self._end_approval()

    def _check_may_change(self):
        if self.env.su:
            return
        decision = self._get_decision()
        for procedure in self.filtered(lambda each: each.state in IN_FORCE):
            if not decision._may_decide(procedure, author=self.env.user):
                raise AccessError(
                    self.env._(
                        "“%(procedure)s” is in force, and what it asks of people does "
                        "not change without approval. Press Work on a New Version, "
                        "change that, and ask %(deciders)s for approval.",
                        procedure=procedure.name,
                        deciders=decision._tell_deciders(),
                    )
                )

    # ------------------------------------------------------------------
    # Versions: one in a transaction
    # ------------------------------------------------------------------

    @api.model
    def _get_changes(self):
        """What has changed in this transaction: from ids to ``before`` (see
        :meth:`_describe`), the id of the ``row`` that was written, and what else is
        said there.
        """
        # What is kept for before the commit is forgotten with each savepoint.
        return self.env.cr.postcommit.data.setdefault(CHANGES, {})

    def _note_before(self):
        """Keep what these ask for as they stand, before the first change."""
        changes = self._get_changes()
        self.env.cr.precommit.add(self.env["playbook.procedure"]._write_versions)
        # What was agreed is kept, whoever changes it.
        for procedure in self.sudo():
            known = procedure.state in IN_FORCE or procedure.version_ids
            if known and procedure.id not in changes:
                changes[procedure.id] = procedure._begin_change()

    def _begin_change(self, **values):
        return {
            "before": self._describe(),
            "lang": self.env.lang,
            "uid": self.env.uid,
            **values,
        }

    @api.model
    def _write_versions(self):
        """Write what has changed so far as a version: once more at the end of the
        transaction, and then all of it.
        """
        changes = self._get_changes()
        # Written by the addon alone; who may change it was asked before.
        known = self.env["playbook.procedure"].sudo().browse(changes).exists()
        for each in known:
            change = changes[each.id]
            # In the words in which it was described before.
            procedure = each.with_context(lang=change["lang"])
            lines = procedure._tell_changes(change["before"], procedure._describe())
            if procedure.state not in IN_FORCE:
                procedure._note_at_rest(change, lines)
            elif not change.get("is_first"):
                procedure._write_version(change, lines)

    def _note_at_rest(self, change, lines):
        if lines == change.get("at_rest", []):
            return
        earlier = change.setdefault("earlier", self.changed_at_rest)
        change["at_rest"] = lines
        self.changed_at_rest = "\n".join([earlier, *lines] if earlier else lines)

    def _write_version(self, change, lines):
        Version = self.env["playbook.procedure.version"]
        row = Version.browse(change.get("row")).exists()
        text = "\n".join([*change.get("prefix", []), *lines])
        if row:
            row.changes = text
        elif text:
            self.version += 1
            change["row"] = Version.create(self._prepare_version(change, text)).id

    def _prepare_version(self, change, text):
        user = self.env["res.users"].browse(change["uid"])
        return {
            "procedure_id": self.id,
            "number": self.version,
            "user_id": user.id,
            "approved_by_id": False if user._is_superuser() else user.id,
            "changes": text,
            "date": fields.Datetime.now(),
            "comment": False,
            **change.get("credit", {}),
        }

    def _begin_version(self):
        """These have come into force: that is a version, if it is the first time, or
        they have changed since the last.
        """
        changes = self._get_changes()
        # As above.
        for procedure in self.sudo():
            earlier = changes.pop(procedure.id, {})
            lines = (procedure.changed_at_rest or "").split("\n")
            change = procedure._begin_change(
                prefix=[line for line in lines if line],
                credit=earlier.get("credit", {}),
                is_first=not procedure.version_ids,
            )
            changes[procedure.id] = change
            if procedure.changed_at_rest:
                procedure.changed_at_rest = False
            if change["is_first"]:
                row = procedure._prepare_version(change, False)
                self.env["playbook.procedure.version"].sudo().create(row)  # as above
            else:
                procedure._write_version(change, [])


class PlaybookRequirement(models.Model):
    """A requirement is changed as its procedure is."""

    _inherit = "playbook.requirement"

    @api.model_create_multi
    def create(self, vals_list):
        # Which one it is may also stand in the context, or in the user's defaults.
        default = self.default_get(["procedure_id"])
        ids = {{**default, **vals}.get("procedure_id") for vals in vals_list}
        procedures = self.env["playbook.procedure"].browse(ids - {None, False})
        if procedures:
            procedures._before_change()
        return super().create(vals_list)

    def write(self, vals):
        procedures = self.procedure_id
        if vals.get("procedure_id"):
            procedures |= procedures.browse(vals["procedure_id"])
        if not set(vals) <= {"sequence"} and procedures:
            procedures._before_change()
        return super().write(vals)

    def unlink(self):
        procedures = self.procedure_id
        if procedures:
            procedures._before_change()
        result = super().unlink()
        if not self.env.context.get(SAVING):
            procedures._check_clear()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        if self.procedure_id:
            self.procedure_id._before_change()
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )
