from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from .territory_match import MAX_ZIP, TerritoryRules, clean_zip, find_conflict
from .territory_sql import READ, carry_out_moves

ZIPS = ("zip_from", "zip_to")


class PlaybookTerritoryRule(models.Model):
    """Addresses that lie in a territory: a country, of it a state, or postcodes.

    With only the first postcode it is a beginning: 28 stands for 28, 28013 and 28-A.
    With a last one it is a range, and both have the same number of letters and digits:
    as many of a customer's postcode are compared, in the order of digits before
    letters, so that 280 to 289 has 28013. Shorter postcodes are in no range. Of
    several rules that fit the most specific counts: the longer beginning or narrower
    range, then the state, then the country. Two that are equally specific cannot
    overlap, unless they are of the same territory.
    """

    _name = "playbook.territory.rule"
    _description = "Rule of a territory"
    _order = "country_id, state_id, zip_from, id"

    territory_id = fields.Many2one(
        "playbook.territory", required=True, ondelete="cascade", index=True
    )
    country_id = fields.Many2one("res.country", ondelete="restrict", index=True)
    state_id = fields.Many2one(
        "res.country.state",
        ondelete="restrict",
        domain="[('country_id', '=?', country_id)]",
    )
    zip_from = fields.Char(
        string="Postcode from",
        help="Alone it is a beginning: 28 stands for all postcodes that begin with 28.",
    )
    zip_to = fields.Char(
        string="Postcode to",
        help="The last of a range, as long as the first: 280 to 289.",
    )

    @api.depends("country_id", "state_id", *ZIPS)
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            zips = "–".join(filter(None, (rule.zip_from, rule.zip_to)))
            parts = (rule.country_id.name, rule.state_id.name, zips)
            rule.display_name = ", ".join(filter(None, parts))

    @api.onchange("state_id")
    def _onchange_state_id(self):
        if self.state_id:
            self.country_id = self.state_id.country_id

    @api.constrains("territory_id", "country_id", "state_id", *ZIPS)
    def _check_rule(self):
        for rule in self:
            rule._check_place()
            rule._check_zips()
        self._check_overlap()

    def _check_place(self):
        name = self.territory_id.name
        if not self.country_id:
            raise ValidationError(
                self.env._(
                    "A rule of “%(territory)s” says no country: postcodes and states "
                    "belong to one. Choose it.",
                    territory=name,
                )
            )
        if self.state_id and self.state_id.country_id != self.country_id:
            raise ValidationError(
                self.env._(
                    "In a rule of “%(territory)s”, “%(state)s” does not lie in "
                    "“%(country)s”. Choose a state of that country.",
                    territory=name,
                    state=self.state_id.name,
                    country=self.country_id.name,
                )
            )

    def _check_zips(self):
        name, first, last = self.territory_id.name, self.zip_from, self.zip_to
        for code in filter(None, (first, last)):
            if clean_zip(code) != code or len(code) > MAX_ZIP:
                raise ValidationError(
                    self.env._(
                        "In a rule of “%(territory)s”, “%(code)s” is no postcode. "
                        "Enter 1 to %(most)s Latin letters and digits.",
                        territory=name,
                        code=code[:30],
                        most=MAX_ZIP,
                    )
                )
        if last and (not first or len(first) != len(last) or first > last):
            raise ValidationError(
                self.env._(
                    "In a rule of “%(territory)s”, “%(first)s” to “%(last)s” is no "
                    "range of postcodes. Enter a first and a last one that are "
                    "equally long, the first before the last: 280 to 289.",
                    territory=name,
                    first=first or "",
                    last=last,
                )
            )

    @api.model
    def _check_overlap(self):
        """No address lies in two territories for equally good reasons."""
        conflict = find_conflict(self._get_rows(with_rule=True))
        if conflict:
            one, other = (self.browse(row[-1]) for row in conflict)
            raise ValidationError(
                self.env._(
                    "“%(one)s” of “%(one_territory)s” and “%(other)s” of "
                    "“%(other_territory)s” are equally specific and overlap: nobody "
                    "could say which counts. Change one of them.",
                    one=one.display_name,
                    one_territory=one.territory_id.name,
                    other=other.display_name,
                    other_territory=other.territory_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create([self._clean(vals) for vals in vals_list])
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        result = super().write(self._clean(vals))
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _clean(self, vals):
        """``vals`` with postcodes as they are compared; what is none stays as it is,
        to be refused.
        """
        cleaned = {
            name: clean_zip(vals[name]) or vals[name]
            for name in ZIPS
            if isinstance(vals.get(name), str)
        }
        vals = {**vals, **cleaned}
        if vals.get("state_id") and not vals.get("country_id"):
            state = self.env["res.country.state"].browse(vals["state_id"])
            vals["country_id"] = state.country_id.id
        return vals

    # ------------------------------------------------------------------
    # Applying
    # ------------------------------------------------------------------

    @api.model
    def _get_rows(self, *, with_rule=False):
        """Country, state, postcodes and territory of all rules that count.

        :param with_rule: whether the id of the rule follows.
        """
        # Whatever the user may see: the rules are the same for everybody.
        rules = self.sudo().search([("territory_id.active", "=", True)])
        return [
            (
                rule.country_id.id,
                rule.state_id.id,
                rule.zip_from or "",
                rule.zip_to or "",
                rule.territory_id.id,
                *((rule.id,) if with_rule else ()),
            )
            for rule in rules
        ]

    @api.model
    @ormcache()
    def _get_rules(self):
        """All rules, as a :class:`TerritoryRules` that is empty where there are none.

        Whoever saves a customer or a lead needs them.
        """
        return TerritoryRules(self._get_rows())

    @api.model
    def _flush_for_moves(self):
        """Write what the statements of ``territory_sql.py`` read."""
        for model, names in READ.items():
            self.env[model].flush_model(names)

    @api.model
    def _carry_out(self, partner_ids=None):
        """Put everybody, or these customers, into the territory of the rules.

        :return: how many partners, contacts included, and leads were written.
        """
        rules = self._get_rules()
        if partner_ids is not None and not (rules and partner_ids):
            return 0, 0
        self._flush_for_moves()
        rows = self.env.execute_query(
            carry_out_moves(rules, self.env.uid, self.env.cr.now(), partner_ids)
        )
        written = {"res.partner": [], "crm.lead": []}
        for is_lead, record_id in rows:
            written["crm.lead" if is_lead else "res.partner"].append(record_id)
        for model, record_ids in written.items():
            records = self.env[model].browse(record_ids)
            names = ["territory_id", "write_uid", "write_date"]
            records.invalidate_recordset(names, flush=False)
            records.modified(["territory_id"])
        return tuple(map(len, written.values()))
