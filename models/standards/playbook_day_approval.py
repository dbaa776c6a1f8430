from odoo import api, models

APPROVE, REFUSE = 1, 2


class PlaybookDay(models.AbstractModel):
    """What waits for the approval of whoever decides (``playbook.approval.mixin``)."""

    _inherit = "playbook.day"

    @api.model
    def _get_approval_sources(self):
        """From the source of lines to the model of what is approved there."""
        return {}

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), *self._get_approval_sources()]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), *self._get_approval_sources()]

    @api.model
    def _make_approval_line(self, source, record, **values):
        """:param values: title, icon and choices of the line."""
        return self._make_line(
            source,
            record,
            key=self._make_approval_key(source, record),
            # A colleague.
            responsible=record.asked_by_id.sudo().name or "",
            date=self._local_day(record.date_asked),
            can_postpone=False,
            finish_label=self.env._("Decide"),
            choice_required=True,
            **values,
        )

    @api.model
    def _get_approval_choices(self, accepted):
        """:param accepted: what happens when it is approved."""
        return [
            {
                "id": APPROVE,
                "name": self.env._("Approve"),
                "result": "positive",
                "help": accepted,
            },
            {
                "id": REFUSE,
                "name": self.env._("Refuse"),
                "result": "negative",
                "help": self.env._("It stays a draft; you say why."),
            },
        ]

    @api.model
    def _make_approval_key(self, source, record):
        """With when it was asked: what is decided on, is what stands in the list."""
        asked = record.date_asked
        stamp = asked.strftime("%Y%m%d%H%M%S") if asked else "0"
        return f"{source}-{record.id}-{stamp}"

    @api.model
    def _read_key(self, key):
        start, _separator, _asked = str(key).rpartition("-")
        source = start.rpartition("-")[0]
        if source not in self._get_approval_sources():
            return super()._read_key(key)
        source, number = super()._read_key(start)
        record = self._get_to_approve(source, [number])
        if key != self._make_approval_key(source, record):
            record._refuse_as_changed()
        return source, number

    @api.model
    def _get_to_approve(self, source, ids):
        """:raise UserError: where one of them does not wait for the user any more."""
        records = self.env[self._get_approval_sources()[source]]._find_to_approve(ids)
        self._check_unchanged(records, ids)
        return records

    @api.model
    def _finish_approval(self, source, ids, choice):
        records = self._get_to_approve(source, ids)
        if choice == APPROVE:
            records._approve()
            return self.env._("Approved.")
        if choice == REFUSE:
            action = records.action_open_refuse()
        else:
            action = records._open_form()
        return {"done": False, "message": "", "action": action}
