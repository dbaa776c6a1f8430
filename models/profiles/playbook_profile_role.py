"""My Role: what a profile's members read of their work."""

from markupsafe import Markup

from odoo import api, fields, models


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    expectations = fields.Html(
        string="What is expected of me",
        compute="_compute_role",
        sanitize=False,
        exportable=False,
    )
    decisions = fields.Html(
        string="What I decide",
        compute="_compute_role",
        sanitize=False,
        exportable=False,
    )

    @api.depends("decision_type_ids", "level")
    @api.depends_context("lang", "uid")
    def _compute_role(self):
        for profile in self:
            profile.expectations = _as_list(profile._get_expectations())
            profile.decisions = _as_list(profile._get_decisions())

    def _get_expectations(self):
        """What is expected of who works in this profile; later rooms add theirs.

        :return: a list of sentences, or of pairs ``(what, why or how)``.
        """
        self.ensure_one()
        today = self.env._(
            "What is asked of you stands in My Day: what is late first, then what is "
            "worth most. At most %(limit)s reminders a day come from the software "
            "itself.",
            limit=self.env["res.users"]._get_daily_limit(),
        )
        levels = dict(self._fields["level"]._description_selection(self.env))
        level = self.env._(
            "You work at adoption level %(level)s. What your screens leave out you see "
            "with Show everything, in the menu under your name.",
            level=levels[self.level],
        )
        return [today, level]

    def _get_decisions(self):
        """What who works in this profile decides: as :meth:`_get_expectations`."""
        self.ensure_one()
        types = self.decision_type_ids.filtered("active")
        return [(each.name, each.description) for each in types] or [
            self.env._("Nothing that has to be asked for: you work, others decide.")
        ]


def _as_list(entries):
    items = Markup().join(
        Markup("<li><b>{}</b><br/>{}</li>").format(*entry)
        if isinstance(entry, tuple) and entry[1]
        else Markup("<li>{}</li>").format(
            entry[0] if isinstance(entry, tuple) else entry
        )
        for entry in entries
    )
    return Markup("<ul>{}</ul>").format(items)
