"""What uses the fields of the forms, in this room and those before it."""

from collections import defaultdict

from odoo import api, models

from ..profiles.playbook_screen import ENTITIES
from ..segments.selectors import SELECTORS
from ..segments.territory_sql import ADDRESS_FIELDS
from .field_uses import REQUIRED, SUPPLIED, USED, Use, list_asked, list_ruled
from .playbook_procedure import COMPANIES, CONTACT, PEOPLE, RETIRED
from .playbook_requirement import CUSTOMER, FIELD, LEAD


class PlaybookFieldUsage(models.Model):
    _inherit = "playbook.field.usage"

    @api.model
    def _get_uses(self):
        """Where fields are used, by ``(entity, field name)``: lists of :class:`Use`."""
        # Of all companies; whose names are told is decided where they are shown.
        uses = defaultdict(list)
        for use in self.sudo()._find_uses():
            if use.name in models.MAGIC_COLUMNS:
                continue
            for entity in use.list_entities():
                uses[entity, use.name].append(use)
        return dict(uses)

    @api.model
    def _find_uses(self):
        """Where fields are used; later rooms add what they know.

        :return: a list of :class:`Use`, in a number of queries that does not grow.
        """
        return [
            *self._find_procedure_uses(),
            *self._find_segment_uses(),
            *self._find_selector_uses(),
            *self._find_action_uses(),
            *self._find_team_uses(),
            *self._find_rule_uses(),
            *self._find_needs(),
        ]

    @api.model
    def _get_needed_fields(self):
        """What this addon needs on the forms, whoever fills it in: a dictionary from
        each entity to one from names of fields to why.

        Later rooms add what they need.
        """
        who = self.env._("Needed by CRM Playbook: who is responsible")
        whom = self.env._("Needed by CRM Playbook: whom to reach")
        what = self.env._("Needed by CRM Playbook: what it is, and where it belongs")
        responsible = dict.fromkeys(("user_id", "service_user_id"), who)
        customer = {
            **responsible,
            **dict.fromkeys(("email", "phone"), whom),
            **dict.fromkeys(("is_prospect", "name", "territory_id"), what),
        }
        persons = dict.fromkeys(("buying_role_ids", "parent_id"), whom)
        deal = ("contact_name", "email_from", "partner_id", "partner_name", "phone")
        place = ("name", "stage_id", "team_id", "territory_id", "type")
        # Fields of one's own, and what the customer takes over from the deal.
        place += ("lead_properties", "industry_id", "source_id")
        place += ("customer_type_id", "purchase_potential_id")
        plan = ("activity_type_id", "date_deadline", "playbook_purpose_id")
        return {
            "company": customer,
            "contact": {**customer, **persons},
            "lead": {
                **responsible,
                **dict.fromkeys(deal, whom),
                **dict.fromkeys(place, what),
            },
            "activity": {
                "user_id": who,
                **dict.fromkeys((*plan, "playbook_outcome_id"), what),
            },
        }

    @api.model
    def _find_needs(self):
        for entity, needed in self._get_needed_fields().items():
            model = ENTITIES[entity][0]
            for name, text in needed.items():
                if name in self.env[model]._fields:
                    yield Use(model, name, USED, self.browse(), text, (entity,))

    @api.model
    def _find_rule_uses(self):
        """What decides who sees a record must be there to be filled in."""
        models_of_forms = {model for model, *_ in ENTITIES.values()}
        # Those of three models: a few dozen.
        for rule in self.env["ir.rule"].search(
            [("active", "=", True), ("model_id.model", "in", list(models_of_forms))]
        ):
            text = self.env._("Access rule “%(name)s”", name=rule.name)
            model = rule.model_id.model
            for reached, name in sorted(list_ruled(self.env, model, rule.domain_force)):
                yield Use(reached, name, USED, rule, text)

    @api.model
    def _find_procedure_uses(self):
        # What is prepared as a new version is what it takes the place of.
        found = self.env["playbook.procedure"].search(
            [("state", "!=", RETIRED), ("revises_id", "=", False)]
        )
        for procedure in found:
            text = self.env._("Procedure “%(name)s”", name=procedure.name)
            asked = {(procedure._get_model(), procedure.domain)}
            entities = self._get_customer_entities(procedure)
            for each in procedure.requirement_ids:
                of = entities if each.model == CUSTOMER else ()
                if each.kind == FIELD and each.field_name:
                    yield Use(
                        each.model, each.field_name, REQUIRED, procedure, text, of
                    )
                asked |= {(each.model, each.condition), (each.model, each.only_if)}
            text = self.env._("Condition of procedure “%(name)s”", name=procedure.name)
            for model, condition in asked:
                for use in self._find_asked(model, condition, procedure, text):
                    own = use.model == model == CUSTOMER
                    yield use._replace(entities=entities if own else ())

    @api.model
    def _get_customer_entities(self, procedure):
        """On which forms the customers are that a procedure is about."""
        if procedure.moment == CONTACT:
            return ("contact",)
        kinds = {COMPANIES: ("company",), PEOPLE: ("contact",)}
        return kinds.get(procedure.customer_kind, ())

    @api.model
    def _find_asked(self, model, condition, owner, text):
        """The fields that a condition on ``model`` asks for, as uses of ``owner``."""
        return [
            Use(reached, name, USED, owner, text)
            for reached, name in sorted(list_asked(self.env, model, condition))
        ]

    @api.model
    def _find_segment_uses(self):
        # Those of all companies: a dozen or two.
        segments = self.env["playbook.segment"].search([])  # pylint: disable=no-search-all
        for segment in segments:
            text = self.env._("Segment “%(name)s”", name=segment.name)
            yield from self._find_asked(CUSTOMER, segment.domain, segment, text)
        rules = self.env["playbook.territory.rule"].search([], limit=1)
        for model in (CUSTOMER, LEAD) if rules else ():
            for name in ADDRESS_FIELDS:
                yield Use(model, name, USED, rules, self.env._("Rules of territories"))

    @api.model
    def _find_selector_uses(self):
        # One for each of the fields in which people choose.
        for selector in self.env["playbook.selector"].search([]):  # pylint: disable=no-search-all
            each = SELECTORS[selector.key]
            text = self.env._("Selector “%(name)s”", name=selector.name)
            for model in (CUSTOMER,) if each.of_contacts else (CUSTOMER, LEAD):
                yield Use(model, each.field, SUPPLIED, selector, text)

    @api.model
    def _find_action_uses(self):
        for outcome in self.env["playbook.outcome"].search(
            [("set_field", "!=", False)]
        ):
            text = self.env._("Outcome “%(name)s”", name=outcome.name)
            yield Use(LEAD, outcome.set_field, USED, outcome, text)
        # What is asked for when activities are finished: a few for each type.
        for line in self.env["playbook.reported.field"].search([]):  # pylint: disable=no-search-all
            text = self.env._(
                "Report on activities “%(name)s”", name=line.activity_type_id.name
            )
            yield Use(line.model, line.field_name, USED, line.activity_type_id, text)

    @api.model
    def _find_team_uses(self):
        for team in self.env["crm.team"].search([("assignment_domain", "!=", False)]):
            text = self.env._("Assignment to team “%(name)s”", name=team.name)
            yield from self._find_asked(LEAD, team.assignment_domain, team, text)
