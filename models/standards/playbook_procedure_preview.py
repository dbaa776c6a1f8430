"""Who falls short of a procedure today, counted and found with one statement.

It asks the same domains of all records that enforcement asks of those that move:
:meth:`~.playbook_requirement_domain.PlaybookProcedure._get_concerned_domain` and
:meth:`~.playbook_requirement_domain.PlaybookRequirement._get_met_domain`.
"""

from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .playbook_procedure import CONTACT, CUSTOMER, LEAD
from .playbook_procedure_candidates import CUSTOMERS, LEADS
from .playbook_requirement import ACTION, NEXT_STEP

# Where a record comes to be: nothing of what is there already moves.
BEGINNING = (CUSTOMER, CONTACT, LEAD)
REQUIREMENT, STAGE, PERSON, SEGMENT = "requirement", "stage", "person", "segment"
# The columns by which it is counted, in the order of the bits of GROUPING.
GROUPED = (STAGE, PERSON, SEGMENT)
COLUMNS = {STAGE: "stage_id", PERSON: "person_id", SEGMENT: "segment_id"}


class Impact(NamedTuple):
    """What a procedure would do to the records of one model.

    :param total: how many it is asked of.
    :param short: how many of them fall short of anything.
    :param blocked: how many of what keeps them from going on.
    :param by_requirement: from the id of each requirement to how many fall short of it.
    :param groups: from ``stage``, ``person`` and ``segment`` to a dictionary from an id
        (None: of none) to the pair of how many there are and how many fall short.
    """

    model: str
    total: int
    short: int
    blocked: int
    by_requirement: dict
    groups: dict


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def _get_previewed(self):
        """This, as the company works with it."""
        company = self.company_id or self.env.company
        # What is missing does not depend on who looks, and the numbers are those of the
        # whole company: lists are opened with the rights of each user.
        return self.with_company(company).sudo()

    def _preview(self):
        """What this would do today: a list of :class:`Impact`, one a model."""
        self.ensure_one()
        procedure = self._get_previewed()
        return [
            procedure._preview_model(model, candidates)
            for model, candidates in procedure._get_candidates().items()
        ]

    def _preview_model(self, model, candidates):
        requirements, known = self._select_known(model, candidates)
        binding = [self._binds(each) for each in requirements]
        columns = [SQL.identifier(COLUMNS[each]) for each in GROUPED]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT GROUPING(%(columns)s), %(columns)s, COUNT(*),
                       COUNT(*) FILTER (WHERE TRUE = ANY(lacks)),
                       COUNT(*) FILTER (WHERE %(blocked)s),
                       ARRAY[%(each)s]::integer[]
                  FROM (%(known)s) known
              GROUP BY GROUPING SETS ((), %(sets)s)
                """,
                columns=SQL(", ").join(columns),
                blocked=self._any_lacks(binding),
                each=SQL(", ").join(
                    SQL("COUNT(*) FILTER (WHERE lacks[%s])", place + 1)
                    for place in range(len(requirements))
                ),
                known=known,
                sets=SQL(", ").join(SQL("(%s)", column) for column in columns),
            )
        )
        return self._read_impact(model, requirements, rows)

    @api.model
    def _read_impact(self, model, requirements, rows):
        totals, groups = (0, 0, 0, []), {each: {} for each in GROUPED}
        everything = 2 ** len(GROUPED) - 1
        for bits, *row in rows:
            ids, numbers = row[: len(GROUPED)], row[len(GROUPED) :]
            if bits == everything:
                totals = numbers
                continue
            # One column is not put together: its bit is 0.
            missing = everything - bits
            at = len(GROUPED) - missing.bit_length()
            groups[GROUPED[at]][ids[at]] = tuple(numbers[:2])
        total, short, blocked, counts = totals
        by_requirement = dict(zip(requirements.ids, counts, strict=False))
        return Impact(model, total, short, blocked, by_requirement, groups)

    def _find_short_ids(self, model, kind=None, key=None):
        """The ids of the records of ``model`` that fall short today.

        :param kind: of those alone that fall short of the ``requirement``, or are of
            the ``stage``, ``person`` or ``segment``, with the id ``key``.
        """
        procedure = self._get_previewed()
        candidates = procedure._get_candidates().get(model, Domain.FALSE)
        requirements, known = procedure._select_known(model, candidates)
        chosen = SQL("TRUE = ANY(lacks)")
        if kind == REQUIREMENT:
            chosen = self._any_lacks([each.id == key for each in requirements])
        elif kind:
            column = SQL.identifier(COLUMNS[kind])
            chosen = SQL("%s AND %s IS NOT DISTINCT FROM %s", chosen, column, key)
        rows = self.env.execute_query(
            SQL("SELECT id FROM (%s) known WHERE %s ORDER BY id", known, chosen)
        )
        return [record_id for (record_id,) in rows]

    @api.model
    def _any_lacks(self, chosen):
        """:param chosen: for each requirement, whether it counts."""
        places = [place for place, counts in enumerate(chosen, 1) if counts]
        return SQL(" OR ").join(SQL("lacks[%s]", place) for place in places) or SQL(
            "FALSE"
        )

    def _binds(self, requirement):
        """Whether who falls short of it could not go on, were this enforced."""
        if not requirement._may_stop():
            return False
        # Nothing can be done on what is not there yet.
        later = requirement.kind in (ACTION, NEXT_STEP)
        return not (later and self.moment in BEGINNING)

    # ------------------------------------------------------------------
    # The statement
    # ------------------------------------------------------------------

    def _select_known(self, model, candidates):
        """:return: the requirements that can be asked, and the SELECT of the ``id`` of
        each record that is concerned, which of them it ``lacks``, and the columns by
        which they are counted.
        """
        Model = self.env[model].with_context(active_test=False)
        domain = candidates & self._get_scope_domain() & self._get_bound_domain(model)
        try:
            concerned = self._get_concerned_domain(model).optimize_full(Model)
        except ValueError:
            # Told in words; enforcement does not ask it either.
            concerned = Domain.FALSE
        query = Model._search(domain & concerned)
        requirements, lacks = self.requirement_ids.browse(), []
        for requirement in self.requirement_ids:
            try:
                met = requirement._get_met_domain(model).optimize_full(Model)
                met = met._to_sql(Model, query.table, query)
            except ValueError:
                break  # as above: nor what follows
            requirements |= requirement
            lacks.append(SQL("(%s) IS NOT TRUE", met))
        person = self._get_person_sql(Model, query.table)
        rows = query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("ARRAY[%s]::boolean[] AS lacks", SQL(", ").join(lacks)),
            SQL("%s AS stage_id", self._get_stage_sql(model, query.table)),
            SQL("%s AS person_id", person),
            SQL("%s AS customer_id", self._get_customer_sql(model, query.table)),
            SQL("%s AS company_id", SQL.identifier(query.table, "company_id")),
        )
        return requirements, self._add_segment(rows)

    def _add_segment(self, rows):
        """``rows`` with whose they are and the segment of the customer."""
        self.env["playbook.main.segment"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return SQL(
            """
            SELECT base.id, base.lacks, base.stage_id, main.segment_id,
                   CASE WHEN %(works)s THEN person.id END AS person_id
              FROM (%(rows)s) base
         LEFT JOIN res_users person ON person.id = base.person_id
         LEFT JOIN res_partner customer ON customer.id = base.customer_id
         LEFT JOIN playbook_main_segment main
                ON main.partner_id = customer.commercial_partner_id
               AND main.company_id = COALESCE(base.company_id, %(company)s)
            """,
            rows=rows,
            works=SQL("person.active AND NOT person.share AND person.id != %s", 1),
            company=self.env.company.id,
        )

    @api.model
    def _get_stage_sql(self, model, alias):
        return SQL.identifier(alias, "stage_id") if model == LEADS else SQL("NULL::int")

    @api.model
    def _get_customer_sql(self, model, alias):
        return SQL.identifier(alias, "id" if model == CUSTOMERS else "partner_id")

    @api.model
    def _get_person_sql(self, records, alias):
        """Whose a record is: as
        :meth:`~.playbook_finding.PlaybookFinding._get_person`.
        """
        records.flush_model(["user_id"])
        self.env["res.users"].flush_model(["active", "share"])
        own = SQL.identifier(alias, "user_id")
        if records._name != CUSTOMERS:
            return own
        self.env["crm.lead"].flush_model(["active", "partner_id", "type", "user_id"])
        return SQL(
            """COALESCE(%s, (
                SELECT brought.user_id FROM crm_lead brought
                 WHERE brought.partner_id = %s
                   AND brought.type = 'opportunity' AND brought.active
              ORDER BY brought.priority DESC, brought.id DESC
                 LIMIT 1))""",
            own,
            SQL.identifier(alias, "id"),
        )

    def _get_scope_domain(self):
        """Of companies that whoever looks does not work in, nothing is told."""
        if self.company_id:
            return Domain.TRUE
        return Domain("company_id", "in", [*self.env.user.company_ids.ids, False])

    def _get_bound_domain(self, model):
        """The records of those whom it is for, and what is nobody's yet."""
        group_ids = self.profile_ids.group_id.ids
        if not group_ids:
            return Domain.TRUE
        Users = self.env["res.users"]
        # Odoo's search for users without a group finds those with another.
        bound = Users.search([("all_group_ids", "in", group_ids)])
        colleagues = Users.search(
            [("share", "=", False), ("id", "not in", [SUPERUSER_ID, *bound.ids])]
        )
        if not colleagues:
            return Domain.TRUE

        def to_sql(records, alias, _query):
            return SQL(
                "COALESCE(%s != ALL(%s), TRUE)",
                self._get_person_sql(records, alias),
                colleagues.ids,
            )

        return Domain.custom(to_sql=to_sql)
