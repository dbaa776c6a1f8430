"""What indicators of one's own can count, and whose each of it is: in SQL and in words.

A model says in which company's figures one of its records counts, which person, team,
customer and origin it is told by, and what is never counted.
"""

from odoo.fields import Domain
from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import ORIGINS

LEAD, CUSTOMER, ORDER = "crm.lead", "res.partner", "sale.order"
ACTION, PROMISE, FINDING = (
    *("playbook.action", "playbook.promise.keeping"),
    "playbook.finding",
)
MODELS = [
    (LEAD, "Leads and opportunities"),
    (CUSTOMER, "Customers"),
    (ORDER, "Quotations and orders"),
    (ACTION, "Actions"),
    (PROMISE, "Promises to customers"),
    (FINDING, "Points to fix"),
]
# Columns of the model that stand for those of facts.
OWN = {
    LEAD: ("team_id", "user_id", *ORIGINS, "stage_id"),
    CUSTOMER: ("user_id", *ORIGINS),
    ORDER: ("team_id", "user_id", *ORIGINS),
    ACTION: ("team_id", "user_id"),
    PROMISE: ("team_id", "user_id"),
    FINDING: ("user_id",),
}
# The same for whoever looks for the records of a figure, by fields: the first that says
# anything counts. Where nothing tells the company, it is the first one.
RATING = "rating.rating"
RATED = "partner_id.commercial_partner_id"
_BY_OWNER = ("company_id", "team_id.company_id", "user_id.company_id")
HOMES = {
    LEAD: _BY_OWNER,
    CUSTOMER: ("company_id", "user_id.company_id"),
    ORDER: ("company_id",),
    ACTION: _BY_OWNER,
    PROMISE: _BY_OWNER,
    FINDING: (
        *("lead_id.company_id", "order_id.company_id", "partner_id.company_id"),
        "user_id.company_id",
    ),
    RATING: (
        *("playbook_customer_mail_id.company_id", f"{RATED}.company_id"),
        *(f"{RATED}.service_user_id.company_id", f"{RATED}.user_id.company_id"),
    ),
}
PERSONS = {
    **dict.fromkeys(OWN, ("user_id",)),
    RATING: (f"{RATED}.service_user_id", f"{RATED}.user_id"),
}
_RELATED = ("partner_id", "lead_id.partner_id", "order_id.partner_id")
CONTACTS = {
    LEAD: ("partner_id",),
    ORDER: ("partner_id",),
    ACTION: ("partner_id",),
    PROMISE: _RELATED,
    FINDING: _RELATED,
    RATING: ("partner_id",),
}
# What counts at all. Lost opportunities are archived, and count.
ALWAYS = {CUSTOMER: Domain("customer_state", "!=", False)}
WITH_ARCHIVED = {LEAD}
# Documents in a currency of their own: how many of it the company's one is worth.
RATES = {ORDER: "currency_rate"}


def company_column(model):
    """The id of the company in whose figures the row ``counted`` counts."""
    if model == ORDER:
        return SQL("counted.company_id")
    if model == CUSTOMER:
        return company_of("counted", team=None)
    if model == FINDING:
        return SQL(
            """
            COALESCE(
                (SELECT lead.company_id FROM crm_lead lead
                  WHERE lead.id = counted.lead_id),
                (SELECT sale.company_id FROM sale_order sale
                  WHERE sale.id = counted.order_id),
                (SELECT customer.company_id FROM res_partner customer
                  WHERE customer.id = counted.partner_id),
                (SELECT person.company_id FROM res_users person
                  WHERE person.id = counted.user_id),
                (SELECT MIN(first.id) FROM res_company first WHERE first.active))
            """
        )
    return company_of("counted")


def number_column(model, field):
    """The number in ``field`` of ``counted``; money in the company's currency."""
    column = SQL.identifier("counted", field.name)
    if field.type == "monetary" and model in RATES:
        rate = SQL.identifier("counted", RATES[model])
        return SQL("(%s / COALESCE(NULLIF(%s, 0), 1))", column, rate)
    return column


def during(field):
    """That ``field`` of the row ``counted`` lies in the period."""
    column = SQL.identifier("counted", field.name)
    if field.type == "date":
        return SQL("%s >= period.date_from AND %s < period.date_to", column, column)
    return SQL("%s >= period.start_at AND %s < period.end_at", column, column)


def contact_column(model):
    """The id of the customer, or a contact of theirs, of the row ``counted``."""
    if model == CUSTOMER:
        return SQL("counted.id")
    if model not in (PROMISE, FINDING):
        return SQL("counted.partner_id")
    return SQL(
        """
        COALESCE(counted.partner_id,
                 (SELECT lead.partner_id FROM crm_lead lead
                   WHERE lead.id = counted.lead_id),
                 (SELECT sale.partner_id FROM sale_order sale
                   WHERE sale.id = counted.order_id))
        """
    )


def owners(model):
    """The columns of facts of the row ``counted``, a contact of whom is ``contact``."""
    columns = {name: SQL.identifier("counted", name) for name in OWN[model]}
    return columns | {"partner_id": SQL("contact.commercial_partner_id")}
