"""Tells in sentences what :mod:`access_reasons` found, in the reader's language."""

from .access_reasons import OPERATIONS

YES, NO, NEITHER = "yes", "no", "neither"


class Words:
    """What the explanation's template shows: plain texts, which it escapes."""

    def __init__(self, env, reasons):
        self.env = env
        self.reasons = reasons
        self.user = reasons.user.name
        self.model = self._name_model(reasons.record._name)
        self.title = env._(
            "%(user)s and “%(record)s”",
            user=self.user,
            record=reasons.record.display_name,
        )

    def _name_model(self, model_name):
        # The names of models are no secret.
        return self.env["ir.model"]._get(model_name).sudo().name

    def companies(self):
        """In which companies the user is thought to be active."""
        return self.env._(
            "%(user)s with all of their companies chosen: %(companies)s",
            user=self.user,
            companies=", ".join(self.reasons.companies.mapped("name")),
        )

    def remarks(self):
        """What to know about the user before anything else."""
        user = self.reasons.user
        told = []
        if not user.active and not self.reasons.is_superuser:
            told.append(
                self.env._(
                    "%(user)s is archived and cannot log in. What follows would hold "
                    "otherwise.",
                    user=self.user,
                )
            )
        if user._is_portal():
            told.append(
                self.env._(
                    "%(user)s is a portal user: no colleague, but somebody who sees "
                    "documents on the customer portal, and through links sent to them.",
                    user=self.user,
                )
            )
        if user._is_public():
            told.append(
                self.env._(
                    "%(user)s stands for visitors who do not log in.", user=self.user
                )
            )
        return told

    def verdicts(self):
        """For each operation: whether it is allowed, the sentence, whether it is the
        one explained.
        """
        user = self.user
        sentences = {
            "read": (
                self.env._("%(user)s can read it", user=user),
                self.env._("%(user)s cannot read it", user=user),
            ),
            "write": (
                self.env._("%(user)s can change it", user=user),
                self.env._("%(user)s cannot change it", user=user),
            ),
            "create": (
                self.env._("%(user)s can create one like it", user=user),
                self.env._("%(user)s cannot create one like it", user=user),
            ),
            "unlink": (
                self.env._("%(user)s can delete it", user=user),
                self.env._("%(user)s cannot delete it", user=user),
            ),
        }
        for operation in OPERATIONS:
            allowed = self.reasons.may(operation)
            sentence = sentences[operation][0 if allowed else 1]
            yield allowed, sentence, operation == self.reasons.operation

    def conclusions(self):
        """Why, in one to three sentences."""
        reasons = self.reasons
        if reasons.is_superuser:
            return [
                self.env._(
                    "%(user)s is the superuser: groups and rules do not hold for it.",
                    user=self.user,
                )
            ]
        told = self._conclude_from_lines_and_rules()
        if reasons.is_allowed != (reasons.is_granted and reasons.passes):
            told.append(
                self.env._(
                    "Groups and rules are not all here: the program of “%(model)s” "
                    "itself decides further, and says otherwise.",
                    model=self.model,
                )
            )
        return told

    def _conclude_from_lines_and_rules(self):
        reasons = self.reasons
        if not reasons.is_granted:
            return [
                self.env._(
                    "No group of %(user)s allows this for any “%(model)s”.",
                    user=self.user,
                    model=self.model,
                )
            ]
        if reasons.passes:
            return [
                self.env._("A group allows it, and the rules let this record pass.")
            ]
        told = [self.env._("A group allows it in general, but not for this record.")]
        for layer in reasons.layers:
            if layer.failing:
                names = ", ".join(self.rule_name(each.rule) for each in layer.failing)
                told.append(
                    self.env._(
                        "These rules hold for everybody and refuse it: %(rules)s.",
                        rules=names,
                    )
                )
            if not layer.group_passes:
                told.append(
                    self.env._("None of the rules for the user's groups lets it pass.")
                )
        return told

    def lines_intro(self):
        if self.reasons.is_granted:
            return self.env._(
                "%(user)s may do this with “%(model)s” in general, thanks to:",
                user=self.user,
                model=self.model,
            )
        if self.reasons.lines:
            return self.env._(
                "%(user)s is in none of the groups that may do this with “%(model)s”:",
                user=self.user,
                model=self.model,
            )
        return self.env._(
            "Nobody may do this with “%(model)s”: no group allows it.",
            model=self.model,
        )

    def lines(self):
        """The access lines that open the model to the user; when there is none, those
        that open it to others.
        """
        reasons = self.reasons
        for each in reasons.lines:
            if each.is_held == reasons.is_granted:
                name = each.line.group_id.full_name or self.env._("Everybody")
                yield each, name, self._tell_how(each)

    def _tell_how(self, found):
        """How the user got the group of an access line."""
        names = ", ".join(found.through.mapped("full_name"))
        if found.is_direct and names:
            return self.env._("given directly, and comes with %(groups)s", groups=names)
        if found.is_direct:
            return self.env._("given directly")
        if names:
            return self.env._("comes with %(groups)s", groups=names)
        return (
            "" if found.line.group_id else self.env._("the access line names no group")
        )

    def layer_title(self, layer):
        """Names the model when the rules are not those of the record itself."""
        if layer.model_name == self.reasons.record._name:
            return ""
        return self.env._(
            "Rules of “%(model)s”, which is part of this record:",
            model=self._name_model(layer.model_name),
        )

    def rule_name(self, rule):
        return rule.name or self.env._("Rule %(number)s", number=rule.id)

    def rule_state(self, found):
        if found.is_broken:
            return self.env._("cannot be evaluated: Odoo ends with an error")
        if found.matches:
            return self.env._("matches this record")
        return self.env._("does not match this record")

    def rule_domain(self, rule):
        return " ".join((rule.domain_force or "").split()) or "[]"

    def facts(self):
        """Salesperson, team and company of the record, seen from the user."""
        for name, comodel, tell in (
            ("user_id", "res.users", self._tell_person),
            ("team_id", "crm.team", self._tell_team),
            ("company_id", "res.company", self._tell_company),
        ):
            field = self.reasons.record._fields.get(name)
            if field and field.comodel_name == comodel:
                label = field._description_string(self.env)
                yield (label, *tell(self.reasons.record[name]))

    def _tell_person(self, person):
        if not person:
            return NEITHER, self.env._("nobody")
        if person == self.reasons.user:
            return YES, self.user
        return NO, self.env._(
            "%(other)s, not %(user)s", other=person.name, user=self.user
        )

    def _tell_team(self, team):
        user = self.reasons.user
        if not team:
            return NEITHER, self.env._("none")
        names = {"team": team.name, "user": self.user}
        if team.user_id == user:
            return YES, self.env._("%(team)s, led by %(user)s", **names)
        if user in team.member_ids:
            return YES, self.env._("%(team)s, of which %(user)s is a member", **names)
        names["leader"] = team.user_id.name or self.env._("nobody")
        return NO, self.env._(
            "%(team)s, led by %(leader)s; %(user)s is not a member", **names
        )

    def _tell_company(self, company):
        if not company:
            return NEITHER, self.env._("none: it is shared by all companies")
        names = {"company": company.name, "user": self.user}
        if company in self.reasons.companies:
            return YES, self.env._("%(company)s, where %(user)s works", **names)
        return NO, self.env._("%(company)s, where %(user)s does not work", **names)
