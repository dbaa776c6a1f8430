"""How a load gets on: on the screen while it is short, and by the scheduled action."""

import logging
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, clean_context

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_load import (
    COLUMNS,
    DRAFT,
    LOADING,
    OVER,
    PAUSED,
    READING,
    REVIEWED,
    REVIEWING,
    STOPPED,
    WORKING,
)

_logger = logging.getLogger(__name__)

# As long as this one waits for a button; what is left is done in the background.
AT_ONCE_SECONDS = 4
# Beyond this, what holds for the whole file takes longer than that to be found out.
AT_ONCE_LINES = 5000
# First key of the advisory locks: one process works on a load.
LOCK = 0x4C4F4144
BACK_TO = {READING: DRAFT, REVIEWING: COLUMNS, LOADING: PAUSED}


class PlaybookLoad(models.Model):
    """Reading, reviewing and loading go on in steps, each a transaction of its own.

    What a step has done is on the lines: kill it anywhere, and the next run goes on
    with the first line that is not done.
    """

    _inherit = "playbook.load"

    def _get_steps(self):
        """The steps of what is being done now; each tells how many lines it settled."""
        return {
            READING: self._reading_steps,
            REVIEWING: self._reviewing_steps,
            LOADING: self._loading_steps,
        }[self.state]()

    def _work(self):
        """Do what can be done at once; the scheduled action does the rest."""
        is_long = self.state == REVIEWING and self.line_count > AT_ONCE_LINES
        if (
            is_long
            or not self._is_its_turn()
            or not self._lock("pg_try_advisory_xact_lock")
        ):
            self._trigger()
            return
        deadline = time.monotonic() + AT_ONCE_SECONDS
        state = self.state
        for _count in self._as_loader()._get_steps():
            if time.monotonic() > deadline:
                break
        if self.state == state:
            self._trigger()

    def _trigger(self):
        # Whoever may load may have it go on.
        self.env.ref("crm_playbook.playbook_load_cron").sudo()._trigger()

    def _trigger_next(self):
        """Have those go on that wait for this one."""
        if self.search_count(
            [("previous_id", "in", self.ids), ("state", "=", LOADING)], limit=1
        ):
            self._trigger()

    def _lock(self, function):
        rows = self.env.execute_query(
            SQL("SELECT %s(%s, %s)", SQL.identifier(function), LOCK, self.id)
        )
        return rows[0][0]

    def _is_its_turn(self):
        """Whether what it refers to has been loaded, if it comes with another load."""
        # Whether it is over is all that is told of it: it may be another's.
        previous = self.previous_id.sudo()
        return self.state != LOADING or previous.state in (False, *OVER)

    # ------------------------------------------------------------------
    # Scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Go on with every load that has something to do, as long as there is time."""
        loads = self.search([("state", "in", WORKING)], order="id")
        loads = loads.filtered(lambda load: load._is_its_turn())
        for load in loads:
            if not load._lock("pg_try_advisory_lock"):
                continue
            try:
                # Another process may have done a step since this one looked.
                self.env["ir.cron"]._commit_progress()
                self.env.invalidate_all()
                if load.state in WORKING and not load._as_loader()._go_on():
                    return
            except Exception:
                # What was done is committed; in a transaction that has failed the lock
                # could not be given back.
                self.env.cr.rollback()
                raise
            finally:
                load._lock("pg_advisory_unlock")
        later = self.search_count([("state", "in", WORKING)])
        self.env["ir.cron"]._commit_progress(remaining=min(later, 1) if loads else 0)

    def _as_loader(self):
        """This load, with the rights and language of who loads it."""
        return self._as(self.user_id)

    def _as(self, user):
        """This load, with the rights and language of ``user``.

        They are at work in its company alone, wherever else they are: what comes of a
        line does not depend on that, and is read by those who are in that company only.
        """
        context = {
            **clean_context(self.env.context),
            "lang": user.lang,
            "tz": user.tz,
            "allowed_company_ids": self.company_id.ids,
        }
        # Nothing else of the request's: no defaults.
        return self.with_user(user).with_context(context)  # pylint: disable=context-overridden

    def _go_on(self):
        """Do steps until all is done, somebody pauses it, or the time is over.

        :return: whether there is time left.
        """
        state = self.state
        try:
            self._check_loader()
            for count in self._get_steps():
                left = self.env["ir.cron"]._commit_progress(count, remaining=1)
                self.invalidate_recordset(["state"], flush=False)
                if not left:
                    return False
                if self.state != state:
                    return True
            self._tell_ended()
            self.env["ir.cron"]._commit_progress(1, remaining=1)
        except TRANSIENT as error:
            self.env.cr.rollback()
            _logger.info("Data load %s goes on later: %s", self.id, error)
        except Exception as error:
            self.env.cr.rollback()
            if TIME_IS_UP in str(error):
                raise
            self._tell_problem(error, state)
        return True

    def _check_loader(self):
        """:raise UserError: if who loads does not work here any more."""
        user = self.user_id.sudo()  # one's own
        if not user.active:
            raise UserError(
                self.env._(
                    "%(user)s, with whose rights it is loaded, has been archived. Go "
                    "on with it yourself: then it is loaded with yours.",
                    user=user.name,
                )
            )

    def _tell_ended(self):
        """Tell who loads, wherever they are in Odoo, that it is their turn again."""
        progress = self.get_progress()
        # To whom it is told is whose load it is.
        self.user_id.sudo()._bus_send(
            "simple_notification",
            {
                "type": "info",
                "title": self.display_name,
                "message": f"{progress['label']}: {progress['text']}",
            },
        )

    def _tell_problem(self, error, state):
        """Stop where it is, and say why: on its form, and in the log what nobody could
        foresee.
        """
        if isinstance(error, UserError):
            text = error.args[0]
        else:
            _logger.error("Data load %s could not go on.", self.id, exc_info=error)
            text = str(error) or repr(error)
        # Unless somebody has stopped it meanwhile; who loads may have lost the right.
        load = self.sudo()
        load.invalidate_recordset(["state"], flush=False)
        if load.state == state:
            self._set(state=BACK_TO[state], error=text)
        self.env["ir.cron"]._commit_progress()

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def _check_state(self, *states):
        """:raise UserError: if that cannot be done any more."""
        self.ensure_one()
        self.check_access("write")
        self.invalidate_recordset(["state"])
        if self.state not in states:
            raise UserError(
                self.env._(
                    "“%(load)s” has gone on meanwhile (%(state)s): load the page "
                    "again.",
                    load=self.display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )

    def _take_over(self):
        """Whoever goes on with a load does so with their own rights.

        :return: the load, with them.
        """
        if self.user_id != self.env.user:
            self._set(user_id=self.env.uid)
        return self._as_loader()

    def action_review(self):
        """Look at all lines, without writing a record."""
        self._check_state(COLUMNS, REVIEWED)
        load = self._take_over()
        load._check_targets()
        load._begin_review()
        load._work()

    def action_change_columns(self):
        """Go back to where the columns go."""
        self._check_state(REVIEWED)
        self._set(state=COLUMNS)

    def action_load(self):
        """Load what is to be loaded."""
        self._check_state(REVIEWED)
        self._check_reviewed()
        load = self._take_over()
        load._check_may_load()
        if not self.to_load_count:
            raise UserError(
                self.env._(
                    "“%(load)s” has no line to load: decide on some, or correct the "
                    "file.",
                    load=self.display_name,
                )
            )
        self._set(date_started=self.env.cr.now())
        self._begin_loading()
        load._work()

    def _begin_loading(self):
        self._set(
            state=LOADING,
            error=False,
            date_resumed=self.env.cr.now(),
            resumed_count=self.loaded_count + self.failed_count,
        )

    def action_pause(self):
        """Wait: what is loaded is loaded, the rest is not begun."""
        self._check_state(LOADING)
        self._set(state=PAUSED)

    def action_resume(self):
        """Go on where it was paused."""
        self._check_state(PAUSED)
        self._take_over()
        self._begin_loading()
        self._trigger()

    def action_stop(self):
        """End it: what is loaded stays loaded, the rest is left out."""
        self._check_state(*WORKING, PAUSED)
        if self.state in (READING, REVIEWING):
            self._set(state=BACK_TO[self.state])
            return
        self._leave_out()
        self._set(state=STOPPED, date_done=self.env.cr.now())
        self._trigger_next()
