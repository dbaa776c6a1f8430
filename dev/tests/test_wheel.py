"""The wheel as pip installs it beside an Odoo."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dev.wheel import LEFT_OUT, build_wheel
from dev.workplace import Workplace


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    workplace = Workplace(
        {**os.environ, "CRM_PLAYBOOK_HOME": str(tmp_path_factory.mktemp("h"))}
    )
    return build_wheel(workplace, Path(sys.executable), tmp_path_factory.mktemp("dist"))


def test_wheel_holds_the_addon_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    addon = {name for name in names if name.startswith("odoo/addons/crm_playbook/")}
    assert "odoo/addons/crm_playbook/__manifest__.py" in addon
    assert "odoo/addons/crm_playbook/security/groups.xml" in addon
    assert "odoo/addons/crm_playbook/i18n/es.po" in addon
    assert {name for name in names if ".dist-info/" not in name} == addon
    tops = {name.split("/")[3] for name in addon}
    assert not tops & LEFT_OUT
    assert not {top for top in tops if top.startswith(".")}


def test_odoo_finds_the_installed_addon(wheel, tmp_path):
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--target",
        tmp_path,
    ]
    subprocess.run([*command, wheel], check=True, capture_output=True)
    code = (
        "from odoo.modules.module import Manifest;"
        "manifest = Manifest.for_addon('crm_playbook');"
        "print(manifest.path, manifest['installable'])"
    )
    environ = {
        name: value
        for name, value in os.environ.items()
        # Not the checkout: it is the wheel that must be found.
        if name not in ("ODOO_RC", "PYTHONPATH")
    }
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert told.stdout.split() == [str(tmp_path / "odoo/addons/crm_playbook"), "True"]
