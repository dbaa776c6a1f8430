import base64

from odoo import api, models
from odoo.fields import Binary, Char

from ...tools.table_write import write_xlsx
from .playbook_load_target import (
    BOOLEAN,
    DATE,
    MOMENT,
    NUMBER,
    OPTIONS,
    REFERENCE,
    WITH_OPTIONS,
)
from .targets import REQUIRED

# Options that the notes name before they say that there are more.
NAMED_OPTIONS = 50


class PlaybookLoad(models.Model):
    """An empty file to fill in, and what is expected in it."""

    _inherit = "playbook.load"

    template_file = Binary(compute="_compute_template", exportable=False)
    template_name = Char(compute="_compute_template", exportable=False)

    @api.depends("kind")
    def _compute_template(self):
        """An empty table with the usual columns of its kind, and a sheet of notes."""
        Target = self.env["playbook.load.target"]
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for load in self:
            places = Target._get_places(load.kind)
            usual = [place for place in places.values() if place.is_usual]
            headers = [self.env._("Key"), *(place.label for place in usual)]
            content = write_xlsx(
                headers, [], labels[load.kind], [load._get_template_notes(usual)]
            )
            load.template_file = base64.b64encode(content)
            load.template_name = f"{labels[load.kind]}.xlsx"

    @api.model
    def get_template(self, kind):
        """An empty file to fill in, for one that is not saved yet, too.

        :return: a dictionary: ``name``, and ``content`` in base64.
        """
        self.check_access("create")
        load = self.new({"kind": kind})
        return {"name": load.template_name, "content": load.template_file}

    def _get_template_notes(self, places):
        """The sheet of notes: its name, headers and rows."""
        key = self.env._(
            "What your system calls it, such as a customer number. With it, a later "
            "file updates the same records, and other files can refer to them."
        )
        rows = [[self.env._("Key"), self.env._("Recommended"), key]]
        labels = {place.name: place.label for place in places}
        rows += [
            [
                place.label,
                self._tell_required(place, labels),
                self._tell_expected(place),
            ]
            for place in places
        ]
        headers = [
            self.env._("Column"),
            self.env._("Required"),
            self.env._("What is expected"),
        ]
        return self.env._("Notes"), headers, rows

    def _tell_required(self, place, labels):
        for names in REQUIRED[self.kind]:
            if place.name in names:
                shown = [labels[name] for name in names if name in labels]
                if len(shown) == 1:
                    return self.env._("Yes")
                return self.env._("One of these: %(names)s", names=", ".join(shown))
        return self.env._("No")

    def _tell_expected(self, place):
        if place.sort in WITH_OPTIONS:
            return self._tell_options(place)
        return {
            NUMBER: self.env._("A number"),
            DATE: self.env._("A date, such as 2024-12-31"),
            MOMENT: self.env._("A date, with the time or without: 2024-12-31 09:30"),
            BOOLEAN: self.env._("Yes or no"),
            REFERENCE: self.env._(
                "The key, the name or the e-mail of a record that is in Odoo already"
            ),
        }.get(place.sort, self.env._("Text"))

    def _tell_options(self, place):
        Target = self.env["playbook.load.target"]
        names = list(Target._get_fixed(place).values())
        if place.comodel:
            options = self.env[place.comodel].search(
                Target._get_option_domain(place), limit=NAMED_OPTIONS + 1
            )
            names += options.mapped("display_name")
        listed = ", ".join(names[:NAMED_OPTIONS])
        if len(names) > NAMED_OPTIONS:
            listed = self.env._("%(options)s and others", options=listed)
        if place.sort == OPTIONS:
            return self.env._(
                "One or several, divided by “;”: %(options)s", options=listed
            )
        return self.env._("One of: %(options)s", options=listed)
