"""Odoo, PostgreSQL, Python and the demo server: found, refused or worked around."""

import socket
import sys
from pathlib import Path

import pytest

from dev import debian, odoo, postgres, preflight, python, serve
from dev.errors import DevError


def _odoo(root, version="19, 0", layout="."):
    folder = root / layout / "odoo"
    (folder / "addons/base/views").mkdir(parents=True)
    (folder / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")
    return folder.parent.resolve()


@pytest.mark.parametrize("layout", odoo.LAYOUTS)
def test_odoo_home_may_be_a_checkout_or_a_package(tmp_path, layout):
    root = _odoo(tmp_path, layout=layout)
    source = odoo.inspect(tmp_path)
    assert source.package_root == root
    assert source.addons == (root / "odoo/addons",)


def test_odoo_home_of_another_version_is_refused(tmp_path):
    _odoo(tmp_path, version="18, 0")
    with pytest.raises(DevError, match=r"Odoo 18\.0; this addon is for Odoo 19\.0"):
        odoo.inspect(tmp_path)


def test_odoo_home_without_odoo_is_refused(tmp_path):
    with pytest.raises(DevError, match="holds no Odoo"):
        odoo.inspect(tmp_path)


@pytest.fixture
def bare_machine(workplace, program, monkeypatch):
    """A machine with apt-get and nothing of what we need."""
    program("apt-get", "exit 1")
    monkeypatch.setattr(postgres, "SERVERS", workplace.checkout / "none")
    monkeypatch.setattr(debian, "KEYRINGS", ())
    monkeypatch.setattr(preflight.importlib.util, "find_spec", lambda _name: None)
    return workplace


def test_all_that_is_missing_is_told_at_once(bare_machine, as_user):
    command = (
        "sudo apt-get install -y --no-install-recommends git nodejs npm python3-venv "
        "debian-archive-keyring postgresql chromium wkhtmltopdf"
    )
    with pytest.raises(DevError, match=f"Missing: git, node .*\n.*Run: {command}"):
        preflight.check(bare_machine, server=True, browser=True, printer=True)


def test_what_is_given_is_not_asked_for(bare_machine, program, as_user):
    bare_machine.environ |= {"ODOO_HOME": "/odoo", "PGHOST": "db"}
    for name in ("git", "node", "npm", "psql", "createdb"):
        program(name, "")
    with pytest.raises(DevError, match=r"no-install-recommends python3-venv$"):
        preflight.check(bare_machine, server=True)


def test_nothing_missing_installs_nothing(workplace, monkeypatch):
    monkeypatch.setattr(preflight, "_needs", lambda *_a, **_k: [("x", ["x"], True)])
    preflight.check(workplace)


def test_foreign_variables_do_not_reach_a_private_server(workplace):
    workplace.environ |= {"PGHOSTADDR": "10.0.0.1", "PYTHONPATH": "/other/odoo"}
    server = postgres.Server("test-15", {"PGHOST": "127.0.0.1"}, ())
    environ = server.environment(workplace)
    assert environ["PGHOST"] == "127.0.0.1"
    assert not {"PGHOSTADDR", "PYTHONPATH"} & set(environ)
    assert environ["no_proxy"] == "127.0.0.1,localhost"


def test_user_that_odoo_refuses_is_told(workplace, program):
    program("psql", "echo t")
    workplace.environ |= {"PGHOST": "db", "PGUSER": "postgres"}
    with pytest.raises(DevError, match="Odoo refuses to work as that user"):
        postgres.ensure(workplace, "test")


def test_newest_server_is_taken(monkeypatch, tmp_path):
    for version in ("9.6", "12", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    monkeypatch.setattr(postgres, "SERVERS", tmp_path)
    assert postgres.newest() == tmp_path / "17" / "bin"


def test_named_server_that_does_not_answer_is_told(workplace, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    workplace.environ |= {"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": "somebody"}
    workplace.environ["PATH"] = "/usr/bin:/bin"
    with pytest.raises(DevError, match=f"somebody@127.0.0.1:{port} cannot be used"):
        postgres.ensure(workplace, "test")


def test_named_server_without_the_right_is_told(workplace, program):
    program("psql", "echo f")
    workplace.environ |= {"PGHOST": "db", "PGUSER": "somebody"}
    with pytest.raises(DevError, match="ALTER ROLE somebody CREATEDB"):
        postgres.ensure(workplace, "test")


def test_cluster_keeps_its_port_unless_somebody_took_it(workplace):
    cluster = postgres.PrivateCluster(
        workplace, "test", Path("/usr/lib/postgresql/15/bin")
    )
    cluster.folder.mkdir(parents=True)
    port = cluster._free_port()
    (cluster.folder / "port").write_text(str(port))
    assert cluster._free_port() == port
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert cluster._free_port() != port


def test_root_needs_a_folder_that_postgres_can_enter(workplace, as_root, monkeypatch):
    workplace.folder().chmod(0o700)
    cluster = postgres.PrivateCluster(
        workplace, "test", Path("/usr/lib/postgresql/15/bin")
    )
    monkeypatch.setattr(postgres.subprocess, "run", lambda *_a, **_k: _Failed())
    with pytest.raises(DevError, match=r"cannot enter.*\n.*CRM_PLAYBOOK_HOME"):
        cluster._make_folder()


class _Failed:
    returncode = 1


def test_demo_takes_the_next_port_when_one_is_in_use():
    first = serve.free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first))
        taken.listen()
        assert serve.free_port(first) > first


def test_server_that_dies_shows_its_log(workplace):
    class Dying:
        env = {"PATH": "/usr/bin:/bin"}

        def command(self, *_arguments):
            return ["sh", "-c", "echo 'database is gone'; exit 1"]

    server = serve.Server(workplace)
    with pytest.raises(DevError, match=r"Odoo did not start:\n.*database is gone"):
        server.start(Dying(), "x")


def test_foreign_process_is_never_stopped(workplace):
    server = serve.Server(workplace)
    server.state.write_text('{"pid": 1, "database": "no_such_database"}')
    assert not server.stop()
    assert not server.state.exists()


def test_code_digest_changes_with_the_addon_alone(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models/a.py").write_text("1")
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/a.py").write_text("1")
    before = serve.code_digest(tmp_path)
    (tmp_path / "dev/a.py").write_text("2")
    assert serve.code_digest(tmp_path) == before
    (tmp_path / "models/a.py").write_text("2")
    assert serve.code_digest(tmp_path) != before


def test_python_of_a_wrong_version_is_refused(workplace, monkeypatch):
    monkeypatch.setattr(python, "OLDEST", (9, 1))
    monkeypatch.setattr(python, "NEWEST", (9, 2))
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(DevError, match=rf"Python {running} is too old or too new"):
        python.base_interpreter(workplace)
