"""Records that belong to nobody in particular, or to a company."""

from odoo.fields import Command

from . import access_matrix as matrix
from .matrix_segments import MatrixSegments

LOAD_PARTS = (".column", ".value", ".line", ".key")
# Models whose records need more than a name.
SPECIAL = {
    "crm.stage",
    "crm.team.member",
    "playbook.acknowledgement",
    "playbook.decision.type",
    "playbook.field.proposal",
    "playbook.field.usage",
    "playbook.opt.out",
    "playbook.option.merge",
    "playbook.option.request",
    "playbook.profile",
    "playbook.reported.field",
    "playbook.rfm.cell",
    "playbook.rfm.grid",
    "playbook.screen",
    "playbook.screen.item",
    "playbook.screen.menu",
    "playbook.territory.rule",
    "playbook.selector",
    "playbook.team.activity",
    "rating.rating",
}


class MatrixPlain(MatrixSegments):
    """``plain``: from a model to its records by label."""

    @classmethod
    def _make_workflows(cls):
        return cls.env["playbook.workflow"].create(
            [
                {
                    "name": "Matrix workflow",
                    "company_id": company.id,
                    "target": target,
                    "trigger": trigger,
                    "step_ids": [Command.create({"summary": "Call"})],
                }
                for company, target, trigger in (
                    (cls.company, "opportunity", "no_stage_change"),
                    (cls.company, "opportunity", "no_stage_change"),
                    (cls.company, "lead", "created"),
                    (cls.company_other, "lead", "created"),
                )
            ]
        )

    @classmethod
    def _make_procedures(cls):
        """Drafts: they can be deleted, and ask for nothing."""
        mine, theirs = cls.env["playbook.procedure"].create(
            [
                {
                    "name": "Matrix procedure",
                    "moment": "lead",
                    "company_id": company.id,
                    "user_id": False,
                    "requirement_ids": [
                        Command.create({"field_name": "description"}),
                        Command.create({"field_name": "phone"}),
                    ],
                }
                for company in (cls.company, cls.company_other)
            ]
        )
        return {
            "playbook.procedure": {"any": mine, "other_company": theirs},
            "playbook.requirement": {
                "any": mine.requirement_ids[:1],
                "other_company": theirs.requirement_ids[:1],
            },
        }

    @classmethod
    def _make_plain_records(cls):
        env = cls.env
        cls.stage = env["crm.stage"].create({"name": "Matrix stage", "sequence": -90})
        cls.workflow, *workflows = cls._make_workflows()
        named = {"name": "Matrix record"}
        cls.plain = {
            model: {"any": env[model].create(dict(named))}
            for model, table in matrix.MODELS.items()
            if table.labels == matrix.PLAIN and model not in SPECIAL
        }
        cls.plain |= {
            "crm.stage": {"any": env["crm.stage"].create(dict(named))},
            "playbook.profile": {"any": env.ref("crm_playbook.profile_sales")},
            "playbook.decision.type": {"any": cls._make_decision_type(named)},
            "crm.team.member": {"any": cls.matrix_team.crm_team_member_ids[:1]},
            "playbook.workflow": dict(zip(matrix.FOLLOWING, workflows, strict=True)),
            "playbook.workflow.step": {
                label: workflow.step_ids
                for label, workflow in zip(matrix.FOLLOWING, workflows, strict=True)
            },
        }
        # Of Odoo's own, beside those that are as visible as a lead.
        cls.odoos = {"rating.rating": cls._make_rating()}
        cls.plain |= cls._make_procedures()
        cls._make_screens()
        cls._make_territory_rule()
        cls._make_records_of_companies(named)
        cls._make_loads()
        absences = env["playbook.absence"].create(
            [
                {"user_id": user.id, "date_from": "2039-01-01", "date_to": "2039-01-02"}
                for user in (cls.user_other_team, cls.user_other_company)
            ]
        )
        cls.plain["playbook.absence"] = dict(
            zip(matrix.OF_COMPANIES, absences, strict=True)
        )

    @classmethod
    def _make_decision_type(cls, named):
        deciders = cls.env.ref("crm_playbook.profile_sales").ids
        return cls.env["playbook.decision.type"].create(
            {**named, "decider_ids": deciders}
        )

    @classmethod
    def _make_screens(cls):
        """A form and a menu of a profile that is shipped without."""
        profile = cls.env.ref("crm_playbook.profile_configurator")
        screen = cls.env["playbook.screen"].create(
            {"profile_id": profile.id, "entity": "lead"}
        )
        item = cls.env["playbook.screen.item"].create(
            {"screen_id": screen.id, "kind": "field", "name": "priority"}
        )
        menu = cls.env["playbook.screen.menu"].create(
            {
                "profile_id": profile.id,
                "menu_id": cls.env.ref("crm_playbook.playbook_workflow_menu").id,
            }
        )
        for record in (screen, item, menu):
            cls.plain[record._name] = {"any": record}

    @classmethod
    def _make_records_of_companies(cls, named):
        for model in ("res.partner", "crm.team"):
            records = cls.env[model].create(
                [
                    {**named, "company_id": company.id}
                    for company in (cls.company, cls.company_other)
                ]
            )
            cls.plain[model] = dict(zip(matrix.OF_COMPANIES, records, strict=True))

        # Whichever company wrote to them: an address is an address.
        address = cls.env["playbook.opt.out"].create(
            {"email": "a@customer.x", "sender_company_id": cls.company_other.id}
        )
        cls.plain[address._name] = {"any": address}
        contacts = cls.env["playbook.last.contact"].create(
            [
                {
                    "partner_id": cls._create_customer("Called").id,
                    "company_id": company.id,
                    "date": "2026-01-01 10:00:00",
                    "channel": "call",
                }
                for company in (cls.company, cls.company_other)
            ]
        )
        cls.plain[contacts._name] = dict(
            zip(matrix.OF_COMPANIES, contacts, strict=True)
        )

    @classmethod
    def _make_loads(cls):
        """One that is nobody's here, one of the Configurator, and another company's."""
        env = cls.env
        source = env["playbook.load.source"].create({"name": "Of the loads"})
        cls.plain |= {f"playbook.load{kind}": {} for kind in ("", *LOAD_PARTS)}
        users = (env.user, cls.holders["configurator"], env.user)
        companies = (cls.company, cls.company, cls.company_other)
        for label, user, company in zip(matrix.LOADS, users, companies, strict=True):
            load = env["playbook.load"].create(
                {
                    "name": "Matrix load",
                    "source_id": source.id,
                    "user_id": user.id,
                    "company_id": company.id,
                    "state": "columns",
                    "column_ids": [Command.create({"number": 1})],
                    "line_ids": [Command.create({"number": 2, "cells": ["A"]})],
                }
            )
            column = load.column_ids
            value = {"load_id": load.id, "column_id": column.id, "text": "A"}
            key = {"source_id": source.id, "kind": "company", "key": label}
            key |= {"load_id": load.id, "res_model": "res.partner", "res_id": 1}
            for record in (
                *(
                    load,
                    column,
                    load.line_ids,
                    env["playbook.load.value"].create(value),
                ),
                env["playbook.load.key"].create(key),
            ):
                if label in matrix.MODELS[record._name].labels:
                    cls.plain[record._name][label] = record

    @classmethod
    def _make_reported_field(cls):
        kind = cls.env["mail.activity.type"].create({"name": "Matrix reports"})
        field = cls.env["playbook.reported.field"].create(
            {"activity_type_id": kind.id, "field_name": "referred"}
        )
        cls.plain[field._name] = {"any": field}

    @classmethod
    def _make_rating(cls):
        """A rating of nothing that access depends on."""
        partner = cls._create_customer("Rated")
        return cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "res_id": partner.id,
                "rating": 5,
            }
        )
