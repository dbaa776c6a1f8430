"""Where a column of a file can go, and by which headers that is recognised.

The words are headers as companies have them, in English and Spanish, written as
:func:`~.tools.values.plain` leaves them; labels and technical names of fields are
recognised without being listed.
"""

from typing import NamedTuple

from odoo.tools import LazyTranslate

from .playbook_load import ACTION, COMPANY, CONTACT, LEAD

_lt = LazyTranslate(__name__)

# Not fields of the model, or treated in a way of their own.
PARENT, CUSTOMER, OPPORTUNITY = "parent", "customer", "opportunity"
RESULT, CURRENCY = "result", "currency"
STAGE = "stage_id"
CREATED = "create_date"
REFERENCES = {PARENT: "parent_id", CUSTOMER: "partner_id", OPPORTUNITY: "lead_id"}
# What the ORM does not take, or sets itself: set afterwards.
BACK_DATED = {
    CREATED,
    "date_open",
    "date_closed",
    "date_last_stage_update",
    "date_conversion",
}
# What tells how a lead stands; Odoo sets some of them by itself.
STANDING = (
    *("active", "stage_id", "probability", "lost_reason_id", "date_closed"),
    "date_last_stage_update",
)


class Target(NamedTuple):
    """A place where a column can go.

    :param name: of a field, or one of the names above.
    :param label: empty where the field's own says it.
    :param words: headers, parted by commas.
    """

    name: str
    words: str = ""
    label: object = ""


ADDRESS = (
    Target(
        "street", "address, address 1, direccion, domicilio, calle, direccion 1, via"
    ),
    Target("street2", "address 2, direccion 2, piso, planta"),
    Target(
        "zip",
        "zip, zip code, postcode, postal code, cp, codigo postal, c p, cod postal, "
        "c postal",
    ),
    Target("city", "town, ciudad, poblacion, localidad, municipio"),
    Target(
        "state_id",
        "state, province, region, county, provincia, estado provincia, comunidad, "
        "comunidad autonoma",
    ),
    Target("country_id", "country, country code, pais, nacion"),
)
SEGMENTATION = (
    Target("industry_id", "industry, sector, vertical, actividad, ramo, cnae, sic"),
    Target(
        "customer_type_id",
        "customer type, account type, client type, tipo de cliente, tipo cliente, tipo",
    ),
    Target("purchase_potential_id", "potential, potencial, potencial de compra"),
    Target("territory_id", "territory, zona, territorio, area"),
    Target(
        "source_id",
        "source, lead source, origin, origen, fuente, procedencia, canal de entrada",
    ),
)
PEOPLE = (
    Target(
        "user_id",
        "salesperson, sales agent, sales rep, owner, account manager, account owner, "
        "agent, rep, comercial, vendedor, responsable, propietario, agente, "
        "asignado a, company owner, contact owner, deal owner, opportunity owner, "
        "lead owner, assigned, assigned to",
    ),
)
REACHED_BY = (
    Target(
        "phone",
        "telephone, tel, tlf, phone number, phone, mobile, mobile phone, cell phone, "
        "telefono, tfno, movil, telefono fijo, telefono movil, telefono directo, fijo, "
        "direct phone, office phone",
    ),
    Target("website", "web, url, homepage, site, pagina web, sitio web"),
)
NOTES = Target(
    "comment", "notes, note, comments, comment, remarks, notas, observaciones"
)
PARTNER_EMAIL = Target(
    "email", "e mail, mail, email address, correo, correo e, correo electronico"
)
PARTNER_MORE = (
    PARTNER_EMAIL,
    *REACHED_BY,
    *ADDRESS,
    *SEGMENTATION,
    *PEOPLE,
    Target("service_user_id", "service responsible, responsable de servicio"),
    Target("category_id", "tags, labels, etiquetas, categorias, category, categoria"),
    Target("lang", "language, idioma, lengua"),
    Target("ref", "internal reference, referencia, referencia interna"),
    Target("is_prospect", "prospect, prospecto, potencial cliente"),
    NOTES,
    Target(
        CREATED,
        "created, created on, creation date, created date, create date, date created, "
        "fecha de alta, fecha alta, alta, creado, fecha creacion, fecha de creacion",
    ),
)
NAME_WORDS = (
    "name, account, account name, company, company name, customer, customer name, "
    "client, organization, organisation, razon social, nombre, empresa, cliente, "
    "nombre empresa, nombre de la empresa, nombre comercial, cuenta, denominacion, "
    "nombre fiscal"
)
TARGETS = {
    COMPANY: (
        Target("name", NAME_WORDS),
        Target("vat", "vat, vat number, tax id, nif, cif, nif cif, cif nif, rut, rfc"),
        *PARTNER_MORE,
        Target(
            PARENT,
            "parent company, parent, parent account, group, grupo, matriz, "
            "empresa matriz",
            _lt("Parent company"),
        ),
    ),
    CONTACT: (
        Target(
            "name",
            "name, full name, contact, contact name, person, nombre, contacto, "
            "nombre completo, nombre y apellidos, persona de contacto",
        ),
        Target(
            PARENT,
            "company, company name, company id, account, account name, account id, "
            "customer, customer id, client, organization, empresa, cliente, cuenta, "
            "id empresa, id cliente, codigo cliente, cod cliente, no cliente, "
            "n cliente, razon social, associated company, company account",
            _lt("Company"),
        ),
        Target(
            "function",
            "job, job title, position, title, role, cargo, puesto, departamento, "
            "department",
        ),
        *PARTNER_MORE,
    ),
    LEAD: (
        Target(
            "name",
            "name, opportunity, opportunity name, deal, deal name, lead, subject, "
            "topic, product, nombre, oportunidad, asunto, titulo, producto, "
            "nombre de la oportunidad, nombre oportunidad",
        ),
        Target(
            CUSTOMER,
            "customer, customer id, client, account, account name, account id, "
            "company id, cliente, cuenta, id cliente, codigo cliente, cod cliente, "
            "no cliente, n cliente, associated company, company account",
            _lt("Customer"),
        ),
        Target("partner_name", "company, company name, empresa, nombre empresa"),
        Target("contact_name", "contact, contact name, contacto, persona de contacto"),
        Target("email_from", "email, e mail, mail, correo, correo electronico"),
        *REACHED_BY,
        Target("function", "job title, position, cargo, puesto"),
        Target(
            STAGE,
            "stage, deal stage, sales stage, pipeline stage, etapa, fase, "
            "etapa de venta",
            _lt("Stage (or lost)"),
        ),
        Target(
            RESULT,
            "status, result, outcome, won lost, estado, resultado, ganada perdida",
            _lt("Open, won or lost"),
        ),
        Target(
            "lost_reason_id",
            "lost reason, loss reason, closed lost reason, reason, motivo, "
            "motivo de perdida, motivo perdida",
        ),
        *PEOPLE,
        Target("team_id", "team, sales team, equipo, equipo de ventas"),
        Target("type", "type, record type, tipo, lead or opportunity"),
        Target(
            "expected_revenue",
            "amount, value, revenue, deal value, close value, price, importe, valor, "
            "ingreso esperado, ingresos, monto, cuantia",
        ),
        Target(CURRENCY, "currency, moneda, divisa", _lt("Currency of the amounts")),
        Target("probability", "probability, probabilidad"),
        Target(
            "date_deadline",
            "expected closing, expected close, forecast date, cierre previsto, "
            "fecha prevista, cierre esperado, prevision de cierre, "
            "fecha cierre prevista, fecha de cierre prevista, fecha prevista de cierre",
        ),
        Target(
            CREATED,
            "created, created on, creation date, created at, date created, open date, "
            "created date, create date, fecha alta, "
            "creado, creado el, fecha de creacion, fecha creacion, fecha de alta",
        ),
        Target("date_open", "assigned on, assignment date, fecha de asignacion"),
        Target(
            "date_closed",
            "closed, closed on, close date, closing date, closed date, won on, "
            "fecha de cierre, fecha cierre, cerrado, cerrada el",
        ),
        Target(
            "date_last_stage_update",
            "last stage change, stage since, in stage since, en etapa desde, "
            "ultimo cambio de etapa",
        ),
        *SEGMENTATION,
        Target("medium_id", "medium, channel, medio, canal"),
        Target("campaign_id", "campaign, campana"),
        Target("referred", "referred by, referido por, recomendado por"),
        Target("tag_ids", "tags, labels, etiquetas"),
        Target("priority", "priority, rating, prioridad"),
        Target("description", "notes, description, comments, notas, observaciones"),
        *ADDRESS,
    ),
    ACTION: (
        Target("name", "subject, summary, what, title, asunto, resumen, titulo, que"),
        Target(
            CUSTOMER,
            "customer, customer id, contact, contact id, company, company id, account, "
            "account id, client, cliente, contacto, empresa, cuenta, id cliente, "
            "email, company account, associated company, cod cliente, no cliente",
            _lt("Customer"),
        ),
        Target(
            OPPORTUNITY,
            "opportunity, opportunity id, deal, deal id, lead, lead id, oportunidad, "
            "id oportunidad",
            _lt("Opportunity"),
        ),
        Target(
            "activity_type_id",
            "type, activity, activity type, channel, tipo, actividad, "
            "tipo de actividad, canal, task type",
        ),
        Target(
            "date_done",
            "date, done on, when, completed on, created on, fecha, realizada el, "
            "fecha de realizacion, fecha y hora, date and time",
        ),
        Target(
            "user_id",
            "user, done by, owner, agent, salesperson, usuario, comercial, "
            "realizado por, assigned, assigned to, asignado a",
        ),
        Target("purpose_id", "purpose, goal, reason, objetivo, proposito, finalidad"),
        Target("outcome_id", "outcome, result, resultado"),
        Target(
            "note",
            "note, notes, comment, comments, description, notas, comentario, "
            "comentarios, observaciones",
        ),
    ),
}
# Without which a line is not valid; the first of each group that is there suffices.
REQUIRED = {
    COMPANY: (("name",),),
    CONTACT: (("name", "email"),),
    LEAD: (("name", CUSTOMER, "partner_name", "contact_name", "email_from"),),
    ACTION: ((CUSTOMER, OPPORTUNITY), ("date_done",), ("activity_type_id",)),
}
FIXED = {
    RESULT: {
        "open": _lt("Open"),
        "won": _lt("Won"),
        "lost": _lt("Lost"),
    },
}


def get_words(text):
    """``text`` of a table above as a set."""
    return {word.strip() for word in text.split(",") if word.strip()}
