from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import clean_context

from .playbook_day import LATE, TODAY

# They are finished by uploading something, on the document.
UPLOAD = "upload_file"
READ = [
    "activity_type_id",
    "automated",
    "date_deadline",
    "res_id",
    "res_model",
    "res_name",
    "summary",
    "user_id",
]


class PlaybookDay(models.AbstractModel):
    """Activities, the user's and those of whom they stand in for."""

    _inherit = "playbook.day"

    @api.model
    def _lines_activity(self):
        activities = self._find_due_activities()
        documents = self._get_documents(activities)
        # Everybody finishes their own; a colleague's where Odoo allows it.
        others = activities.filtered(lambda each: each.user_id != self.env.user)
        closed = others and others - others._filtered_access("write")
        today, done = self._today(), self.env._("Done")
        lines = []
        for activity in activities:
            document = documents.get((activity.res_model, activity.res_id))
            kind = activity.activity_type_id
            lines.append(
                self._make_line(
                    "activity",
                    activity,
                    document,
                    title=activity.summary or kind.name or self.env._("To-do"),
                    document=self._get_document_name(activity, document),
                    date=activity.date_deadline,
                    state=LATE if activity.date_deadline < today else TODAY,
                    automatic=activity.automated,
                    icon=kind.icon or "fa-tasks",
                    responsible=activity.user_id.name if activity in others else "",
                    can_finish=activity not in closed and kind.category != UPLOAD,
                    can_postpone=activity not in closed,
                    finish_label=done,
                )
            )
        return lines

    @api.model
    def _finish_activity(self, ids, choice=False):
        """Finish them; what a ``choice`` means, says who offers some."""
        activities = self._find_due_activities(ids)
        self._check_unchanged(activities, ids)
        _messages, following = activities._action_done()
        if not following:
            return self.env._("Done.")
        return self.env._(
            "Done. Next: %(title)s, %(day)s.",
            title=following[0].display_name,
            day=self._format_day(following[0].date_deadline),
        )

    @api.model
    def _postpone_activity(self, ids, date):
        activities = self._find_due_activities(ids)
        self._check_unchanged(activities, ids)
        activities.date_deadline = date
        return self._get_postponed_words(date)

    # ------------------------------------------------------------------
    # Finding them
    # ------------------------------------------------------------------

    @api.model
    def _get_activity_domain(self):
        return Domain("user_id", "in", self.env.user._get_covered_users().ids)

    @api.model
    def _find_due_activities(self, ids=None):
        """What is due today or was before; only these ``ids``, if any are given."""
        domain = self._get_activity_domain()
        domain &= Domain("date_deadline", "<=", self._today())
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.env["mail.activity"].search_fetch(domain, READ)

    @api.model
    def _count_finished_automatic(self):
        """How many automatic activities were finished today, of the user's and of those
        whom they stand in for.
        """
        today = self._today()
        Activity = self.env["mail.activity"].with_context(active_test=False)
        return Activity.search_count(
            [
                ("user_id", "in", self.env.user._get_covered_users().ids),
                ("active", "=", False),
                ("automated", "=", True),
                # A day of UTC; when exactly, says the last change.
                ("date_done", ">=", today - timedelta(days=1)),
                ("write_date", ">=", self._begin_of(today)),
            ]
        )

    @api.model
    def _get_later_domain(self):
        return self._get_activity_domain() & Domain("date_deadline", ">", self._today())

    @api.model
    def _count_later(self):
        """How much is planned for later; False for nothing."""
        count = self.env["mail.activity"].search_count(self._get_later_domain())
        if not count:
            return False
        name = self.env._("%(count)s planned for later", count=count)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mail.mail_activity_action_my"
        )
        users = self.env.user._get_covered_users().ids
        action["domain"] = [
            ("user_id", "in", users),
            ("date_deadline", ">", self._today().isoformat()),
        ]
        action["context"] = {"force_search_count": 1}
        return {"count": count, "text": name, "action": action}

    @api.model
    def _get_next_words(self):
        """What comes next, for a day on which nothing is due."""
        following = self.env["mail.activity"].search(
            self._get_later_domain(), order="date_deadline, id", limit=1
        )
        return following and self.env._(
            "Next: %(title)s, %(day)s.",
            title=following.display_name,
            day=self._format_day(following.date_deadline),
        )

    # ------------------------------------------------------------------
    # What they are about
    # ------------------------------------------------------------------

    @api.model
    def _get_documents(self, activities):
        """The documents of ``activities`` that the user may read, by model and id."""
        documents = {}
        about = activities.filtered("res_model").grouped("res_model")
        for name, group in about.items():
            if name in self.env and self.env[name].has_access("read"):
                found = self._read_documents(name, group.mapped("res_id"))
                documents |= {(name, document.id): document for document in found}
        return documents

    @api.model
    def _read_documents(self, name, ids):
        """Those that there are and that the user may read, in one query."""
        Model = self.env[name].with_context(active_test=False)
        names = ["display_name", *self._get_document_fields(name)]
        found = Model.search_fetch([("id", "in", list(set(ids)))], names, order="id")
        return found.with_env(self.env)

    @api.model
    def _get_document_name(self, activity, document):
        """What is called so on the screen; Odoo knows the name of every document."""
        if document is None:
            return activity.res_name or ""
        return document.display_name

    @api.model
    def _plan_activity(self, document, summary, date, **values):
        """Plan something for a document; it is the user's unless ``values`` say so.

        :return: the activity.
        """
        kind = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        Activity = self.env["mail.activity"].with_context(
            **clean_context(self.env.context),
            # No message to a colleague whose work is done for them.
            mail_activity_quick_update=True,
        )
        vals = {
            "res_model_id": self.env["ir.model"]._get_id(document._name),
            "res_id": document.id,
            "summary": summary,
            "date_deadline": date,
            "user_id": self.env.uid,
            **values,
        }
        if kind:
            vals["activity_type_id"] = kind.id
        return Activity.create(vals)
