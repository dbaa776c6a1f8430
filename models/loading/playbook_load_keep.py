import json

from odoo import models
from odoo.tools import SQL

from .playbook_load import COMPANY, MODELS
from .playbook_load_line import LEFT_OUT, LOADED, REVIEWED


class PlaybookLoad(models.Model):
    """What is kept of what was loaded: keys, and what each line changed."""

    _inherit = "playbook.load"

    def _keep_keys(self, items, created):
        """Remember which record each key means, and what the file said."""
        rows = [
            {
                "key": item.reading.key,
                "made": item.reading.is_key_made,
                "res_id": item.record_id,
                "created": item.line.id in created,
                "loaded": {
                    name: value
                    for name, value in self._get_said(item).items()
                    if name not in item.kept_out
                },
            }
            for item in items
        ]
        Key = self.env["playbook.load.key"]
        Key.flush_model()
        self.env.cr.execute(self._keep_keys_sql(json.dumps(rows)))
        Key.invalidate_model(flush=False)

    def _keep_keys_sql(self, rows):
        return SQL(
            """
            INSERT INTO playbook_load_key (
                source_id, kind, key, made, res_model, res_id, load_id, date,
                loaded, created, with_workflows, create_uid, create_date
            )
            SELECT %(source_id)s, %(kind)s, key, made, %(model)s, res_id,
                   %(load_id)s, %(now)s, loaded, created, %(with_workflows)s,
                   %(uid)s, %(now)s
              FROM jsonb_to_recordset(%(rows)s::jsonb)
                   AS told(
                      key text, made boolean, res_id integer, created boolean,
                      loaded jsonb
                   )
                ON CONFLICT (source_id, kind, key) DO UPDATE
               SET res_id = EXCLUDED.res_id,
                   created = EXCLUDED.created OR playbook_load_key.created,
                   load_id = EXCLUDED.load_id,
                   date = EXCLUDED.date,
                   loaded = COALESCE(playbook_load_key.loaded, '{}')
                            || EXCLUDED.loaded
            """,
            source_id=self.source_id.id,
            kind=self.kind,
            model=MODELS[self.kind],
            load_id=self.id,
            now=self.env.cr.now(),
            with_workflows=self.with_workflows,
            uid=self.env.uid,
            rows=rows,
        )

    def _keep_company_keys(self, keys):
        """Remember companies that were made because lines name them.

        :param keys: from what they are called to their ids.
        """
        # Written by the addon alone.
        Key = self.env["playbook.load.key"].sudo()
        known = {
            row.key
            for row in Key.search(
                [
                    ("source_id", "=", self.source_id.id),
                    ("kind", "=", COMPANY),
                    ("key", "in", list(keys)),
                ]
            )
        }
        Key.create(
            [
                {
                    "source_id": self.source_id.id,
                    "kind": COMPANY,
                    "key": key,
                    "res_model": "res.partner",
                    "res_id": partner_id,
                    "load_id": self.id,
                    "date": self.env.cr.now(),
                    "created": True,
                }
                for key, partner_id in keys.items()
                if key not in known
            ]
        )

    def _settle(self, items, created, made):
        """Note on their lines that ``items`` are loaded, and what that changed."""
        rows = [
            {
                "id": item.line.id,
                "state": LOADED,
                "res_id": item.record_id,
                "created": item.line.id in created,
                "values_before": item.before,
                "values_after": item.after,
                "made_with": [
                    ["res.partner", each] for each in made.get(item.line.id, ())
                ]
                or None,
            }
            for item in items
        ]
        self.env["playbook.load.line"]._update_lines(
            rows,
            {
                "state": "text",
                "res_id": "integer",
                "created": "boolean",
                **dict.fromkeys(
                    ("values_before", "values_after", "made_with"), "jsonb"
                ),
            },
        )

    def _leave_out(self):
        """What nobody has decided to load stays out, and what is not loaded yet."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_load_line
                   SET state = %s, reason = CASE handling WHEN 'load' THEN %s
                                            ELSE reason END
                 WHERE load_id = %s AND state = %s
                """,
                LEFT_OUT,
                self.env._("The load was stopped before its turn came."),
                self.id,
                REVIEWED,
            )
        )
        self.env["playbook.load.line"].invalidate_model(flush=False)
        self._forget_counts()
