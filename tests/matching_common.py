"""What the tests of matching share."""

from .common import CrmPlaybookCommon


class MatchingCase(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spain = cls.env.ref("base.es")
        cls.env.company.country_id = cls.spain
        cls.matcher = cls.env["playbook.load.matcher"].with_user(cls.user_marketing)

    def _ask(self, finder, matcher=None, **line):
        """What ``finder`` finds for one line."""
        matcher = self.matcher if matcher is None else matcher
        found = getattr(matcher, finder)([{"number": 7, **line}])
        self.assertEqual(list(found), [7])
        return found[7]

    def _certain(self, **line):
        return self._ask("_find_partners", **line)

    def _similar(self, **line):
        return self._ask("_find_similar_partners", **line)
