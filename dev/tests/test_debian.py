"""The download of Odoo, with a stand-in for apt-get that breaks in every way."""

import hashlib

import pytest

from dev import debian
from dev.errors import DevError

GOOD = b"a whole package"
PACKAGE = debian.Package("odoo-19", "sid", "1:2.0", hashlib.sha256(GOOD).hexdigest())
MIRROR = """
if [ "$1" = indextargets ]; then
    echo "http://mirror/debian-security/|Packages"
    echo "http://mirror/debian/|Packages"
    exit 0
fi
"""


@pytest.fixture
def apt(workplace, program, tmp_path, monkeypatch):
    """``apt(script)`` puts an apt-get there that runs ``script`` for a download."""
    keyring = tmp_path / "keyring"
    keyring.touch()
    monkeypatch.setattr(debian, "KEYRINGS", (str(keyring),))
    monkeypatch.setattr(debian, "PACKAGES", (PACKAGE,))
    program("dpkg-deb", 'echo unpacked > "$3/unpacked"')

    def make(script):
        last = 'for wanted in "$@"; do :; done\n'
        program("apt-get", f"{MIRROR}\n{last}\n{script}")
        return debian.PrivateApt(workplace)

    return make


def _write(content, version="1%3a2.0"):
    return f"printf '{content}' > odoo-19_{version}_all.deb"


def test_good_download_is_kept_and_not_repeated(apt, workplace, tmp_path):
    apt(f'[ "$wanted" = update ] || {_write(GOOD.decode())}')
    target = tmp_path / "target"
    target.mkdir()
    debian.unpack(workplace, target)
    assert (target / "unpacked").exists()
    apt("echo Temporary failure resolving; exit 100")
    debian.unpack(workplace, target)


def test_broken_download_is_fetched_again(apt, tmp_path):
    mark = tmp_path / "mark"
    second = (
        f"[ -e {mark} ] && {_write(GOOD.decode())} || {_write('brok')}; touch {mark}"
    )
    assert apt(second).download(PACKAGE).read_bytes() == GOOD


def test_broken_file_of_an_earlier_run_is_replaced(apt):
    private = apt(_write(GOOD.decode()))
    private.archive(PACKAGE).write_bytes(b"half")
    assert not debian.is_good(private.archive(PACKAGE), PACKAGE)
    assert private.download(PACKAGE).read_bytes() == GOOD
    assert debian.is_good(private.archive(PACKAGE), PACKAGE)


def test_file_that_an_interrupted_run_left_is_no_obstacle(apt, workplace):
    """apt-get writes under the final name at once: half a file may stand there."""
    for name in ("odoo-19_1%3a2.0_all.deb", "odoo-19_3.0_all.deb"):
        private = apt(_write(GOOD.decode()))
        for folder in (private.downloads, private.incoming):
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"half")
        assert private.download(PACKAGE).read_bytes() == GOOD


def test_download_that_stays_broken_names_the_way_out(apt):
    with pytest.raises(DevError, match=r"is broken .*\n.*ODOO_HOME"):
        apt(_write("broken")).download(PACKAGE)


def test_newer_version_is_used_with_a_warning(apt, capfd):
    script = (
        'case "$wanted" in *=*) echo "E: Version was not found"; exit 100;; '
        f"*) {_write('newer', '3.0')};; esac"
    )
    assert apt(script).download(PACKAGE).read_bytes() == b"newer"
    assert "was tested as 1:2.0" in capfd.readouterr().err


def test_several_newer_packages_are_all_there_when_unpacked(
    apt, workplace, program, tmp_path, monkeypatch
):
    other = PACKAGE._replace(name="libjs-jquery")
    monkeypatch.setattr(debian, "PACKAGES", (PACKAGE, other))
    apt(
        'case "$wanted" in update) ;; '
        '*=*) echo "E: Version was not found"; exit 100;; '
        '*) printf newer > "${wanted%/*}_3.0_all.deb";; esac'
    )
    program("dpkg-deb", 'cat "$2" >> "$3/unpacked"')
    target = tmp_path / "target"
    target.mkdir()
    debian.unpack(workplace, target)
    assert (target / "unpacked").read_text() == "newernewer"


def test_package_that_is_gone_names_the_way_out(apt):
    script = "echo 'E: Unable to locate package odoo-19'; exit 100"
    with pytest.raises(DevError, match=r"sid has no odoo-19 any more.*\n.*ODOO_HOME"):
        apt(script).download(PACKAGE)


def test_no_network_is_told(apt):
    script = "echo \"W: Temporary failure resolving 'mirror'\"; exit 100"
    with pytest.raises(DevError, match="could not be reached"):
        apt(script).refresh()


def test_full_disk_is_told(apt):
    script = "echo 'E: Write error - write (28: No space left on device)'; exit 100"
    with pytest.raises(DevError, match="is full"):
        apt(script).download(PACKAGE)


def test_own_sources_use_the_machines_mirror_and_verify(apt):
    private = apt("exit 0")
    private.refresh()
    (line,) = (private.folder / "sources.list").read_text().splitlines()
    assert line.startswith("deb [signed-by=")
    assert line.endswith("] http://mirror/debian/ sid main")


def test_machine_without_debian_mirror_names_the_way_out(workplace, program, apt):
    private = apt("exit 0")
    program("apt-get", "exit 0")
    with pytest.raises(DevError, match=r"knows no Debian mirror.*\n.*ODOO_HOME"):
        private.refresh()


def test_missing_keys_are_told(apt, monkeypatch):
    private = apt("exit 0")
    monkeypatch.setattr(debian, "KEYRINGS", ("/no/such/keyring",))
    with pytest.raises(DevError, match="debian-archive-keyring"):
        private.refresh()


def test_other_systems_are_told_of_odoo_home(workplace):
    with pytest.raises(DevError, match=r"no Debian-like system.*\n.*ODOO_HOME"):
        debian.PrivateApt(workplace)
