"""What one lane at a time does, whichever it is."""

from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

# Keys of the advisory lock.
TURN_LOCK = (1_930_117, 1)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _work_in_turn(self, batch, limited, writes):
        """What one lane alone does at a time: see :meth:`_work`."""
        settled, in_time = 0, True
        for needed, make_query, work in (
            (limited, self._within_limit_sql, self._take),
            (writes, self._writing_sql, self._take),
            (writes, self._unreached_sql, self._leave_out_unreached),
            (writes, self._announced_sql, self._send_announced),
        ):
            if needed and in_time:
                more, in_time = self._repeat(make_query(batch), work, batch)
                settled += more
        if writes and in_time:
            self._check_announced()
        return settled, in_time

    @api.model
    def _take_turn(self):
        """For what a person sends: until the end of the transaction nobody else writes
        to customers.

        :raise UserError: somebody does just now.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", TURN_LOCK)
        (mine,) = cr.fetchone()
        if not mine:
            raise UserError(
                self.env._(
                    "The workflows are writing to customers at this moment. Nothing "
                    "was sent: try again in a minute."
                )
            )

    @contextmanager
    def _turn(self):
        """Only one lane at a time gives people what they are asked for, and customers
        what is written to them: what the others have given counts as soon as it is
        committed, not before.

        The lock is held over several transactions: whoever gets it sees, in the next
        one, all that was done under it.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_lock(%s, %s)", TURN_LOCK)
        (mine,) = cr.fetchone()
        try:
            yield mine
        except Exception:
            cr.rollback()
            raise
        finally:
            if mine:
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", TURN_LOCK)
