"""What the forms of a profile leave out until everything is asked for."""

from lxml import etree

from odoo.tests import tagged

from .screen_common import REVEAL, ScreenCommon


@tagged("post_install", "-at_install")
class TestLeftOut(ScreenCommon):
    def _condition(self, user, name, tag="field", model="crm.lead"):
        """What hides the node of that name for ``user``: itself or around it."""
        arch = self.env[model].with_user(user).get_view(None, "form")["arch"]
        node = etree.fromstring(arch).find(f".//sheet//{tag}[@name='{name}']")
        found = [each.get("invisible", "") for each in (node, *node.iterancestors())]
        return " ".join(found)

    def test_left_out_until_everything_is_asked_for(self):
        self._leave_out("sales", "lead", "field", "priority")
        self.assertIn(REVEAL, self._condition(self.user_sales, "priority"))
        self.assertNotIn(
            REVEAL, self._condition(self.user_sales_management, "priority")
        )

    def test_what_has_to_be_filled_in_is_shown(self):
        """Another addon makes a field required that was left out before."""
        item = self._leave_out("sales", "lead", "field", "priority")
        view = self.env.ref("crm.crm_lead_view_form")
        view.arch = view.arch.replace(
            '<field name="priority" widget="priority" nolabel="1"',
            '<field name="priority" widget="priority" required="1" nolabel="1"',
        )
        self.assertNotIn(REVEAL, self._condition(self.user_sales, "priority"))
        item.invalidate_recordset()
        self.assertTrue(item.is_required)
        item.screen_id.action_reset()
        item = self._item("sales", "lead", "field", "priority")
        self.assertEqual(item.shown, "1")

    def test_what_is_shipped_hidden_and_required_elsewhere_does_not_stop_it(self):
        view = self.env.ref("crm.crm_lead_view_form")
        view.arch = view.arch.replace(
            '<field name="website"', '<field name="website" required="1"'
        )
        profile = self.env.ref("crm_playbook.profile_sales")
        profile.screen_ids.unlink()
        profile._create_missing_screens()
        item = self._item("sales", "lead", "field", "website")
        self.assertEqual(item.shown, "1")

    def test_a_deleted_form_leaves_nothing_out(self):
        self._leave_out("sales", "lead", "field", "priority")
        self.assertIn(REVEAL, self._condition(self.user_sales, "priority"))
        self._screen("sales", "lead").unlink()
        self.assertNotIn(REVEAL, self._condition(self.user_sales, "priority"))

    def test_the_dialog_in_which_activities_are_planned(self):
        self._leave_out("sales", "activity", "field", "note")
        schedule = self.env["mail.activity.schedule"].with_user(self.user_sales)
        arch = etree.fromstring(schedule.get_view(None, "form")["arch"])
        self.assertIn(REVEAL, arch.find(".//field[@name='note']").get("invisible"))
        item = self._item("sales", "activity", "field", "activity_user_id")
        self.assertTrue(item.label)

    def test_buttons_of_other_profiles_are_left_out(self):
        user = self.user_everything
        leads = self.env["crm.lead"].with_user(user)
        for screen, name, there in (
            ("sales", "action_hand_over", False),
            ("marketing", "action_hand_over", True),
            ("sales", "action_reassign", False),
            ("sales_management", "action_reassign", True),
        ):
            profile = self.env.ref(f"crm_playbook.profile_{screen}")
            self.env["res.users"].with_user(user).set_playbook_profile(profile.id)
            arch = etree.fromstring(leads.get_view(None, "form")["arch"])
            button = arch.find(f".//button[@name='{name}']")
            with self.subTest(screen, button=name):
                self.assertEqual(REVEAL in (button.get("invisible") or ""), not there)

    def test_buttons_in_each_row_of_a_list(self):
        ours = self.env.ref("crm_playbook.crm_lead_view_list_marketing")
        standard = self.env.ref("crm.crm_case_tree_view_oppor")
        leads = self.env["crm.lead"].with_user(self.user_marketing)
        for view in (ours, standard):
            arch = etree.fromstring(leads.get_view(view.id, "list")["arch"])
            for button in arch.iterfind("button"):
                with self.subTest(view.name):
                    self.assertEqual(button.get("column_invisible"), REVEAL)

    def test_put_back(self):
        item = self._leave_out("sales", "lead", "field", "priority")
        self.assertIn(REVEAL, self._condition(self.user_sales, "priority"))
        item.with_user(self.user_configurator).shown = "1"
        self.assertNotIn(REVEAL, self._condition(self.user_sales, "priority"))

    def test_a_tab_a_group_and_a_figure(self):
        for tag, name in (
            ("page", "internal_notes"),
            ("group", "categorization"),
            ("button", "action_schedule_meeting"),
        ):
            with self.subTest(tag):
                self._leave_out("sales", "lead", tag, name)
                self.assertIn(REVEAL, self._condition(self.user_sales, name, tag))

    def test_levels(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        self._leave_out("sales", "lead", "field", "priority", shown="2")
        for level, hidden in (("1", True), ("2", False), ("3", False), ("1", True)):
            profile.with_user(self.user_configurator).level = level
            condition = self._condition(self.user_sales, "priority")
            with self.subTest(level):
                self.assertEqual(REVEAL in condition, hidden)

    def test_what_stood_hidden_before_stays_so(self):
        before = self._condition(self.user_sales, "date_deadline")
        self._leave_out("sales", "lead", "field", "date_deadline")
        after = self._condition(self.user_sales, "date_deadline")
        self.assertIn("type == 'lead'", before)
        self.assertIn("type == 'lead'", after)
        self.assertIn(REVEAL, after)

    def test_companies_and_contacts_apart(self):
        self._leave_out("sales", "company", "field", "category_id")
        condition = self._condition(self.user_sales, "category_id", model="res.partner")
        self.assertIn(f"{REVEAL} and (is_company)", condition)
        self._leave_out("sales", "contact", "field", "website")
        condition = self._condition(self.user_sales, "website", model="res.partner")
        self.assertIn(f"{REVEAL} and (not is_company)", condition)

    def test_words_around_a_field_go_with_it(self):
        self._leave_out("sales", "lead", "field", "probability")
        self._leave_out("sales", "lead", "field", "automated_probability")
        arch = self.env["crm.lead"].with_user(self.user_sales).get_view(None, "form")
        form = etree.fromstring(arch["arch"])
        (sign,) = (
            node for node in form.iter("span") if (node.text or "").strip() == "%"
        )
        hidden = [each.get("invisible", "") for each in (sign, *sign.iterancestors())]
        self.assertIn(REVEAL, " ".join(hidden))
        label = form.find(".//label[@for='probability']")
        hidden = [label.get("invisible", "")] + [
            each.get("invisible", "") for each in label.iterancestors()
        ]
        self.assertIn(REVEAL, " ".join(hidden))

    def test_the_activity_form_too(self):
        self._leave_out("marketing", "activity", "field", "note")
        popup = self.env.ref("mail.mail_activity_view_form_popup")
        view = self.env["mail.activity"].with_user(self.user_marketing)
        arch = etree.fromstring(view.get_view(popup.id, "form")["arch"])
        self.assertIn(REVEAL, arch.find(".//field[@name='note']").get("invisible"))

    def test_it_protects_nothing(self):
        self._leave_out("sales", "lead", "field", "priority")
        lead = self.env["crm.lead"].with_user(self.user_sales)
        lead = lead.create({"name": "Open", "priority": "2"})
        lead.priority = "3"
        self.assertEqual(lead.read(["priority"])[0]["priority"], "3")

    def test_the_form_opens_on_a_company_without_queries_of_its_own(self):
        """What is left out is read when the form is made, not when it is opened."""
        partners = self.env["res.partner"].with_user(self.user_sales)
        partners.get_view(None, "form")
        with self.assertQueryCount(1):
            self.env.invalidate_all()
            partners.get_view(None, "form")

    def test_every_shipped_screen_is_within_its_budget_at_each_level(self):
        for screen in self.env["playbook.screen"].search([]):
            for level in "123":
                screen.profile_id.level = level
                with self.subTest(screen.display_name, level=level):
                    self.assertFalse(screen.problem)
                    self.assertEqual(screen.over_count, 0)
                    self.assertGreater(screen.shown_count, 3)

    def test_a_level_never_takes_away(self):
        for screen in self.env["playbook.screen"].search([]):
            arch, _problem = screen._read_arch()
            shown = [screen._list_shown_fields(arch, level) for level in "123"]
            with self.subTest(screen.display_name):
                self.assertLessEqual(shown[0], shown[1])
                self.assertLessEqual(shown[1], shown[2])
