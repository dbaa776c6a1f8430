import hashlib

from odoo import SUPERUSER_ID, api, fields, models

COPIED = "playbook_copied"


class MailTemplate(models.Model):
    """What a template says is evaluated as whoever switched a workflow live.

    So each of its texts that Odoo calls unsafe, in each language, has to be one that a
    Settings administrator has written, chosen or approved as it stands. Who saved the
    template last says nothing: they may have given it another name.
    """

    _inherit = "mail.template"

    playbook_approved = fields.Json(
        string="Texts that may be evaluated",
        readonly=True,
        copy=False,
        groups="base.group_system",
        exportable=False,
        help="From the digest of a text to the id of who approved it.",
    )
    is_unapproved_for_playbook = fields.Boolean(
        compute="_compute_is_unapproved_for_playbook", exportable=False
    )

    @api.depends_context("uid")
    def _compute_is_unapproved_for_playbook(self):
        """Only of those who could approve it."""
        asks = self.env.user._is_system()
        for template in self:
            known = template._origin
            template.is_unapproved_for_playbook = bool(
                asks and known and not known._is_trusted_for_playbook()
            )

    # ------------------------------------------------------------------
    # Approving
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        templates._approve_for_playbook(codes=[self.env.lang])
        return templates

    def write(self, vals):
        result = super().write(vals)
        names = self._get_dynamic_field_names().intersection(vals)
        self._approve_for_playbook(names, [self.env.lang])
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        codes = [code for code, text in translations.items() if text]
        self._approve_for_playbook({field_name}, codes)
        return result

    def copy(self, default=None):
        """What is copied nobody has written anew: it is as good as what it is of."""
        copies = super(MailTemplate, self.with_context(**{COPIED: True})).copy(default)
        # Nobody but an administrator reads or writes what was approved.
        for template, copied in zip(self.sudo(), copies.sudo(), strict=True):
            copied.playbook_approved = template.playbook_approved
        return copies.with_env(self.env)

    def action_approve_for_playbook(self):
        """Let workflows evaluate what these say now."""
        self.check_access("write")
        self._approve_for_playbook()

    def _approve_for_playbook(self, names=None, codes=None):
        """Note that the current user answers for these texts, if a Settings
        administrator.

        :param names: of which fields; all by default.
        :param codes: in which languages; all by default.
        """
        if not self.env.user._is_system() or self.env.context.get(COPIED):
            return
        # Nobody but an administrator writes what was approved.
        for template in self.sudo():
            known, now = template.playbook_approved or {}, template._digest_words()
            chosen = template._digest_words(names, codes)
            approved = {key: uid for key, uid in known.items() if key in now}
            approved |= dict.fromkeys(chosen, self.env.uid)
            if approved != known:
                template.playbook_approved = approved

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def _has_unsafe_words(self):
        """Whether it says what Odoo calls unsafe, in any language."""
        self.ensure_one()
        return bool(self._find_unsafe(()))

    def _is_shipped_for_playbook(self):
        """Whether the addon brought it, and nobody has made it unsafe since."""
        self.ensure_one()
        module = (self.get_external_id()[self.id] or "").partition(".")[0]
        # What was approved tells nothing of what the template says.
        approved = self.sudo().playbook_approved or {}
        brought = [key for key, uid in approved.items() if uid == SUPERUSER_ID]
        return module == "crm_playbook" and not self._find_unsafe(brought)

    def _is_trusted_for_playbook(self):
        """Whether what it says may be evaluated with the rights of somebody else."""
        self.ensure_one()
        # As above.
        return not self._find_unsafe(self.sudo().playbook_approved or ())

    def _find_unsafe(self, approved):
        """The names of the fields that say what Odoo calls unsafe.

        :param approved: the digests of texts that need not be looked at.
        """
        template = self.sudo()  # as Odoo looks at it: nothing of it is told
        unsafe = set()
        for key, (name, text) in template._digest_words().items():
            if key in approved:
                continue
            engine = getattr(self._fields[name], "render_engine", "inline_template")
            kind = "qweb" if engine.startswith("qweb") else "inline_template"
            is_unsafe = getattr(template, f"_has_unsafe_expression_template_{kind}")
            if is_unsafe(text, template.render_model, name):
                unsafe.add(name)
        return unsafe

    def _digest_words(self, names=None, codes=None):
        """What it says in the fields ``names`` and the languages ``codes``.

        :return: a dictionary from a digest to the field and the text.
        """
        self.ensure_one()
        if names is None:
            names = self._get_dynamic_field_names()
        if codes is None:
            codes = [code for code, _name in self.env["res.lang"].get_installed()]
        found = {}
        for code in codes:
            template = self.with_context(lang=code)
            for name in names:
                text = template[name]
                if text:
                    digest = hashlib.sha256(f"{name}\0{text}".encode()).hexdigest()
                    found[digest] = name, str(text)
        return found
