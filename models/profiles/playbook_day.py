"""My Day: what is due for a person, from every room, as one list."""

from odoo import api, models
from odoo.exceptions import AccessError, MissingError, UserError

USER = "crm_playbook.group_user"
# What a line holds for this server alone.
INTERNAL = {"always_shown", "partner", "revenue", "worth_parts"}
# Nobody does more on one day, and no screen should show it.
SHOWN = 200
LATE, TODAY, NEW = "late", "today", "new"


class PlaybookDay(models.AbstractModel):
    """What is due for the current user, late first, then by the customer's worth.

    A room feeds the list by extending :meth:`_get_sources` with a key and bringing

    * ``_lines_<key>()``: lines, each made by :meth:`_make_line`;
    * ``_finish_<key>(ids)`` and ``_postpone_<key>(ids, date)``: do it, with the rights
      of the user, and return what to tell them. Finishing may return a dictionary: the
      ``message`` and, where more is asked, an ``action`` and whether it is ``done``.
      Sources in :meth:`_get_choice_sources` take a ``choice`` too.

    Sources that come first win: of a document that has a line already, lines with
    ``by_document`` are left out.
    """

    _name = "playbook.day"
    _description = "My Day"

    # ------------------------------------------------------------------
    # What the screen asks for
    # ------------------------------------------------------------------

    @api.model
    def get_my_day(self):
        """Everything that the screen shows."""
        self._check_has_profile()
        lines, waiting = self._apply_limit(self._sort(self._get_lines()))
        shown = lines[:SHOWN]
        self._explain_worth(shown)
        later = self._count_later()
        return {
            "lines": [self._format_line(line) for line in shown],
            "waiting": waiting,
            "more": self._get_more(lines),
            "later": later,
            "next": not shown and bool(later) and self._get_next_words(),
            "figures": self._get_figures(),
            "postpone": self._get_postpone_choices(),
            "create": self._get_create_action(),
            "log": self._get_log_action(),
            "settings_action": self._get_settings_action(),
        }

    @api.model
    def finish_line(self, key, choice=False):
        """Finish the line ``key``.

        :param choice: the id of one of the line's ``choices``, if there are any.
        :return: whether it was ``done``, the ``message`` to show, an ``action`` to open
            or False, and the new ``day``.
        """
        return self._act(key, "finish", choice=choice)

    @api.model
    def postpone_line(self, key, when):
        """Postpone the line ``key``.

        :param when: ``tomorrow``, ``next_week`` or a date.
        :return: as :meth:`finish_line`.
        """
        return self._act(key, "postpone", when)

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------

    @api.model
    def _get_sources(self):
        """The keys of what lines come from; earlier ones win."""
        return ["activity", "new"]

    @api.model
    def _get_choice_sources(self):
        """Those of them that take a choice when a line is finished."""
        return ["activity"]

    @api.model
    def _get_create_action(self):
        """What the button New opens; False where there is no such button."""
        return False

    @api.model
    def _get_log_action(self):
        """What the button Log opens; False where there is no such button."""
        return False

    @api.model
    def _get_settings_action(self):
        """Where the user says how much may be asked of them; False: nowhere."""
        return False

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    @api.model
    def _make_line(self, source, record, target=None, **values):
        """A line of the list.

        :param record: what is finished and postponed.
        :param target: what is opened, read by the user; ``record`` by default.
        :param values: ``title`` (what to do), and any of the keys below.
        """
        target = record if target is None else target
        return {
            "key": f"{source}-{record.id}",
            "source": source,
            "model": record._name,
            "id": record.id,
            "res_model": target._name,
            "res_id": target.id,
            "document": target.display_name,
            "customer": "",
            # The day on which it is due, and what to say instead where there is none.
            "date": False,
            "badge": "",
            "state": TODAY,
            # Asked by the software, not by a person: the daily limit holds for it.
            "automatic": False,
            # It happens unless somebody decides: it comes first, whatever the limit.
            "always_shown": False,
            "by_document": False,
            "icon": "fa-check",
            # Whose it is, where that is not the user.
            "responsible": "",
            "can_finish": True,
            "can_postpone": True,
            "finish_label": "",
            # It stands for several records: opening it is the same.
            "opens_by_finishing": False,
            # How it can end, with id, name, result and help, and whether one of them
            # must be told.
            "choices": [],
            "choice_required": False,
            # What the worth is asked for, and what it is where there is no customer.
            "partner": self._get_customer(target),
            "revenue": 0.0,
            **self._get_lead_values(target),
            **values,
        }

    @api.model
    def _get_lines(self):
        """The lines of all sources, each document of theirs once."""
        lines, documents = [], set()
        for source in self._get_sources():
            for line in getattr(self, f"_lines_{source}")():
                document = line["res_model"], line["res_id"]
                if line.pop("by_document") and document in documents:
                    continue
                documents.add(document)
                lines.append(line)
        self._add_worth(lines)
        return lines

    @api.model
    def _sort(self, lines):
        """What goes on by itself first, then what is late, then what the customer is
        worth, then the day.
        """

        today = self._today()

        def position(line):
            late = line["state"] == LATE
            day = line["date"] or today
            place = not line["always_shown"], not late, -line["worth_value"]
            return *place, day, line["source"], line["id"]

        return sorted(lines, key=position)

    @api.model
    def _apply_limit(self, lines):
        """What is shown, and how much waits because the software asks too much.

        :return: the lines shown, and what is said of the others, or False.
        """
        limit = self.env["res.users"]._get_daily_limit()
        automatic = [line for line in lines if line["automatic"]]
        can_wait = [line["key"] for line in automatic if not line["always_shown"]]
        if not can_wait:
            return lines, False
        finished = self._count_finished_automatic()
        room = limit - finished - (len(automatic) - len(can_wait))
        waiting = set(can_wait[max(room, 0) :])
        if not waiting:
            return lines, False
        shown = [line for line in lines if line["key"] not in waiting]
        return shown, self._get_waiting_words(len(waiting), limit, finished)

    @api.model
    def _get_waiting_words(self, count, limit, finished):
        if count == 1:
            text = self.env._("1 more waits its turn")
        else:
            text = self.env._("%(count)s more wait their turn", count=count)
        explanation = self.env._(
            "The software asks at most %(limit)s things of a person on one day; today "
            "you have finished %(finished)s of them. The rest comes as soon as there "
            "is room. What people ask of you, and new leads, are always shown.",
            limit=limit,
            finished=finished,
        )
        return {"count": count, "text": text, "help": explanation}

    @api.model
    def _format_line(self, line):
        date = line["date"]
        days = (self._today() - date).days if date else 0
        return {
            **{name: line[name] for name in line if name not in INTERNAL},
            "date": date and date.isoformat(),
            "days_late": max(days, 0),
            "badge": line["badge"] or (date and self._get_day_words(days)),
        }

    # ------------------------------------------------------------------
    # Finishing and postponing
    # ------------------------------------------------------------------

    @api.model
    def _act(self, key, verb, when=None, choice=False):
        self._check_has_profile()
        answer = {"done": True, "message": "", "action": False}
        try:
            with self.env.cr.savepoint():
                source, record_id = self._read_key(key)
                arguments = [[record_id]]
                if verb == "postpone":
                    arguments.append(self._get_postpone_date(when))
                elif choice:
                    self._check_takes_choice(source)
                    arguments.append(choice)
                result = getattr(self, f"_{verb}_{source}")(*arguments)
        except (AccessError, MissingError):
            answer.update(done=False, message=self._get_changed_words())
        except UserError as error:
            if getattr(error, "asks", False):
                # The client asks for what is missing, and calls again.
                raise
            answer.update(done=False, message=str(error))
        else:
            answer.update(result if isinstance(result, dict) else {"message": result})
        return {**answer, "day": self.get_my_day()}

    @api.model
    def _check_takes_choice(self, source):
        if source not in self._get_choice_sources():
            raise UserError(self._get_changed_words())

    @api.model
    def _read_key(self, key):
        source, _separator, number = str(key).rpartition("-")
        if source not in self._get_sources() or not number.isdecimal():
            raise UserError(self._get_changed_words())
        return source, int(number)

    @api.model
    def _check_unchanged(self, records, ids):
        """What the user sees on the screen may have changed since."""
        if set(records.ids) != set(ids):
            raise UserError(self._get_changed_words())

    @api.model
    def _get_changed_words(self):
        return self.env._(
            "This has changed meanwhile: somebody has finished, moved, reassigned or "
            "deleted it. The list is up to date again."
        )

    @api.model
    def _check_has_profile(self):
        if not self.env.user.has_group(USER):
            raise AccessError(
                self.env._(
                    "My Day is for people with a profile. Ask somebody who manages "
                    "access rights to give you one."
                )
            )
