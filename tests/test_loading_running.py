"""How a load goes on: paused, stopped, with a bad line, in the background."""

import time
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.loading import (
    playbook_load_file,
    playbook_load_review,
    playbook_load_run,
    playbook_load_write,
)

from .common import FULL
from .loading_common import LoadingCase

PROGRESS = {
    *("state", "label", "working", "done", "total", "percent", "seconds_left"),
    *("loaded", "failed", "text", "error"),
}
MANY = 2000
REFUSED = "Not this one."


class RunningCase(LoadingCase):
    def _rows(self, count, name="Running"):
        rows = [["Customer ID", "Name", "Email"]]
        return rows + [
            # Names that nobody takes for one another.
            [f"{name}-{n}", f"{name} {(n + 7) * 7919**3:x}", f"{n}@{name}.example"]
            for n in range(count)
        ]

    def _later(self):
        """Nothing is done at once: all is left to the scheduled action."""
        return patch.object(
            type(self.Load), "_work", lambda load: load._trigger(), create=True
        )

    def _begin(self, count=30):
        """A load that is about to load."""
        load = self._make_load(self._rows(count))
        self._review(load)
        with self._later():
            load.action_load()
        self.assertEqual(load.state, "loading")
        return load

    def _step(self, load, batch=10):
        """One batch of what is being done."""
        with patch.object(playbook_load_write, "LOAD_BATCH", batch):
            next(load._get_steps())


@tagged("post_install", "-at_install")
class TestRunning(RunningCase):
    def test_pause_and_resume(self):
        load = self._begin()
        self._step(load)
        load.action_pause()
        self.assertEqual((load.state, load.loaded_count), ("paused", 10))
        self._run()
        self.assertEqual((load.state, load.loaded_count), ("paused", 10))
        load.action_resume()
        self._run()
        self.assertEqual((load.state, load.loaded_count), ("done", 30))
        self.assertEqual(load.created_count, 30)

    def test_stop(self):
        load = self._begin()
        self._step(load)
        load.action_stop()
        self.assertEqual((load.state, load.loaded_count), ("stopped", 10))
        self.assertEqual(set(load.line_ids.mapped("state")), {"loaded", "left_out"})
        self._run()
        self.assertEqual(load.loaded_count, 10)
        again = self._load(self._rows(30))
        self.assertEqual((again.created_count, again.unchanged_count), (20, 10))

    def test_stopped_lines_are_not_lost(self):
        """What was to be loaded and was not can be loaded yet."""
        load = self._begin()
        self._step(load)
        load.action_stop()
        self.assertEqual((load.rest_count, load.rejected_count), (20, 0))

    def test_one_bad_line(self):
        load = self._begin()
        create = type(self.env["res.partner"]).create

        def picky(records, vals_list):
            if any(vals.get("email") == "17@Running.example" for vals in vals_list):
                raise UserError(REFUSED)
            return create(records, vals_list)

        with patch.object(type(self.env["res.partner"]), "create", picky):
            self._run()
        self.assertEqual((load.loaded_count, load.failed_count), (29, 1))
        line = load.line_ids.filtered(lambda each: each.state == "failed")
        self.assertEqual((line.key, line.reason), ("Running-17", REFUSED))
        self.assertEqual(load.state, "done")
        self.assertEqual(len(self._get_records(load).exists()), 29)

    def test_bad_update_among_new_ones(self):
        """What was made in a batch that failed is made again, and not only noted."""
        self._load(self._rows(1))
        rows = self._rows(5)
        rows[1][1] = "Renamed"
        load = self._make_load(rows)
        self._review(load)
        write = type(self.env["res.partner"]).write

        def picky(records, vals):
            if vals.get("name") == "Renamed":
                raise UserError(REFUSED)
            return write(records, vals)

        with patch.object(type(self.env["res.partner"]), "write", picky):
            load.action_load()
        self.assertStates(load.line_ids, "failed", *["loaded"] * 4)
        self.assertEqual(load.created_count, 4)
        partners = self._get_records(load)[1:]
        self.assertEqual(len(partners.exists()), 4)

    def test_refused_by_the_database(self):
        """What PostgreSQL says is put into words."""
        rows = [["Name", "Barcode"], ["Bar one", "77"], ["Bar two", "77"]]
        load = self._make_load(rows)
        load.column_ids[1].target = "color"
        rows = [["Name", "Color"], ["Fine", "7"], ["Too big", "99999999999"]]
        load = self._load(rows, targets={"Color": "color"})
        lines = load.line_ids.sorted("number")
        self.assertStates(lines[0], "loaded")
        self.assertNotEqual(lines[1].state, "loaded")
        self.assertNotIn("LINE 1", lines[1].reason)

    def test_scheduled_action_goes_on_after_an_error(self):
        first, second = self._begin(3), None
        load = self._make_load(self._rows(3, "Second"))
        self._review(load)
        with self._later():
            load.action_load()
        second = load
        steps = type(first)._loading_steps

        def broken(self):
            if self.id == first.id:
                raise ValueError("Something nobody could foresee")
            return steps(self)

        with (
            patch.object(type(first), "_loading_steps", broken),
            self.assertLogs(playbook_load_run.__name__, "ERROR"),
        ):
            self._run()
        self.assertEqual((first.state, second.state), ("paused", "done"))
        self.assertIn("foresee", first.error)
        first.action_resume()
        self._run()
        self.assertEqual((first.state, first.error), ("done", False))

    def test_in_the_background(self):
        """Reading and reviewing go on where the button left them."""
        with (
            patch.object(playbook_load_run, "AT_ONCE_SECONDS", 0),
            patch.object(playbook_load_file, "READ_BATCH", 10),
            patch.object(playbook_load_review, "REVIEW_BATCH", 10),
        ):
            load = self._make_load(self._rows(30))
            self.assertEqual((load.state, load.line_count), ("reading", 10))
            self._run()
            self.assertEqual((load.state, load.line_count), ("columns", 30))
            load.action_review()
            self.assertEqual(load.state, "reviewing")
            self.assertEqual(load.get_progress()["done"], 0)
            self._run()
        self.assertEqual((load.state, load.new_count), ("reviewed", 30))

    def test_buttons_of_another_moment(self):
        load = self._load(self._rows(2))
        for button in ("action_read", "action_review", "action_load", "action_pause"):
            with self.assertRaises(UserError), self.cr.savepoint():
                getattr(load, button)()

    def test_nothing_to_load(self):
        load = self._make_load([["Name", "City"], ["", "Leeds"]])
        self._review(load)
        with self.assertRaises(UserError), self.cr.savepoint():
            load.action_load()
        self.assertEqual(load.state, "reviewed")


@tagged("post_install", "-at_install")
class TestProgress(RunningCase):
    def test_progress(self):
        load = self._begin()
        found = load.get_progress()
        self.assertEqual(set(found), PROGRESS)
        self.assertEqual((found["done"], found["total"], found["percent"]), (0, 30, 0))
        self.assertTrue(found["working"])
        self._step(load)
        found = load.get_progress()
        self.assertEqual(
            (found["done"], found["loaded"], found["percent"]), (10, 10, 33)
        )
        self.assertIn("10 of 30", found["text"])
        load.action_pause()
        found = load.get_progress()
        self.assertFalse(found["working"])
        self.assertIs(found["seconds_left"], False)
        load.action_resume()
        self._run()
        found = load.get_progress()
        self.assertEqual((found["state"], found["percent"]), ("done", 100))
        self.assertEqual((found["label"], found["error"]), ("Loaded", False))

    def test_failed_lines_are_not_called_loaded(self):
        load = self._begin(3)
        with patch.object(
            type(self.env["res.partner"]), "create", side_effect=UserError("No.")
        ):
            self._run()
        found = load.get_progress()
        self.assertEqual((found["loaded"], found["failed"], found["done"]), (0, 3, 3))
        self.assertNotIn("3 of 3", found["text"])

    def test_figures_of_the_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        load = self._begin(3).with_context(lang="es_ES")
        text = load._describe_progress(1200, 14277, False)
        self.assertIn("1.200", text)
        self.assertIn("14.277", text)

    def test_one_minute(self):
        load = self._begin(3)
        self.assertNotIn("1 minutes", load._describe_progress(1, 3, 61))


@tagged("post_install", "-at_install")
class TestSpeed(RunningCase):
    def _count(self, count, name):
        def read():
            loads.append(self._make_load(self._rows(count, name)))

        loads = []
        read()
        load = loads[0]
        return (
            self._count_queries(load.action_review),
            self._count_queries(load.action_load),
        )

    def test_queries(self):
        """As many for thirty lines as for three."""
        self._count(3, "Warm")
        few, many = self._count(3, "Few"), self._count(30, "Many")
        for label, three, thirty in zip(("review", "load"), few, many, strict=True):
            self.assertLessEqual(thirty, three + 3, label)

    def test_many(self):
        count = MANY * 5 if FULL else MANY
        began = time.monotonic()
        with patch.object(playbook_load_run, "AT_ONCE_SECONDS", 600):
            load = self._load(self._rows(count))
        self.assertEqual(load.created_count, count)
        self.assertLess(time.monotonic() - began, count / 40)
