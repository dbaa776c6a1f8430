from odoo import api, fields, models

from .territory_sql import ADDRESS_FIELDS

BY_HAND = "playbook_territory_by_hand"
TRIGGERS = {"territory_id", *ADDRESS_FIELDS}


class PlaybookSegmentationMixin(models.AbstractModel):
    """Whose territory follows from the address, and whose somebody has chosen.

    Writing a territory chooses it, in any way: a person, an import, a program. What
    the rules would give anyway, or what is there already, is no choice; emptying it
    gives it back to the rules. Where there are no rules, nothing happens by itself.
    """

    _inherit = "playbook.segmentation.mixin"

    playbook_territory_by_hand = fields.Boolean(
        string="Territory chosen by hand",
        groups="base.group_user",
        help="Somebody chose the territory: rules do not change it. Empty the "
        "territory to let the rules find it again.",
    )

    def _get_territory_by_rules(self, rules, vals, current):
        """The territory that this record has by the rules.

        :param rules: a :class:`TerritoryRules` that is not empty.
        :param vals: what is about to be written.
        :param current: what stays where the address, without a country, says nothing.
        :return: an id, or False.
        """
        raise NotImplementedError

    def _is_in_territories(self):
        """Whether the rules are for this record at all."""
        return True

    @api.model
    def _is_settled(self, vals):
        """Whether ``vals`` say themselves where their territory comes from.

        A form sends the mark, without a meaning, along with an empty territory.
        """
        return bool(vals.get(BY_HAND) or (BY_HAND in vals and vals.get("territory_id")))

    def _split_by_territory(self, vals):
        """What to write where ``vals`` are asked for: pairs of records and values.

        Without a query: the rules are in memory, and who is written has been read.
        """
        if not self or self._is_settled(vals) or TRIGGERS.isdisjoint(vals):
            return [(self, vals)]
        rules = self.env["playbook.territory.rule"]._get_rules()
        if not rules and "territory_id" not in vals:
            return [(self, vals)]
        alike = {}
        for record in self:
            ours = record._get_territory_values(vals, rules)
            alike.setdefault(tuple(sorted(ours.items())), []).append(record.id)
        return [
            (self.browse(record_ids), {**vals, **dict(ours)})
            for ours, record_ids in alike.items()
        ]

    def _get_territory_values(self, vals, rules):
        """What is to be written besides ``vals``, or instead of them."""
        # Which territory it is, and where, is no secret to who writes it.
        record = self.sudo()
        now = record.territory_id.id
        if "territory_id" not in vals:
            if record[BY_HAND] or not record._is_in_territories():
                return {}
            due = record._get_territory_by_rules(rules, vals, now)
            return {"territory_id": due} if due != now else {}
        chosen = vals["territory_id"]
        if chosen and chosen == now:
            return {}
        due = bool(rules) and record._get_territory_by_rules(rules, vals, False)
        if chosen:
            return {BY_HAND: chosen != due}
        return {BY_HAND: False, "territory_id": record._is_in_territories() and due}
