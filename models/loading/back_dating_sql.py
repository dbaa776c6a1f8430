"""Dates of loaded records that the ORM does not take, or has set itself, in SQL."""

from odoo.tools import SQL


def date_partners(rows):
    return SQL(
        """
        UPDATE res_partner partner SET create_date = told.create_date
          FROM jsonb_to_recordset(%s::jsonb) AS told(id integer, create_date timestamp)
         WHERE partner.id = told.id
        """,
        rows,
    )


def date_leads(rows):
    """Odoo counts the days to assign and to close from these dates."""
    return SQL(
        """
        UPDATE crm_lead lead
           SET create_date = COALESCE(told.create_date, lead.create_date),
               date_open = COALESCE(told.date_open, lead.date_open),
               date_closed = COALESCE(told.date_closed, lead.date_closed),
               date_conversion = COALESCE(told.date_conversion, lead.date_conversion),
               date_last_stage_update = COALESCE(
                   told.date_last_stage_update, lead.date_last_stage_update
               ),
               day_open = ABS(EXTRACT(DAY FROM
                   COALESCE(told.date_open, lead.date_open)
                   - COALESCE(told.create_date, lead.create_date))),
               day_close = ABS(EXTRACT(DAY FROM
                   COALESCE(told.date_closed, lead.date_closed)
                   - COALESCE(told.create_date, lead.create_date)))
          FROM jsonb_to_recordset(%s::jsonb) AS told(
                   id integer, create_date timestamp, date_open timestamp,
                   date_closed timestamp, date_conversion timestamp,
                   date_last_stage_update timestamp
               )
         WHERE lead.id = told.id
        """,
        rows,
    )
