"""Which of several actions the active profile has."""


def role_action(env, name):
    """The profile's own action: its lists, cards and default filters.

    :param name: the XML id of the actions without the key of the screens, as
        ``crm_lead_action`` for ``crm_lead_action_sales``.
    :return: the action as a dictionary; None for who has no screens of their own.
    """
    screen = env["res.users"]._get_screen()
    xmlid = f"crm_playbook.{name}_{screen}"
    if not screen or not env.ref(xmlid, raise_if_not_found=False):
        return None
    return env["ir.actions.act_window"]._for_xml_id(xmlid)
