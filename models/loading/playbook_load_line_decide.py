from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from .conversion import Conversion
from .examined import Examined
from .playbook_load import MODELS, REVIEWED
from .playbook_load_line import INVALID, LEAVE, LOAD, UNCHANGED, UNDECIDED
from .playbook_load_verdict import to_json

REJECTED = Domain("state", "=", "failed") | Domain(
    "state", "in", ["reviewed", "left_out"]
) & (Domain("verdict", "=", INVALID) | Domain("handling", "=", UNDECIDED))
HUNDRED = 100
DECIDE_BATCH = 500


class PlaybookLoadLine(models.Model):
    """Deciding on a line: is it new, is it this record, or does it stay out?"""

    _inherit = "playbook.load.line"

    is_rejected = fields.Boolean(
        string="Rejected",
        compute="_compute_is_rejected",
        search="_search_is_rejected",
        help="Not loaded, and waiting for somebody to correct it.",
    )

    @api.depends("state", "verdict", "handling")
    def _compute_is_rejected(self):
        rejected = self.filtered_domain(REJECTED)
        for line in self:
            line.is_rejected = line in rejected

    def _search_is_rejected(self, operator, value):
        if operator != "in":
            return NotImplemented
        return REJECTED if True in value else ~REJECTED

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_load(self):
        """Load these: duplicates as new records, conflicts as the file has them."""
        self._decide(LOAD)

    def action_leave(self):
        """Leave these out."""
        self._decide(LEAVE)

    def decide(self, decision, record_id=False):
        """Decide on one line.

        :param decision: ``load`` or ``leave``.
        :param record_id: that of the candidate that it is; else it is a new one.
        """
        self.ensure_one()
        candidates = {each["id"] for each in self.candidates or ()} | {self.res_id}
        if record_id and record_id not in candidates:
            raise UserError(
                self.env._("Choose one of the records beside line %s.", self.number)
            )
        # What is left out stays what it is: it may be decided otherwise yet.
        self._decide(decision, None if decision == LEAVE else record_id or False)

    def _decide_same(self):
        """Each of these is the record that it may be, where there is but one, and no
        other line may be it.
        """
        proposed = {
            line: line.candidates[0]["id"]
            for line in self
            if len(line.candidates or ()) == 1
        }
        times = Counter(proposed.values())
        alone = {line: each for line, each in proposed.items() if times[each] == 1}
        self.browse(line.id for line in alone)._decide(LOAD, alone)

    def _decide(self, decision, record_id=None):
        """:param record_id: None where the record that was found stays it; a dictionary
        from lines where it is another for each.
        """
        if decision not in (LOAD, LEAVE):
            raise UserError(self.env._("A line is loaded, or left out."))
        # What may be decided is only read here; who may write the load may decide.
        loads = self.load_id
        loads.check_access("write")
        for load in loads:
            load._check_state(REVIEWED)
        lines = self.filtered(
            lambda line: line.state == REVIEWED
            and line.verdict not in (INVALID, UNCHANGED)
        )
        get_id = record_id.get if isinstance(record_id, dict) else lambda _: record_id
        rows = [
            {"id": line.id, "handling": decision, "decided": True}
            | ({} if record_id is None else {"res_id": get_id(line) or None})
            for line in lines
        ]
        columns = {"handling": "text", "decided": "boolean"}
        if record_id is not None:
            columns["res_id"] = "integer"
        self._update_lines(rows, columns)
        if decision == LOAD:
            for load, some in lines.grouped("load_id").items():
                some._look_again(load)

    def _look_again(self, load):
        """Say what decided lines change now."""
        load = load._as(self.env.user)
        conversion, pending = Conversion(load), load._get_pending()
        for lines in split_every(DECIDE_BATCH, self.ids, load.env[self._name].browse):
            items = load._examine(lines, conversion, pending, False)
            load._describe_changes(items)
            lines._take_judgement(items)

    # ------------------------------------------------------------------
    # Beside each other
    # ------------------------------------------------------------------

    def get_comparison(self):
        """A line and the records that it may be, as its form shows them.

        :return: a dictionary, with ``titles`` (the line first), and ``rows`` of a
            ``label``, ``values`` in the order of the titles, and ``differs``.
        """
        self.ensure_one()
        self.check_access("read")
        load = self.load_id._as(self.env.user)
        conversion = Conversion(load)
        reading = conversion.understand(self.cells, self.problems)
        Model = load.env[MODELS[load.kind]].with_context(active_test=False)
        found = {each["id"]: each for each in self.candidates or ()}
        if self.res_id:
            found.setdefault(self.res_id, {"id": self.res_id, "how": ""})
        records = Model.search([("id", "in", list(found))])
        titles = [{"id": 0, "title": self.env._("In the file"), "how": ""}]
        titles += [
            {
                "id": record.id,
                "title": record.display_name,
                "how": self._describe_how(found[record.id]),
            }
            for record in records
        ]
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        return {
            "number": self.number,
            "verdict": self.verdict,
            "verdict_label": verdicts.get(self.verdict, ""),
            "reason": self.reason or "",
            "decision": self.handling,
            "can_decide": self.state == REVIEWED
            and load.state == REVIEWED
            and self.verdict not in (INVALID, UNCHANGED),
            # Which of the records it is: somebody has to say so.
            "asks": bool(self.candidates),
            "titles": titles,
            "rows": self._compare_fields(load, conversion, reading, records),
            "chosen": self.res_id or (0 if self.decided else False),
        }

    def _compare_fields(self, load, conversion, reading, records):
        item = Examined(line=self, reading=reading, values=dict(reading.values))
        load._resolve_references([item], set())
        places = []
        for name in [*reading.references, *reading.values]:
            place = conversion.places.get(name)
            if place and place.field is not None:
                places.append(place)
        there = records.read([place.field.name for place in places], load=None)
        rows = []
        for place in places:
            field = place.field
            values = [item.values.get(field.name, False)]
            values += [to_json(each[field.name]) for each in there]
            names = load._get_names_of_values(field, values)
            said = [load._say(field, value, names) for value in values]
            said[0] = said[0] or reading.references.get(place.name, "")
            rows.append(
                {
                    "label": place.label,
                    "values": said,
                    "differs": any(text != said[0] for text in said),
                }
            )
        return rows

    def _describe_how(self, candidate):
        words = {
            "key": self.env._("Same key"),
            "vat": self.env._("Same tax ID"),
            "email": self.env._("Same e-mail"),
            "phone": self.env._("Same phone"),
            "name": self.env._("Same name"),
            "similar": self.env._("Similar name"),
            "customer": self.env._("Same name and customer"),
        }
        text = words.get(candidate.get("how"), "")
        score = candidate.get("score")
        if text and score and score < 1:
            return f"{text} ({round(HUNDRED * score)} %)"
        return text
