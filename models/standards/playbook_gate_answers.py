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
        """What came with this call: see :meth:`_read_answers`."""
        return self._read_answers(self.env.context.get(ANSWERS_KEY))

    @api.model
    def _read_answers(self, answers):
        """What comes from outside; whatever has another shape is none.

        :return: a dictionary: ``given``, triples of a model, the tokens of the records
            that were shown (None: all) and values; the ``reason``; and what it
            ``covers``, as requirements and tokens (None: all).
        """
        answers = answers if isinstance(answers, dict) else {}
        reason = answers.get("reason")
        covers = answers.get("covers")
        values = answers.get("values")
        given = answers.get("given")
        if isinstance(given, list):
            found = [self._read_given(each) for each in given]
        elif isinstance(values, dict):
            # A program says it of all records at once.
            found = [(model, None, each) for model, each in values.items()]
        else:
            found = []
        return {
            "given": [each for each in found if each and isinstance(each[2], dict)],
            "reason": reason.strip()[:REASON_SIZE] if isinstance(reason, str) else "",
            "covers": set(map(str, covers)) if isinstance(covers, list) else None,
        }

    @api.model
    def _read_given(self, given):
        if not isinstance(given, dict) or not isinstance(given.get("tokens"), list):
            return None
        tokens = frozenset(map(str, given["tokens"]))
        return given.get("model"), tokens, given.get("values")

    @api.model
    def _get_token(self, record, base, move):
        """What stands for ``record`` while a call is repeated: what is created has no
        id that stays.
        """
        if move.is_new and record._name == base._name:
            return f"new-{move.kind}"
        return str(record.id)

    @api.model
    def _get_covered(self, shortfalls, move):
        """What a reason is given for: pairs of a requirement and a record, in one."""
        return {
            f"{each.requirement.id}:{self._get_token(record, each.records, move)}"
            for each in shortfalls
            for record in each.records
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
    def _take_answers(self, shortfalls, move):
        """Write what was answered where it is missing, with the rights of the user.

        :return: whether there was anything.
        """
        given = self._get_answers()["given"]
        if not given:
            return False
        base = shortfalls[0].records
        taken = False
        for (model, name), (records, _all) in self._get_asked(shortfalls).items():
            # What was said last counts.
            for of_model, tokens, values in reversed(given):
                if of_model != model or name not in values or not records:
                    continue
                shown = records.filtered(
                    lambda record, tokens=tokens: (
                        tokens is None or self._get_token(record, base, move) in tokens
                    )
                )
                if shown and self._write_answer(shown, name, values[name], base, move):
                    taken = True
                records -= shown
        return taken

    @api.model
    def _write_answer(self, records, name, value, base, move):
        own = records.with_env(self.env).with_context(**{ANSWERS_KEY: None})
        if move.is_write and records._name == base._name:
            own = self._keep_right_to_write(own, name)
        try:
            own.write({name: value})
        except (TypeError, ValueError):
            # It came from outside, and is none: it is asked for again.
            return False
        return True

    @api.model
    def _keep_right_to_write(self, records, name):
        """Whoever gave records away with what they wrote, completes that still: with
        values, not with commands that change other records.
        """
        field = records._fields[name]
        if field.type in ("one2many", "many2many") or records.has_access("write"):
            return records
        records._check_field_access(field, "write")
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
