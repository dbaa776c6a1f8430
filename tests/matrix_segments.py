"""Records of the room *segments* for the access matrix."""


class MatrixSegments:
    """Mixin of ``MatrixPlain``: adds to ``plain``."""

    @classmethod
    def _make_segments(cls):
        env = cls.env
        selector = env.ref("crm_playbook.selector_source")
        merge = env["playbook.option.merge"].create(
            {
                "selector_id": selector.id,
                "kept_name": "Matrix kept",
                "merged_name": "Matrix merged",
            }
        )
        request = env["playbook.option.request"].create(
            {"selector_id": selector.id, "name": "Matrix option"}
        )
        for record in (selector, merge, request):
            cls.plain[record._name] = {"any": record}
