from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class PlaybookAbsence(models.Model):
    """When somebody is away, and who does their work meanwhile.

    Days are those of the person's own time zone, first and last included.
    """

    _name = "playbook.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="cascade",
        index=True,
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    # With it, a line of which nothing but the substitute is filled in is kept.
    date_to = fields.Date(
        string="To",
        required=True,
        default=fields.Date.context_today,
        help="The last day of absence.",
    )
    substitute_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        ondelete="set null",
        index="btree_not_null",
        help="Gets what comes in meanwhile, and has the person's work in their day. "
        "Empty: the leader of the person's sales team.",
    )
    reason = fields.Char(help="Everybody with a profile can read it.")
    notice = fields.Text(compute="_compute_notice")

    _period = models.Index("(date_to, date_from)")

    @api.depends("user_id", "date_from", "date_to")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = self.env._(
                "%(person)s, %(first)s to %(last)s",
                person=absence.user_id.name or "",
                first=format_date(self.env, absence.date_from),
                last=format_date(self.env, absence.date_to),
            )

    @api.depends("user_id", "date_from", "date_to", "substitute_id")
    def _compute_notice(self):
        """Whom the person stands in for in these days: that goes on to the next."""
        others = self._search_overlapping("substitute_id")
        for absence in self:
            passed_on = others.filtered(absence._overlaps).filtered(
                lambda other, absence=absence: other.substitute_id == absence.user_id
            )
            people = passed_on.user_id
            texts = [absence._tell_passed_on(people)] if people else []
            if absence.date_to and absence.date_to < fields.Date.context_today(absence):
                texts.append(
                    self.env._("These days are over: nothing is passed on any more.")
                )
            if absence.user_id and absence._is_hidden_from_substitute():
                texts.append(absence._tell_hidden())
            absence.notice = "\n".join(texts) or False

    def _is_hidden_from_substitute(self):
        """Whether the substitute may not read all opportunities of the person."""
        if not self.substitute_id:
            return False
        domain = [("user_id", "=", self.user_id.id)]
        # Somebody's companies are needed to ask what they see.
        substitute = self.substitute_id.sudo()
        companies = substitute.company_ids.ids
        Lead = self.env["crm.lead"].with_user(substitute)
        Lead = Lead.with_context(allowed_company_ids=companies)
        seen = Lead.search_count(domain) if Lead.has_access("read") else 0
        # The two numbers are compared, and told to nobody.
        return seen < self.env["crm.lead"].sudo().search_count(domain)

    def _tell_hidden(self):
        return self.env._(
            "%(substitute)s may not see all opportunities of %(person)s: what they do "
            "not see stays with %(person)s. Choose somebody whose access is the team's "
            "or all documents.",
            substitute=self.substitute_id.name,
            person=self.user_id.name,
        )

    def _tell_passed_on(self, people):
        names = ", ".join(people.mapped("name"))
        if self.substitute_id:
            return self.env._(
                "In these days %(person)s stands in for %(people)s. %(substitute)s "
                "then takes over their work too.",
                person=self.user_id.name,
                people=names,
                substitute=self.substitute_id.name,
            )
        return self.env._(
            "In these days %(person)s stands in for %(people)s. The leaders of their "
            "sales teams then take over, unless you choose a substitute.",
            person=self.user_id.name,
            people=names,
        )

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------

    @api.constrains("date_from", "date_to")
    def _check_order(self):
        for absence in self.filtered(lambda each: each.date_to < each.date_from):
            raise ValidationError(
                self.env._(
                    "The absence of %(person)s ends on %(last)s, before it begins on "
                    "%(first)s. Enter a last day that is not before the first.",
                    person=absence.user_id.name,
                    **absence._get_words(),
                )
            )

    @api.constrains("user_id", "date_from", "date_to")
    def _check_once(self):
        others = self._search_overlapping("user_id")
        for absence in self:
            same = others.filtered(absence._overlaps).filtered(
                lambda other, absence=absence: other.user_id == absence.user_id
            )
            if same:
                raise ValidationError(
                    self.env._(
                        "%(person)s is already absent from %(first)s to %(last)s. "
                        "Change that absence, or choose other days.",
                        person=absence.user_id.name,
                        **same[0]._get_words(),
                    )
                )

    @api.constrains("user_id", "substitute_id")
    def _check_people(self):
        for absence in self:
            substitute = absence.substitute_id
            if absence.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work here: absences are for internal "
                        "users. Choose one.",
                        person=absence.user_id.name,
                    )
                )
            if substitute == absence.user_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot be their own substitute. Choose somebody "
                        "else, or nobody: then the leader of the sales team takes "
                        "over.",
                        person=substitute.name,
                    )
                )
            if substitute and (substitute.share or not substitute.active):
                raise ValidationError(
                    self.env._(
                        "%(substitute)s is archived or no internal user, and cannot "
                        "stand in for %(person)s. Choose somebody who works here.",
                        substitute=substitute.name,
                        person=absence.user_id.name,
                    )
                )

    @api.constrains("date_from", "date_to", "substitute_id")
    def _check_substitute_is_there(self):
        """Only when it is recorded: who falls ill later passes the work on."""
        others = self._search_overlapping("user_id", self.substitute_id)
        for absence in self.filtered("substitute_id"):
            away = others.filtered(absence._overlaps).filtered(
                lambda other, absence=absence: other.user_id == absence.substitute_id
            )
            if away:
                raise ValidationError(
                    self.env._(
                        "%(substitute)s cannot stand in for %(person)s, being absent "
                        "from %(first)s to %(last)s. Choose somebody who is there, or "
                        "nobody: then the leader of the sales team takes over.",
                        substitute=absence.substitute_id.name,
                        person=absence.user_id.name,
                        **away[0]._get_words(),
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # Nobody makes their own absence somebody else's.
            self.check_access("write")
        return result

    def _get_words(self):
        return {
            "first": format_date(self.env, self.date_from),
            "last": format_date(self.env, self.date_to),
        }

    def _search_overlapping(self, name, people=None):
        """All absences whose field ``name`` is one of ``people`` (by default those of
        ``self``), in the whole time that ``self`` spans.
        """
        dated = self.filtered(lambda each: each.date_from and each.date_to)
        people = dated.user_id if people is None else people
        if not dated or not people:
            return self.browse()
        domain = Domain(name, "in", people.ids)
        domain &= Domain("date_from", "<=", max(dated.mapped("date_to")))
        domain &= Domain("date_to", ">=", min(dated.mapped("date_from")))
        # Compared, and told to who may read absences: those of other companies count.
        return self.sudo().search(domain)

    def _overlaps(self, other):
        return (
            other.id != self._origin.id
            and bool(self.date_from and self.date_to)
            and other.date_from <= self.date_to
            and other.date_to >= self.date_from
        )

    # ------------------------------------------------------------------
    # For who asks
    # ------------------------------------------------------------------

    @api.model
    def _get_away(self, date=None):
        """Who is absent.

        :param date: a day; by default today, as it is for each person.
        :return: a dictionary from a user to the substitute, who may be nobody.
        """
        day = date or fields.Date.today()
        reach = timedelta(days=0 if date else 1)
        # Whose work somebody does is asked for everybody, in all companies.
        absences = self.sudo().search(
            [("date_from", "<=", day + reach), ("date_to", ">=", day - reach)]
        )
        return {
            absence.user_id: absence.substitute_id
            for absence in absences
            if absence.date_from
            <= (date or absence.user_id._get_local_day())
            <= absence.date_to
        }
