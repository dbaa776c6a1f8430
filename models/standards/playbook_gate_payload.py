"""What is said, and asked, when something is missing."""

from odoo import api, models
from odoo.tools import is_html_empty

from .channel import SCREEN, get_channel
from .gate_error import PlaybookGateError
from .playbook_requirement import ACTION, FIELD, LEAD, NEXT_STEP

# Records that are named.
NAMED = 5
# What domains and currencies of fields are likely to name.
AROUND = ("company_id", "country_id", "partner_id", "team_id", "type", "user_id")
ASKABLE = ("stage", "won", "lost")


class PlaybookGate(models.AbstractModel):
    _inherit = "playbook.gate"

    @api.model
    def _make_error(self, blocking, move, refused):
        payload = self._get_payload(blocking, move, refused)
        message = self._get_message(blocking, move, refused)
        return PlaybookGateError(message, payload)

    @api.model
    def _get_message(self, blocking, move, refused):
        """For programs, and whoever reads it in a log: records, procedures, fields."""
        lines = [
            self.env._(
                "%(title)s: something is missing on %(records)s.",
                title=move.title,
                records=self._get_names(self._get_records(blocking, refused)),
            )
        ]
        for each in blocking:
            requirement = each.requirement
            name = requirement.label
            if requirement.kind == FIELD:
                name = f"{name} ({requirement.model}.{requirement.field_name})"
            line = self.env._(
                "- %(missing)s: required by the procedure “%(procedure)s”",
                missing=name,
                procedure=requirement.procedure_id.name,
            )
            if len(each.records) < len(self._get_records(blocking, refused)):
                line += f" - {self._get_names(each.records)}"
            lines.append(line)
        lines += [f"- {text}" for _records, text in refused]
        lines.append(
            self.env._("Fill it in first, or in the same call, and try again.")
        )
        return "\n".join(lines)

    @api.model
    def _get_names(self, records):
        names = ", ".join(
            f"“{name}”" for name in records[:NAMED].mapped("display_name")
        )
        if len(records) > NAMED:
            return self.env._(
                "%(names)s and %(count)s more",
                names=names,
                count=len(records) - NAMED,
            )
        return names

    @api.model
    def _get_payload(self, blocking, move, refused):
        """What the client needs to ask for it, and to repeat the call."""
        records = self._get_records(blocking, refused)
        single = len(records) == 1
        what = records.display_name if single else self._count_words(records)
        return {
            "title": move.title,
            "what": what or "",
            "move": {
                "kind": move.kind,
                "model": records._name,
                "ids": [] if move.is_new else records.ids,
                "stage_id": move.stage_id,
                "lost_reason_id": move.lost_reason_id,
            },
            "put_back": list(move.put_back),
            "documents": self._get_documents(blocking, move),
            "points": self._get_points(blocking, move, refused),
            "procedures": self._get_procedures(blocking),
            # A point to fix is not gone on from.
            "may_continue": move.kind != "finding" and self._may_continue(records),
            "covers": sorted(self._get_covered(blocking, move)),
            "ask": self._get_whom_to_ask(records, move),
        }

    @api.model
    def _count_words(self, records):
        if records._name == LEAD:
            return self.env._("%(count)s opportunities", count=len(records))
        return self.env._("%(count)s records", count=len(records))

    @api.model
    def _get_whom_to_ask(self, records, move):
        if (
            move.kind not in ASKABLE
            or move.is_new
            or records._name != LEAD
            or self._may_continue(records)
            or get_channel(self.env) != SCREEN
        ):
            return False
        people = self._get_permitters(records).values()
        if not all(people):
            return False
        # Who leads is no secret.
        return ", ".join(dict.fromkeys(each.sudo().name for each in people))

    @api.model
    def _get_documents(self, blocking, move):
        documents = {}
        for (model, name), (records, requirements) in self._get_asked(blocking).items():
            document = documents.setdefault(
                model, {"model": model, "records": records, "fields": []}
            )
            document["records"] |= records
            help_ = " ".join(dict.fromkeys(each.reason or "" for each in requirements))
            document["fields"].append(
                {"name": name, "required": True, "help": help_.strip()}
            )
        base = blocking[0].records if blocking else None
        return [self._describe(each, base, move) for each in documents.values()]

    @api.model
    def _describe(self, document, base, move):
        records = document.pop("records").with_env(self.env)
        first, single = records[0], len(records) == 1
        around = [
            name
            for name in AROUND
            if name in first._fields
            and first._has_field_access(first._fields[name], "read")
        ]
        own = records._name == LEAD or move.kind in ("customer", "contact")
        is_new = move.is_new and own
        return {
            **document,
            "id": first.id if single and not is_new else False,
            "count": len(records),
            "tokens": [self._get_token(record, base, move) for record in records],
            "name": first.display_name if single else self._count_words(records),
            "values": {
                name: first._fields[name].convert_to_write(first[name], first)
                for name in around
            },
        }

    @api.model
    def _get_points(self, blocking, move, refused):
        """What cannot be typed here, with the place where it is done."""
        points = [
            {
                "text": each.requirement.label,
                "reason": each.requirement.reason or "",
                "action": self._get_point_action(each, move),
            }
            for each in blocking
            if each.requirement.kind != FIELD
        ]
        return points + [
            {"text": text, "reason": "", "action": False} for _records, text in refused
        ]

    @api.model
    def _get_point_action(self, shortfall, move):
        records = self._get_targets(shortfall.requirement, shortfall.records)
        if move.is_new or len(records) != 1:
            return False
        if shortfall.requirement.kind == ACTION:
            purpose = shortfall.requirement.purpose_id
            return self._get_log_action(records.with_env(self.env), purpose)
        if shortfall.requirement.kind == NEXT_STEP:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Plan the next step"),
                "res_model": "mail.activity.schedule",
                "view_mode": "form",
                "views": [[False, "form"]],
                "target": "new",
                "context": {
                    "active_model": records._name,
                    "active_ids": records.ids,
                    "active_id": records.id,
                },
            }
        return False

    @api.model
    def _get_log_action(self, record, purpose):
        Log = self.env["playbook.action.log"]
        values = {"lead_id" if record._name == LEAD else "partner_id": record.id}
        if purpose:
            values["purpose_id"] = purpose.id
        return Log._open_log(**values)

    @api.model
    def _get_procedures(self, blocking):
        procedures = self.env["playbook.procedure"].union(
            *(each.requirement.procedure_id for each in blocking)
        )
        return [
            {
                "name": each.name,
                "instruction": not is_html_empty(each.instruction) and each.instruction,
            }
            for each in procedures.sudo()  # told to whoever is asked
        ]
