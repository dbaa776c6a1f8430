"""Every way in which records are found: functions of a recordset and a domain.

Each returns the ids that it finds, or where it only counts, their number.
"""

GROUP_BY = {
    "crm.activity.report": "mail_activity_type_id",
    "playbook.segment.size": "segment_id",
    "playbook.stage.report": "stage_id",
    "playbook.sales.report": "stage_id",
    "playbook.action.report": "user_id",
    "playbook.team.activity": "team_id",
    "sale.report": "company_id",
}
# Odoo lets administrators alone export these.
NOT_EXPORTED = {"mail.message"}


def group_by(records):
    return GROUP_BY.get(records._name, "create_uid")


def spec_of(records):
    return {group_by(records): {}}


def _by_group(records, domain):
    field = group_by(records)
    groups = records.formatted_read_group(domain, [field], ["__count", "id:array_agg"])
    return [each for group in groups for each in group["id:array_agg"]]


def _by_sets(records, domain):
    field = group_by(records)
    one, total = records.formatted_read_grouping_sets(
        domain, [[field], []], ["id:array_agg"]
    )
    ids = [each for group in one for each in group["id:array_agg"]]
    assert set(ids) == {each for group in total for each in group["id:array_agg"] or ()}
    return ids


def _by_web_group(records, domain):
    result = records.web_read_group(
        domain,
        [group_by(records)],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification={"id": {}},
    )
    groups = result["groups"]
    ids = [each["id"] for group in groups for each in group.get("__records", ())]
    assert len(ids) == sum(group["__count"] for group in groups)
    return ids


def _by_web_search(records, domain):
    found = records.web_search_read(domain, spec_of(records))
    assert found["length"] == len(found["records"])
    return [each["id"] for each in found["records"]]


def _by_export(records, domain):
    rows = records.search(domain).export_data([".id"])["datas"]
    return [int(row[0]) for row in rows]


def _by_panel(records, domain):
    found = records.search_panel_select_range(
        group_by(records),
        search_domain=domain,
        enable_counters=True,
        hierarchize=False,
    )
    return sum(each["__count"] for each in found["values"])


def _by_bar(records, domain):
    field = group_by(records)
    groups = records.sudo()._read_group(domain, [field])
    colors = {value: "success" for (value,) in groups}
    counts = records.read_progress_bar(
        domain, field, {"field": field, "colors": colors}
    )
    return sum(count for values in counts.values() for count in values.values())


READINGS = {
    "search": lambda records, domain: records.search(domain).ids,
    "search_read": lambda records, domain: [
        each["id"] for each in records.search_read(domain, ["display_name"])
    ],
    "search_count": lambda records, domain: records.search_count(domain),
    "web_search_read": _by_web_search,
    "name_search": lambda records, domain: [
        each[0] for each in records.name_search("", domain, limit=None)
    ],
    "formatted_read_group": _by_group,
    "web_read_group": _by_web_group,
    "formatted_read_grouping_sets": _by_sets,
    "search_panel_select_range": _by_panel,
    "read_progress_bar": _by_bar,
    "export_data": _by_export,
}
