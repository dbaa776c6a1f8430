"""Who wants no e-mails, in SQL."""

from odoo.tools import SQL

# Of all series: no automatic e-mails at all.
ALL = 0


def series_of(workflow_id):
    """The series of a workflow, as :meth:`_get_series` says it; NULL without one."""
    return SQL(
        "(SELECT COALESCE(NULLIF(series.series, 0), series.id)"
        " FROM playbook_workflow series WHERE series.id = %s)",
        workflow_id,
    )


def refuses(email, workflow_id, since=None):
    """Whether an address wants nothing of a workflow, or no automatic e-mails at all.

    :param email: as Odoo normalises it.
    :param since: only where it was said at that moment or later.
    """
    return SQL(
        """
        EXISTS (SELECT FROM playbook_opt_out refused
                 WHERE refused.email = %(email)s AND refused.active
                   AND (refused.series = %(all)s OR refused.series = %(series)s)
                   AND %(since)s)
        """,
        email=email,
        all=ALL,
        series=series_of(workflow_id),
        since=SQL("refused.date >= %s", since) if since else SQL("TRUE"),
    )
