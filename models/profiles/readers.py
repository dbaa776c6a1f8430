"""Who may read a document."""


def are_read_by(records, partners):
    """Whether each of ``partners`` is a colleague who may read all of ``records``."""
    # Whether a colleague may read them is asked, and told to nobody.
    for partner in partners.sudo():
        colleagues = partner.user_ids.filtered(lambda user: not user.share)
        if not any(
            # In all companies of theirs: those of the current user are not theirs.
            records.with_context(allowed_company_ids=user.company_ids.ids)
            .with_user(user)
            .has_access("read")
            for user in colleagues
        ):
            return False
    return True
