"""What is noted where something was missing, and what may not go missing again."""

from odoo import api, models

from .channel import DIRECT, get_channel
from .playbook_gate import Move
from .playbook_procedure import OBSERVE
from .playbook_requirement import FIELD

USER = "crm_playbook.group_user"


class PlaybookGate(models.AbstractModel):
    _inherit = "playbook.gate"

    @api.model
    def _find_missing(self, cases, names):
        """Of ``cases``, what is missing of the fields ``names`` and enforced: pairs of
        the id of a requirement and of a record, to the :class:`Shortfall`.
        """
        move = Move("kept", "")
        channel = get_channel(self.env)
        return {
            (each.requirement.id, record.id): each
            for each in self._find_shortfalls(cases, channel, move)
            if self._blocks(each, channel, move)
            and each.requirement.kind == FIELD
            and each.requirement.field_name in names
            for record in each.records
        }

    @api.model
    def _check_emptied(self, find, before, names):
        """Refuse to empty what is required and was there.

        :param find: finds what is missing now, as :meth:`_find_missing`.
        :param before: what it found before.
        :raise PlaybookGateError: naming it.
        """
        emptied = {key: each for key, each in find().items() if key not in before}
        if not emptied:
            return
        blocking = []
        for each in dict.fromkeys(emptied.values()):
            ids = [key[1] for key in emptied if emptied[key] is each]
            blocking.append(each._replace(records=each.records.browse(ids)))
        move = Move("kept", self.env._("It is needed where it is"), names)
        if self._take_answers(blocking, move) and not set(find()) - set(before):
            return
        reason, _user_id = self._pass_or_raise(blocking, move, ())
        self._log_reason(blocking, self._get_lacking(blocking, ()), reason)

    @api.model
    def _record(self, shortfalls, excused, channel):
        """Make points to fix of what is missing, but of what was excused."""
        rest = [each for each in shortfalls if each not in excused]
        if not rest:
            return
        # Written by the addon alone.
        self.env["playbook.finding"].sudo()._record(rest, self.env.user)
        if channel in DIRECT and not self.env.su:
            self._warn([each for each in rest if each.state != OBSERVE])

    @api.model
    def _warn(self, shortfalls):
        if not shortfalls:
            return
        labels = dict.fromkeys(each.requirement.label for each in shortfalls)
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Saved, and still to be completed"),
                "message": self._get_warning(", ".join(labels), shortfalls),
            },
        )

    @api.model
    def _get_warning(self, missing, shortfalls):
        """What is missing, and in whose My Day it stands."""
        user = self.env.user
        get_person = self.env["playbook.finding"]._get_person
        people = {
            get_person(record, user) for each in shortfalls for record in each.records
        }
        if people == {user} and user.has_group(USER):
            return self.env._("%(missing)s. It stands in My Day.", missing=missing)
        people = [each.sudo() for each in people if each and each != user]  # colleagues
        if len(people) == 1 and people[0].has_group(USER):
            return self.env._(
                "%(missing)s. It stands in the My Day of %(name)s.",
                missing=missing,
                name=people[0].name,
            )
        return missing

    @api.model
    def _log_reason(self, blocking, lacking, reason):
        """Write into the chatter why something went on, where no stay tells it."""
        for record in self._get_records(blocking, ()):
            body = self.env._(
                "Continued without what is required (%(missing)s): %(reason)s",
                missing=lacking.get(record.id, ""),
                reason=reason,
            )
            # Whoever may do it, leaves the note of it.
            record.sudo()._message_log(body=body, author_id=self.env.user.partner_id.id)
