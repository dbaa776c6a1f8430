import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from dev import serve
from dev.errors import DevError
from dev.workplace import Workplace, build_once, file_digest, write_atomically


def test_state_of_an_ordinary_user_is_in_the_cache(as_user):
    assert Workplace({"XDG_CACHE_HOME": "/c"}).home == Path("/c/crm_playbook")


def test_state_of_root_is_where_the_postgres_user_can_go(as_root):
    assert Workplace({}).home == Path("/var/cache/crm_playbook")


def test_given_home_wins():
    assert Workplace({"CRM_PLAYBOOK_HOME": "/srv/x"}).home == Path("/srv/x")


def test_two_checkouts_have_databases_of_their_own(tmp_path):
    names = {Workplace({}, tmp_path / name).database("test") for name in "ab"}
    assert len(names) == 2


def test_too_little_space_is_told_before_anything_is_fetched(workplace, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**9))
    with pytest.raises(DevError, match=r"0\.9 GB of free space.*\n.*CRM_PLAYBOOK_HOME"):
        workplace.prepare()


def test_little_space_is_enough_once_everything_is_there(workplace, monkeypatch):
    workplace.prepare()
    (workplace.home / "ready").touch()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**9))
    workplace.prepare()


def test_build_is_done_once_and_again_for_another_recipe(tmp_path):
    built = []
    target = tmp_path / "target"
    assert build_once(target, "a", built.append)
    assert not build_once(target, "a", built.append)
    assert build_once(target, "b", built.append)
    assert built == [target, target]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, DevError("x", "y")])
def test_interrupted_build_is_never_trusted(tmp_path, interruption):
    target = tmp_path / "target"

    def half(folder):
        (folder / "half").touch()
        raise interruption

    with pytest.raises((KeyboardInterrupt, DevError)):
        build_once(target, "a", half)
    assert (target / "half").exists()
    assert build_once(target, "a", lambda folder: (folder / "whole").touch())
    assert not (target / "half").exists()
    assert (target / "whole").exists()


def test_write_atomically_leaves_no_other_file(tmp_path):
    write_atomically(tmp_path / "a", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_file_digest(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    assert file_digest(tmp_path / "a").startswith("e3b0c44298fc1c14")


def test_folder_with_something_else_in_it_is_never_taken(workplace):
    workplace.home.mkdir()
    (workplace.home / "odoo").mkdir()
    with pytest.raises(DevError, match=r"is not empty .*\n.*new or empty folder"):
        workplace.prepare()
    assert (workplace.home / "odoo").is_dir()


def test_own_folder_is_taken_again(workplace):
    workplace.prepare()
    (workplace.home / "odoo").mkdir()
    workplace.prepare()


@pytest.mark.parametrize(
    ("value", "means"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_flags(workplace, value, means):
    workplace.environ["FRESH"] = value
    assert workplace.flag("FRESH") is means


def test_stop_and_clean_before_anything_else_make_no_folder(workplace, capfd):
    serve.stop(workplace)
    serve.clean(workplace)
    assert not workplace.home.exists()
    assert "Nothing runs" in capfd.readouterr().out


def test_clean_removes_nothing_that_is_not_ours(workplace, capfd):
    workplace.home.mkdir()
    (workplace.home / "mine").touch()
    workplace.environ["ALL"] = "1"
    serve.clean(workplace)
    assert "nothing to remove" in capfd.readouterr().out
    assert (workplace.home / "mine").exists()
