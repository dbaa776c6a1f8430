"""What a person answers when something is missing."""

from odoo import api, models

from .playbook_requirement import CUSTOMER, FIELD, LEAD, PATHS

# Where the client sends it, with the call that is repeated. It gives nobody anything:
# values are written with the rights of the user, and a reason counts for who may
# continue with one.
ANSWERS_KEY = "playbook_answers"
EXCEPTION = "crm_playbook.decision_stage_exception"
REASON_SIZE = 2000


class PlaybookGate(models.AbstractModel):
    _inherit = "playbook.gate"

    @api.model
    def _get_answers(self):
        """What came with this call: ``values`` by model and field, the ``reason``, and
        which requirements it ``covers``, by id: those that were shown; None: all.

        It comes from outside: whatever has another shape is none.
        """
        return self._read_answers(self.env.context.get(ANSWERS_KEY))

    @api.model
    def _read_answers(self, answers):
        answers = answers if isinstance(answers, dict) else {}
        values, reason = answers.get("values"), answers.get("reason")
        values = values if isinstance(values, dict) else {}
        covers = answers.get("covers")
        covers = (
            {each for each in covers if isinstance(each, int)}
            if isinstance(covers, list)
            else None
        )
        reason = reason.strip()[:REASON_SIZE] if isinstance(reason, str) else ""
        return {
            "values": {
                model: given
                for model, given in values.items()
                if isinstance(given, dict)
            },
            "reason": reason,
            "covers": covers,
        }

    @api.model
    def _get_asked(self, shortfalls):
        """What can be typed of what is missing.

        :return: from the model and name of each field to the records of which it is
            missing, and to the requirements that ask for it.
        """
        asked = {}
        for each in shortfalls:
            requirement = each.requirement
            if requirement.kind != FIELD:
                continue
            targets = self._get_targets(requirement, each.records)
            if targets:
                key = requirement.model, requirement.field_name
                self._add_asked(asked, key, targets, requirement)
            if requirement.model == CUSTOMER and each.records._name != CUSTOMER:
                # First it must be known who the customer is.
                nobodys = each.records.filtered(lambda record: not record.partner_id)
                if nobodys:
                    key = each.records._name, "partner_id"
                    self._add_asked(asked, key, nobodys, requirement)
        return asked

    @api.model
    def _add_asked(self, asked, key, records, requirement):
        known, requirements = asked.get(key, (records.browse(), []))
        asked[key] = known | records, [*requirements, requirement]

    @api.model
    def _get_targets(self, requirement, records):
        path = PATHS.get((records._name, requirement.model))
        return records.mapped(path) if path else records

    @api.model
    def _take_answers(self, shortfalls, written=False):
        """Write what was answered where it is missing, with the rights of the user.

        :param written: whether the user has just written the records themselves.
        :return: whether there was anything.
        """
        values = self._get_answers()["values"]
        taken = False
        for (model, name), (records, _all) in self._get_asked(shortfalls).items():
            if name not in values.get(model, {}):
                continue
            own = records.with_env(self.env).with_context(**{ANSWERS_KEY: None})
            if written and model == shortfalls[0].records._name:
                own = self._keep_right_to_write(own, name)
            try:
                own.write({name: values[model][name]})
            except (TypeError, ValueError):
                # It came from outside, and is none: it is asked for again.
                continue
            taken = True
        return taken

    @api.model
    def _keep_right_to_write(self, records, name):
        """Whoever gave records away with what they wrote, completes that still."""
        if records.has_access("write"):
            return records
        records._check_field_access(records._fields[name], "write")
        # Safe: these are records that the user has just written, in this call.
        return records.sudo()

    # ------------------------------------------------------------------
    # Going on without it
    # ------------------------------------------------------------------

    @api.model
    def _get_exception_type(self):
        return self.env.ref(EXCEPTION)

    @api.model
    def _may_continue(self, records):
        """Whether the user may go on with these without what is missing: who leads the
        sales team, and who decides on exceptions.
        """
        decision = self._get_exception_type().sudo()  # who decides is no secret
        # Archived, it is decided by who leads the team alone, not by anybody.
        if decision.active and self.env.user in decision.decider_ids.user_ids:
            return True
        return records._name == LEAD and all(
            record.sudo().team_id.user_id == self.env.user  # who leads is no secret
            for record in records
        )

    @api.model
    def _get_permitters(self, leads):
        """From each of ``leads`` to who may allow its move: its team leader, else
        whoever decides on exceptions; nobody, where there is neither.
        """
        permitters = {}
        deciders = None
        for lead in leads:
            leader = lead.sudo().team_id.user_id  # who leads is no secret
            if self._reads(leader, lead):
                permitters[lead] = leader.with_env(self.env)
                continue
            if deciders is None:
                decision = self._get_exception_type()
                deciders = decision._get_deciders(lead) - self.env.user
            permitters[lead] = deciders[:1]
        return permitters

    @api.model
    def _reads(self, user, lead):
        if not user.active or user == self.env.user:
            return False
        seen = lead.with_user(user).with_context(
            allowed_company_ids=user.sudo().company_ids.ids  # compared, not told
        )
        return seen.has_access("read")
