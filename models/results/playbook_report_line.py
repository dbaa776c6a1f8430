from odoo import fields, models

FIGURES, TABLE, COURSE = "figures", "table", "course"
RECORDS, OBJECTIVES, VERDICT = "records", "objectives", "verdict"
LINE_KINDS = [
    (FIGURES, "Figures"),
    (TABLE, "Figures by person, team, ..."),
    (COURSE, "Course of a figure"),
    (RECORDS, "List of records"),
    (OBJECTIVES, "Objectives"),
    (VERDICT, "Verdict"),
]
# By what figures are divided: a field of the measurement and the cut that it is of.
GROUPINGS = {
    "user": ("user_id", "main"),
    "team": ("team_id", "main"),
    "segment": ("segment_id", "main"),
    "source": ("source_id", "source"),
    "medium": ("medium_id", "source"),
    "campaign": ("campaign_id", "source"),
    "stage": ("stage_id", "stage"),
    "rfm": ("rfm_group_id", "rfm"),
}


class PlaybookReportLine(models.Model):
    """A part of a scheduled report.

    ==============  ===================================================================
    ``figures``     ``indicator_ids``: now, before, the change, the objective
    ``table``       ``indicator_ids`` (columns) by ``divided_by`` (rows), with bars
    ``course``      ``indicator_id`` over the last ``count`` weeks or months
    ``records``     ``model``, ``domain``, the columns, ``sort``, at most ``count``
    ``objectives``  those that are active, and how they stand
    ``verdict``     whether profit, revenue and satisfaction get better, and why
    ==============  ===================================================================
    """

    _name = "playbook.report.line"
    _description = "Part of a scheduled report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        "playbook.report", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Title", translate=True)
    text = fields.Text(
        translate=True, help="A sentence below the title: what to look at."
    )
    kind = fields.Selection(LINE_KINDS, string="Shows", required=True, default=FIGURES)
    indicator_ids = fields.Many2many(
        "playbook.indicator",
        "playbook_report_line_indicator_rel",
        "line_id",
        "indicator_id",
        string="Indicators",
    )
    indicator_id = fields.Many2one(
        "playbook.indicator", ondelete="set null", index="btree_not_null"
    )
    divided_by = fields.Selection(
        [
            ("user", "Person"),
            ("team", "Sales team"),
            ("segment", "Segment"),
            ("source", "Source"),
            ("medium", "Medium"),
            ("campaign", "Campaign"),
            ("stage", "Stage"),
            ("rfm", "RFM group"),
        ],
        string="Divided by",
        default="user",
    )
    only_own = fields.Boolean(
        string="The reader's own alone",
        help="Else all that the reader may see: a salesperson with the scope of a team "
        "sees the team's.",
    )
    model = fields.Selection(
        [
            ("crm.lead", "Leads and opportunities"),
            ("res.partner", "Customers"),
            ("sale.order", "Quotations and orders"),
            ("mail.activity", "Activities"),
            ("playbook.action", "Actions"),
            ("playbook.finding", "Points to fix"),
            ("playbook.promise.keeping", "Promises"),
        ],
        string="Records",
        default="crm.lead",
    )
    domain = fields.Char(
        string="Only those that",
        default="[]",
        help="Searched in the name of each recipient: “uid” is the reader, "
        "“period_from” the first day that the report tells of, and “period_to” the "
        "first day after.",
    )
    sort = fields.Char(
        string="In the order of", help="Names of fields, as in: expected_revenue desc"
    )
    count = fields.Integer(
        string="At most",
        default=10,
        help="How many rows are shown; for a course: how many periods.",
    )
    column_ids = fields.One2many(
        "playbook.report.column", "line_id", string="Columns", copy=True
    )
    problem = fields.Text(
        readonly=True,
        copy=False,
        help="Why it could not be shown the last time that the report was due.",
    )
    problem_date = fields.Date(
        string="Period of the problem",
        readonly=True,
        copy=False,
        help="The first day of the last period of which it was made.",
    )
    period_from = fields.Date(
        string="Beginning of the period",
        compute="_compute_period",
        help="The first day of the last period: “period_from” in conditions.",
    )
    period_to = fields.Date(
        string="End of the period",
        compute="_compute_period",
        help="The first day after the last period: “period_to” in conditions.",
    )
