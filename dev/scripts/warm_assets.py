"""Run in an Odoo shell: build the asset bundles once, before the database is cloned."""

env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
