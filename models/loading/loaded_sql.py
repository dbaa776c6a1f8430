"""Which leads are as they were loaded, in SQL: workflows leave those alone."""

from odoo.tools import SQL


def untouched_since_loaded():
    """Whether the row ``lead`` was made by a load that asked workflows not to act, and
    has been in the stage of the row ``stay`` ever since.
    """
    return SQL(
        """
        EXISTS (SELECT FROM playbook_load_key loaded
                 WHERE loaded.res_model = 'crm.lead'
                   AND loaded.res_id = lead.id
                   AND loaded.created
                   AND loaded.with_workflows IS NOT TRUE
                   AND stay.date <= loaded.create_date)
        """
    )


def made_by_load(model, record_id):
    """Whether a record was made by a load that asked workflows not to act.

    :param record_id: the record's id, an SQL expression.
    """
    return SQL(
        """
        EXISTS (SELECT FROM playbook_load_key loaded
                 WHERE loaded.res_model = %s
                   AND loaded.res_id = %s
                   AND loaded.created
                   AND loaded.with_workflows IS NOT TRUE)
        """,
        model,
        record_id,
    )
