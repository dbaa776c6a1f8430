"""What indicators are made of: facts, in SQL.

A query of facts reads the CTE ``period``, one row for each period that is measured:

=============  =====================================================================
``id``         that of the row of ``playbook.measurement.run``
``company_id`` whose figures
``date_from``  first day, in the days of the company
``date_to``    the first day after it
``start_at``   when the first day begins, in UTC as Odoo stores moments
``end_at``     when the day after it begins
``as_of``      ``end_at``, or now while the period is not over: for figures of a state
``zone``       the time zone of the company, known to PostgreSQL
=============  =====================================================================

and gives one row for each unit (a deal, a customer, an action), or fewer, with what
:func:`facts` names. Every unit belongs to one team, person and segment at most, so that
figures of parts add up to those of the whole.
"""

from odoo.tools import SQL

# Whose it is, and where it came from.
OWNERS = ("team_id", "user_id")
ORIGINS = ("source_id", "medium_id", "campaign_id")
COLUMNS = (
    *OWNERS,
    "partner_id",
    *ORIGINS,
    "stage_id",
    "rfm_group_id",
)
# How the figures of an indicator are divided, each with its columns beside the owners.
CUTS = {
    "main": ("segment_id",),
    "source": ORIGINS,
    "stage": ("stage_id",),
    "rfm": ("rfm_group_id",),
}


def facts(tables, *, numerator, denominator=None, record=None, **columns):
    """A query of facts.

    :param tables: all after ``FROM``, among it ``period``, and the condition.
    :param numerator: SQL of a number.
    :param denominator: SQL of a number, for a ratio or a mean.
    :param record: SQL of the id of the record that each is, where no condition says
        which those are: see ``FOUND`` of ``playbook_indicator_records_found``.
    :param columns: SQL of any of :data:`COLUMNS`. ``partner_id`` is that of a
        commercial partner, by whose main segment the fact is told. Without a team it
        is told by the person's.
    """
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"Facts have no columns {sorted(unknown)}.")
    nothing = SQL("NULL::integer")
    return SQL(
        """
        SELECT period.id AS period_id, %(columns)s,
               (%(numerator)s)::numeric AS numerator,
               (%(denominator)s)::numeric AS denominator,
               (%(record)s)::integer AS record_id
          FROM %(tables)s
        """,
        columns=SQL(", ").join(
            SQL("%s AS %s", columns.get(name, nothing), SQL.identifier(name))
            for name in COLUMNS
        ),
        numerator=numerator,
        denominator=SQL("NULL") if denominator is None else denominator,
        record=SQL("NULL") if record is None else record,
        tables=tables,
    )
