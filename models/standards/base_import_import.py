from odoo import models

from .channel import IMPORT, mark


class BaseImportImport(models.TransientModel):
    _inherit = "base_import.import"

    def execute_import(self, *args, **kwargs):
        """What comes by the import screen is asked for as each procedure says."""
        marked = super(BaseImportImport, mark(self, IMPORT))
        return marked.execute_import(*args, **kwargs)
