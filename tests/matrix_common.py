"""A user for each holder of the access matrix, and its labelled records."""

from contextlib import contextmanager, suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from . import access_matrix as matrix
from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon
from .matrix_plain import MatrixPlain
from .matrix_records import MatrixRecords
from .matrix_results import MatrixResults

GROUPS = {
    "sales_own": PROFILE_GROUPS["sales"],
    "sales_team": "crm_playbook.group_sales,crm_playbook.group_sale_salesman_team",
    "sales_all": "crm_playbook.group_sales,sales_team.group_sale_salesman_all_leads",
    "marketing": PROFILE_GROUPS["marketing"],
    "service_own": "crm_playbook.group_customer_service",
    "service_team": "crm_playbook.group_customer_service_team",
    "service_all": "crm_playbook.group_customer_service_all",
    "sales_management": PROFILE_GROUPS["sales_management"],
    "configurator": PROFILE_GROUPS["configurator"],
    "without_profile": "",
    "salesperson": "sales_team.group_sale_salesman",
}
REFUSALS = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


class _UndoneError(Exception):
    """Ends a savepoint whose changes are not kept."""


class MatrixCommon(MatrixPlain, MatrixRecords, MatrixResults, CrmPlaybookCommon):
    """``holders``: the users; ``_labelled``: the records, as a holder names them.

    ``wanted``: the labels, or pairs of a label and a holder, of the cases that a class
    needs; all of them unless it says so.
    """

    wanted = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "mail_notrack": True,
                "mail_create_nolog": True,
                "mail_activity_quick_update": True,
            }
        )
        cls.company = cls.env.company
        internal = cls.env.ref(INTERNAL)
        internal._apply_group(cls.env.ref("crm.group_use_lead"))
        cls._make_holders()
        cls.accounting = {
            company: cls._make_accounting(company)
            for company in (cls.company, cls.company_other)
        }
        cls._make_plain_records()
        cls._make_segments()
        cls._make_standards_plain()
        cls._make_results_plain()
        cls._make_reported_field()
        cls._make_cases()
        cls.env.flush_all()
        cls.env.invalidate_all()

    # ------------------------------------------------------------------
    # Holders
    # ------------------------------------------------------------------

    @classmethod
    def _make_holders(cls):
        export = "base.group_allow_export"
        cls.holders = {
            holder: new_test_user(
                cls.env,
                f"matrix_{holder}",
                groups=",".join(filter(None, [INTERNAL, export, groups])),
            )
            for holder, groups in GROUPS.items()
        }
        cls.holders |= {"portal": cls.user_portal, "public": cls.user_public}
        cls.colleague = new_test_user(
            cls.env, "matrix_colleague", groups=f"{INTERNAL},{PROFILE_GROUPS['sales']}"
        )
        members = cls.colleague.union(
            *(cls.holders[f"{kind}_team"] for kind in ("sales", "service"))
        )
        cls.matrix_team = cls.env["crm.team"].create(
            {"name": "Matrix", "member_ids": [Command.set(members.ids)]}
        )

    @classmethod
    def _as(cls, holder, model):
        return cls.env[model].with_user(cls.holders[holder])

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    @classmethod
    def _make_cases(cls):
        """``cases``: from a label, or a label and a holder, to a case."""
        wanted = cls.wanted or set(matrix.LEADS)
        cls.cases = {
            key: cls._make_case(**values)
            for key, values in cls._describe_cases().items()
            if wanted & {key, key[0]}
        }
        if not cls.wanted:
            customer = cls.cases["other_team"]["crm.lead"].partner_id
            owner = cls._owner(cls.user_other_team, cls.team_other)
            for label, kind in (("bill", "in_invoice"), ("entry", "entry")):
                cls.cases[label] = cls._make_invoice(customer, owner, kind)

    @classmethod
    def _describe_cases(cls):
        other, colleague = cls.user_other_team, cls.colleague
        elses = cls._create_customer("Somebody else's", service_user_id=other.id)
        nobodys = cls._create_customer("Nobody's")
        team_customer = cls._create_customer("Team's", service_user_id=colleague.id)
        sold = {"team": cls.team_other, "customer": elses}
        served = {"team": cls.team_other, "seller": other}
        early = {"lead_only": True, "type": "lead"}
        # Nobody's in every respect: what hides it is the company alone.
        theirs = {"customer": nobodys, "company": cls.company_other}
        described = {
            "unassigned": sold,
            "team": {**sold, "seller": colleague, "team": cls.matrix_team},
            "other_team": {**sold, "seller": other},
            "other_company": theirs,
            "colleagues": {**served, "customer": team_customer},
            "nobodys": {**served, "customer": nobodys},
            "no_customer": {**served, "lead_only": True},
            "lead_unassigned": early,
            "lead_other_team": {**early, **sold, "seller": other},
            "lead_other_company": {**early, **theirs},
        }
        for holder in matrix.SELLERS:
            described["own", holder] = {**sold, "seller": cls.holders[holder]}
        for holder in matrix.SERVANTS:
            mine = cls._create_customer(
                f"{holder}'s", service_user_id=cls.holders[holder].id
            )
            described["mine", holder] = {**served, "customer": mine}
            described["lead_mine", holder] = {**early, **served, "customer": mine}
        return described

    @classmethod
    def _owner(cls, user, team):
        return {"user_id": user.id, "team_id": team.id, "company_id": cls.company.id}

    @classmethod
    def _labelled(cls, model, *holders):
        """The records of ``model`` by their labels, as ``holders`` would name them."""
        if model in cls.plain:
            return cls.plain[model]
        found = {}
        for label in matrix.MODELS[model].labels:
            if label == "any":
                found[label] = cls.odoos[model]
                continue
            case = cls.cases.get(label)
            if case is None:
                group = "SELLERS" if label == "own" else "SERVANTS"
                whose = [each for each in holders if (label, each) in cls.cases]
                whose += [getattr(matrix, group)[0]]
                case = cls.cases[label, whose[0]]
            found[label] = case[model]
        return found

    # ------------------------------------------------------------------
    # Trying
    # ------------------------------------------------------------------

    @contextmanager
    def _undone(self):
        """What happens in the block did not happen."""
        with suppress(_UndoneError), self.env.cr.savepoint():
            yield
            raise _UndoneError

    def _act_as(self, holder):
        """The environment of ``holder``, whose request this seems to be.

        Commands for contacts, attachments and so on are carried out in the name of
        whoever has sent the request.
        """
        env = self.env(user=self.holders[holder])
        self.patch(self.env.transaction, "default_env", env)
        return env

    def _try(self, function, *args, **kwargs):
        """Whether ``function`` is allowed; what it does is undone."""
        try:
            with mute_logger(*REFUSALS), self._undone():
                function(*args, **kwargs)
                self.env.flush_all()
        except AccessError:
            return False
        return True

    def _get(self, function, *args, nothing=(), **kwargs):
        """What ``function`` returns, or ``nothing`` where it is refused."""
        try:
            with mute_logger(*REFUSALS):
                return function(*args, **kwargs)
        except UserError:
            # Who may not export at all is told that, in no AccessError.
            return nothing
