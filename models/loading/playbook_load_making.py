from odoo import models
from odoo.exceptions import UserError

from .cells import split_options
from .playbook_load_line import LOADED
from .playbook_load_value import CREATE, MAP


class PlaybookLoad(models.Model):
    """Options that are made because a file names them."""

    _inherit = "playbook.load"

    def _create_options(self, lines):
        """Make the options that ``lines`` are the first to need, in the name of who
        loads.

        :return: the ``playbook.load.value`` whose options were made.
        """
        values = self.value_ids.filtered(
            lambda each: each.treatment == CREATE and not each.option_value
        )
        made = values.browse(self._find_named(values, lines))
        places = self.env["playbook.load.target"]._get_places(self.kind) if made else {}
        for value in made:
            place = places.get(value.target)
            if not place or not self._may_create(place):
                raise UserError(
                    self.env._(
                        "You may not create “%(text)s” in “%(field)s”: say what it is "
                        "instead, or ask an administrator to create it.",
                        text=value.text,
                        field=place.label if place else value.target,
                    )
                )
            Option = self.env[place.comodel]
            option = Option.create({Option._rec_name or "name": value.text})
            # Written by the addon alone.
            value.sudo().write(
                {"option_value": str(option.id), "created": True, "treatment": MAP}
            )
        return made

    def _find_named(self, values, lines):
        """The ids of those of ``values`` that stand in ``lines``."""
        by_column = values.grouped("column_id")
        said = {
            (column.id, part)
            for column in by_column
            for line in lines
            for text in [line._get_text(column)]
            for part in (text, *split_options(text))
        }
        return [each.id for each in values if (each.column_id.id, each.text) in said]

    def _forget_options(self, made, lines):
        """Take back the options for which, in the end, no line was loaded: nobody else
        has seen them, as they were made in this transaction.

        :param made: what :meth:`_create_options` has returned.
        :return: those of ``made`` whose options are gone.
        """
        if not made:
            return made
        lines.invalidate_recordset(["state"], flush=False)
        loaded = lines.filtered(lambda line: line.state == LOADED)
        unused = made - made.browse(self._find_named(made, loaded))
        places = self.env["playbook.load.target"]._get_places(self.kind)
        for value in unused:
            Option = self.env[places[value.target].comodel]
            # Whoever loads has just made it, and may perhaps not delete such.
            Option.browse(int(value.option_value)).sudo().unlink()
        unused.sudo().write(  # written by the addon alone
            {"option_value": False, "created": False, "treatment": CREATE}
        )
        return unused
