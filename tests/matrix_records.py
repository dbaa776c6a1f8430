"""Labelled records of every model in the access matrix: see ``access_matrix.py``."""

from odoo import fields
from odoo.fields import Command

from .matrix_results import MatrixResults
from .matrix_standards import MatrixStandards


class MatrixRecords(MatrixStandards, MatrixResults):
    """Mixin that makes what the labels of the matrix name.

    ``cases`` has, for each label and whose it is, the records of all scoped models that
    belong to it: a deal, its order and invoice, and what happened on it.
    """

    @classmethod
    def _make_accounting(cls, company):
        """What an invoice needs, without a chart of accounts."""
        env = cls.env
        code = f"MX{company.id}"
        kinds = ("asset_receivable", "liability_payable", "income", "expense")
        accounts = env["account.account"].create(
            [
                {
                    "name": kind,
                    "code": f"{code}{number}",
                    "account_type": kind,
                    "company_ids": [Command.link(company.id)],
                }
                for number, kind in enumerate(kinds)
            ]
        )
        journals = env["account.journal"].create(
            [
                {
                    "name": f"Matrix {kind}",
                    "code": f"{kind[:1]}{company.id}"[:5],
                    "type": kind,
                    "company_id": company.id,
                    "default_account_id": accounts[account].id,
                }
                for kind, account in (("sale", 2), ("purchase", 3), ("general", 2))
            ]
        )
        return accounts, journals

    @classmethod
    def _make_case(cls, *, seller=None, team=None, customer=None, **values):
        """A deal and all that hangs on it.

        :param values: of the lead; with ``lead_only`` there is no order.
        """
        company = values.pop("company", cls.company)
        lead_only = values.pop("lead_only", False)
        person = {"user_id": seller.id if seller else False}
        owner = {**person, "team_id": team.id if team else False}
        lead = cls._create_lead(
            customer,
            **{
                "name": "Matrix deal",
                **owner,
                "company_id": company.id,
                "stage_id": cls.stage.id,
                **values,
            },
        )
        case = {"crm.lead": lead, **cls._make_history(lead)}
        if not lead_only:
            owner["company_id"] = company.id
            case.update(cls._make_order(customer, owner))
            case.update(cls._make_invoice(customer, owner))
        return case

    @classmethod
    def _make_history(cls, lead):
        """An activity, one that was done, and what the addon writes of a lead."""
        env = cls.env
        activity, done = (
            lead.activity_schedule(
                "mail.mail_activity_data_todo",
                summary="Matrix activity",
                user_id=env.uid,
            )
            for _number in range(2)
        )
        message = done._action_done(feedback="Matrix message")[0]
        action = env["playbook.action"].search([("activity_id", "=", done.id)])
        return {
            "mail.activity": activity,
            "mail.message": message,
            "crm.activity.report": env["crm.activity.report"].browse(message.id),
            "playbook.action": action,
            **cls._make_results_of_lead(lead, action),
            **cls._make_mirrors(lead),
        }

    @classmethod
    def _make_mirrors(cls, lead):
        env = cls.env
        env.flush_all()
        stay = env["playbook.transition"].search([("lead_id", "=", lead.id)], limit=1)
        if not stay:
            stay = env["playbook.transition"].create(
                {
                    "lead_id": lead.id,
                    "to_stage_id": lead.stage_id.id,
                    "date": fields.Datetime.now(),
                }
            )
        enrollment = env["playbook.enrollment"].create(
            {
                "workflow_id": cls.workflow.id,
                "lead_id": lead.id,
                "occurrence": stay.id,
                "state": "running",
                "date_entered": fields.Datetime.now(),
            }
        )
        event = env["playbook.workflow.event"].create(
            {
                "enrollment_id": enrollment.id,
                "lead_id": lead.id,
                "step_id": cls.workflow.step_ids.id,
                "occurrence": stay.id,
                "state": "planned",
                "date": fields.Datetime.now(),
            }
        )
        return {
            "playbook.transition": stay,
            "playbook.stage.report": env["playbook.stage.report"].browse(stay.id),
            "playbook.enrollment": enrollment,
            "playbook.workflow.event": event,
            **cls._make_customer_mail(enrollment),
            **cls._make_standards(lead),
            **cls._make_interest(lead),
        }

    @classmethod
    def _make_customer_mail(cls, enrollment):
        mail = cls.env["playbook.customer.mail"].create(
            {
                "enrollment_id": enrollment.id,
                "workflow_id": enrollment.workflow_id.id,
                "lead_id": enrollment.lead_id.id,
                "step_id": enrollment.workflow_id.step_ids.id,
                "occurrence": enrollment.occurrence,
                "company_id": enrollment.lead_id.company_id.id,
                "subject": "Still interested?",
                "mode": "ask",
                "state": "asked",
                "date_due": fields.Datetime.now(),
            }
        )
        rating = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "res_id": (enrollment.lead_id.partner_id or cls.company.partner_id).id,
                "playbook_asked": True,
                "playbook_customer_mail_id": mail.id,
            }
        )
        mail.rating_id = rating
        return {mail._name: mail, rating._name: rating}

    @classmethod
    def _make_standards(cls, lead):
        requirement = cls.env.ref("crm_playbook.requirement_won_revenue")
        return {
            "playbook.finding": cls.env["playbook.finding"].create(
                {
                    "requirement_id": requirement.id,
                    "procedure_id": requirement.procedure_id.id,
                    "lead_id": lead.id,
                    "date_due": fields.Date.today(),
                }
            ),
            "playbook.permission": cls.env["playbook.permission"].create(
                {"lead_id": lead.id, "user_id": cls.env.uid, "kind": "won"}
            ),
            **cls._make_standards_of_lead(lead),
        }

    @classmethod
    def _make_order(cls, customer, owner):
        order = cls._create_order(customer, **owner)
        report = cls.env["sale.report"].search(
            [("order_reference", "=", f"sale.order,{order.id}")]
        )
        return {
            "sale.order": order,
            "sale.order.line": order.order_line,
            "sale.report": report,
        }

    @classmethod
    def _make_invoice(cls, customer, owner, move_type="out_invoice"):
        company = cls.env["res.company"].browse(owner["company_id"])
        accounts, journals = cls.accounting[company]
        kind = {"out_invoice": "sale", "in_invoice": "purchase"}.get(move_type)
        journal = journals.filtered(lambda each: each.type == (kind or "general"))
        values = {
            "move_type": move_type,
            "journal_id": journal.id,
            "partner_id": customer.id,
            "invoice_user_id": owner["user_id"],
            "team_id": owner["team_id"],
        }
        if kind:
            values["invoice_line_ids"] = [
                Command.create(
                    {
                        "name": "Matrix line",
                        "price_unit": 100.0,
                        "account_id": journal.default_account_id.id,
                        "tax_ids": [],
                    }
                )
            ]
        else:
            values["line_ids"] = [
                Command.create(
                    {"name": "Matrix entry", "account_id": accounts[2].id, side: 10.0}
                )
                for side in ("debit", "credit")
            ]
        move = cls.env["account.move"].with_company(company).create(values)
        return {"account.move": move, "account.move.line": move.line_ids[:1]}
