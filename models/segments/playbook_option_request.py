from odoo import api, fields, models
from odoo.exceptions import UserError

from .selectors import SELECTORS, fold

ASKED, ACCEPTED, REFUSED = "asked", "accepted", "refused"
MAX_LENGTH = 80
# So many of one person wait at a time: more would be a list, not a missing option.
MAX_WAITING = 20


class PlaybookOptionRequest(models.Model):
    """Somebody misses an option in a selector, and asks the Configurators for it.

    The same option, asked for twice, is one request of two people.
    """

    _name = "playbook.option.request"
    _description = "Missing option"
    _order = "id desc"

    selector_id = fields.Many2one(
        "playbook.selector",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    name = fields.Char(string="Option", required=True)
    folded = fields.Char(compute="_compute_folded", store=True)
    reason = fields.Text(string="What for", readonly=True)
    user_ids = fields.Many2many(
        "res.users",
        "playbook_option_request_user_rel",
        "request_id",
        "user_id",
        string="Asked by",
        readonly=True,
    )
    # For whom each of them asked: lists of a user's id, a model and an id.
    asked_for = fields.Json(readonly=True)
    state = fields.Selection(
        [(ASKED, "Asked"), (ACCEPTED, "There now"), (REFUSED, "Refused")],
        required=True,
        default=ASKED,
        readonly=True,
    )
    option_model = fields.Char(readonly=True)
    option_id = fields.Many2oneReference(
        string="Take this one",
        model_field="option_model",
        help="Leave it empty to create the option. Choose one that means the same.",
    )
    comment = fields.Text(
        string="Your answer", help="What whoever asked should know; they are told."
    )
    decided_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    date_decided = fields.Datetime(string="Decided", readonly=True)

    _asked_once = models.UniqueIndex(
        "(selector_id, folded) WHERE state = 'asked'",
        "This has been asked for already.",
    )

    @api.depends("name")
    def _compute_folded(self):
        for request in self:
            request.folded = fold(request.name)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _ask(self, selector, name, reason=False, record=None):
        """Ask for the option ``name``, in the name of the current user.

        :param record: the customer or lead that lacks it.
        :return: what to tell.
        """
        name = " ".join((name or "").split())
        self._check_sensible(selector, name)
        own = self.sudo()  # written by the addon alone, in the name of who asks
        asked = [self.env.uid, record._name, record.id] if record else None
        request = own.search(
            [
                ("selector_id", "=", selector.id),
                ("folded", "=", fold(name)),
                ("state", "=", ASKED),
            ],
            limit=1,
        )
        if request:
            places = request.asked_for or []
            if asked and asked not in places:
                request.asked_for = [*places, asked]
            request.user_ids |= self.env.user
            return self.env._(
                "“%(option)s” had been asked for already: you are told along with the "
                "others.",
                option=request.name,
            )
        self._check_not_too_many()
        own.create(
            {
                "selector_id": selector.id,
                "name": name,
                "reason": reason,
                "user_ids": self.env.user.ids,
                "asked_for": [asked] if asked else [],
                "option_model": SELECTORS[selector.key].model,
            }
        )
        return self.env._(
            "“%(option)s” has been asked for. The Configurators see it in My Day, and "
            "you are told.",
            option=name,
        )

    @api.model
    def _check_sensible(self, selector, name):
        if not fold(name) or len(name) > MAX_LENGTH:
            raise UserError(
                self.env._(
                    "What is missing in %(selector)s? Enter a name of at most %(most)s "
                    "characters.",
                    selector=selector.name,
                    most=MAX_LENGTH,
                )
            )
        existing = selector._find_similar(name)
        if existing and existing.active:
            raise UserError(
                self.env._(
                    "“%(option)s” is there already: choose it in %(selector)s.",
                    option=existing.display_name,
                    selector=selector.name,
                )
            )

    @api.model
    def _check_not_too_many(self):
        waiting = self.sudo().search_count(  # the user's own
            [("user_ids", "in", self.env.uid), ("state", "=", ASKED)]
        )
        if waiting >= MAX_WAITING:
            raise UserError(
                self.env._(
                    "You have asked for %(count)s options that nobody has decided on "
                    "yet. Speak with a Configurator about what is missing.",
                    count=waiting,
                )
            )
