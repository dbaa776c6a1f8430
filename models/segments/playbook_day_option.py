from odoo import api, models

from .playbook_option_merge import CONFIGURATOR
from .playbook_option_request import ASKED

CREATE, REFUSE = 1, 2


class PlaybookDay(models.AbstractModel):
    """Options that people miss, for the Configurators."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "option"]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), "option"]

    @api.model
    def _find_option_requests(self, ids=None):
        Request = self.env["playbook.option.request"]
        if not self.env.user.has_group(CONFIGURATOR):
            return Request
        domain = [("state", "=", ASKED)]
        if ids is not None:
            domain.append(("id", "in", ids))
        return Request.search(domain, order="id")

    @api.model
    def _lines_option(self):
        choices = [
            {
                "id": CREATE,
                "name": self.env._("Create it"),
                "help": self.env._(
                    "It can be chosen from now on, and is given to the record that "
                    "lacked it."
                ),
            },
            {
                "id": REFUSE,
                "name": self.env._("Refuse"),
                "help": self.env._("Whoever asked is told."),
            },
        ]
        return [
            self._make_line(
                "option",
                request,
                title=self._get_option_words(request),
                # Colleagues: who they are is no secret.
                responsible=", ".join(request.user_ids.sudo().mapped("name")),
                date=self._local_day(request.create_date),
                icon="fa-question",
                can_postpone=False,
                finish_label=self.env._("Decide"),
                choices=choices,
            )
            for request in self._find_option_requests()
        ]

    @api.model
    def _get_option_words(self, request):
        if not request.reason:
            return self.env._(
                "Missing in %(selector)s: decide on it",
                selector=request.selector_id.name,
            )
        return self.env._(
            "Missing in %(selector)s: %(reason)s",
            selector=request.selector_id.name,
            reason=request.reason,
        )

    @api.model
    def _finish_option(self, ids, choice=False):
        requests = self._find_option_requests(ids)
        self._check_unchanged(requests, ids)
        if choice == CREATE:
            requests.action_accept()
            return self.env._("It can be chosen from now on.")
        if choice == REFUSE:
            requests.action_refuse()
            return self.env._("Refused: whoever asked is told.")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Missing option"),
            "res_model": requests._name,
            "res_id": requests.id,
            "views": [(False, "form")],
            "target": "new",
        }
        return {"done": False, "message": "", "action": action}
