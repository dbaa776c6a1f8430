"""What a scheduled report says to a person: read with the rights of that person."""

from datetime import date
from typing import NamedTuple

from odoo import fields, models
from odoo.api import Environment
from odoo.tools import format_datetime

from ..workflows.customer_page import get_language
from .report_content import make_section
from .report_periods import ReportPeriod
from .report_words import tell_period


class Reading(NamedTuple):
    """Who reads, and what of.

    :param env: of the reader: their rights, language and time zone, in ``company``.
    :param today: by the company's clock.
    :param viewer: the user who looks at what somebody else gets; nobody where None.
    :param told: the language of whoever is told what went wrong.
    """

    env: Environment
    company: models.Model
    period: ReportPeriod
    today: date
    viewer: models.Model | None = None
    told: str | None = None


class PlaybookReport(models.Model):
    _inherit = "playbook.report"

    def _get_content(self, recipient, period, viewer=None):
        """What it says to ``recipient`` of ``period``: what they may read themselves,
        in their language and time zone.

        A line that cannot be made says so, and stops no other.

        :param recipient: a user.
        :param period: a ``ReportPeriod``.
        :param viewer: the user who looks at what ``recipient`` gets: of lists of
            records there is only what they both may read.
        :return: a dictionary, see ``report_content``.
        """
        self.ensure_one()
        company = self.company_id or recipient.company_id
        # What a report is made of is no secret to who gets it; what it shows is read
        # in the environment of the reader.
        report_sudo = self.sudo().with_context(
            **self._get_reader_context(recipient, company)
        )
        reader = report_sudo.with_user(recipient)
        # Figures are those of the company's days.
        # Which day it is there is no secret.
        today = self.env["playbook.segment"]._get_day(company.sudo())
        told = report_sudo._get_told_language(viewer)
        company = company.with_env(reader.env)
        reading = Reading(reader.env, company, period, today, viewer, told)
        if company not in recipient.company_ids:
            sections, problems = report_sudo._refuse(recipient, company, told)
        else:
            sections, problems = report_sudo._get_sections(reading)
        return {
            "title": report_sudo.name,
            "purpose": report_sudo.purpose or "",
            "period": tell_period(reading.env, period),
            "date_from": period.date_from,
            "date_to": period.date_to,
            "company": company.sudo().name,  # sudo: the name of who sends it
            "company_id": company.id,
            "recipient": recipient.sudo().name,  # sudo: their own name
            "recipient_id": recipient.id,
            "made": format_datetime(
                reading.env, fields.Datetime.now(), tz=reading.env.tz.zone
            ),
            "why": report_sudo._tell_why(recipient),
            "sections": sections,
            "problems": problems,
        }

    def _get_reader_context(self, recipient, company):
        # Somebody else's language and time zone, or where their company is.
        user_sudo, company_sudo = recipient.sudo(), company.sudo()
        return {
            "lang": get_language(self.env, user_sudo.lang).code,
            "tz": self._get_zone_of(user_sudo, company_sudo),
            "allowed_company_ids": company.ids,
        }

    def _tell_why(self, recipient):
        """Why they get it."""
        # Which profiles somebody holds is no secret among colleagues.
        profiles = recipient.sudo().playbook_profile_ids & self.profile_ids
        if profiles:
            return self.env._(
                "You get this report because you have the profile %(profiles)s.",
                profiles=", ".join(profiles.mapped("name")),
            )
        if recipient in self.user_ids:
            return self.env._(
                "You get this report because you are on the list of its readers."
            )
        return self.env._("This report was made for you once.")

    def _get_sections(self, reading):
        """The sections, and what went wrong in them."""
        sections, problems = [], []
        for line in self.line_ids:
            section = line._make_section(reading)
            sections.append(section)
            if section["problem"]:
                problems.append((line.id, line._retell_problem(section, reading)))
        return sections, problems

    def _refuse(self, recipient, company, told):
        """One section that says why there are no figures."""
        line = self.line_ids[:1]
        if not line:
            return [], []
        problem = self._tell_refused(recipient, company)
        section = make_section(line, title=self.name, text="", problem=problem)
        retold = self.with_context(lang=told)._tell_refused(recipient, company)
        return [section], [(line.id, retold)]

    def _tell_refused(self, recipient, company):
        return self.env._(
            "%(person)s does not work for %(company)s, whose report this is. Take them "
            "off the report, or give them access to the company.",
            person=recipient.sudo().name,  # sudo: the name of who was chosen
            company=company.sudo().name,  # sudo: the name of the report's company
        )

    def _get_told_language(self, viewer=None):
        """The code of the language of whoever is told what goes wrong: who looks at
        it, else who answers for the report.
        """
        # In which language a colleague works is no secret.
        told = (viewer or self.responsible_id).sudo()
        return get_language(self.env, told.lang).code
