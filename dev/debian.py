"""Fetch Odoo 19 from Debian into a folder of our own, as any user, touching nothing
else.

Odoo is not on PyPI; Debian's suite *sid* has it as ``odoo-19``. ``apt-get`` downloads
it with lists, cache and sources of our own (the machine's apt is not touched) and
verifies the archive's signature; ``dpkg-deb -x`` unpacks it.
"""

import shutil
import subprocess
import urllib.parse
from pathlib import Path
from typing import NamedTuple

from dev.console import step, warn
from dev.errors import DevError
from dev.programs import find, run
from dev.workplace import digest, file_digest

KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
)
USE_YOUR_OWN = (
    "Set ODOO_HOME to an Odoo 19 of your own (a source checkout or an installed "
    "package): make demo ODOO_HOME=<its folder>"
)


class Package(NamedTuple):
    """A Debian package as it was tested."""

    name: str
    suite: str
    version: str
    sha256: str


PACKAGES = (
    Package(
        "odoo-19",
        "sid",
        "19.0.0+dfsg-1",
        "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf",
    ),
    Package(
        "libjs-jquery",
        "sid",
        "3.7.1+dfsg+~3.5.33-1",
        "818d6383b5b8f33734f682076b02fe3e765af23251ff6bf2b47747a4484e19d3",
    ),
    Package(
        "libjs-jquery-form",
        "sid",
        "12-4",
        "fbfeedcd3eaf519b3cdcc88e93a1c79f6775da71657bac763f1430fe66e8a1da",
    ),
    Package(
        "libjs-underscore",
        "sid",
        "1.13.8~dfsg+~1.13.0-1",
        "4bd04d6b3695e10228b4d479d6963d6b768bcd9aa22e9cef2a014814f5de2906",
    ),
    Package(
        "fonts-roboto-unhinted",
        "sid",
        "2:3.016-1",
        "e08ef58b6b92ab2554cc5047b84c3eb03fe0df36d9eddaa1326f80783687c2e8",
    ),
    Package(
        "fonts-montserrat",
        "sid",
        "9.000-6",
        "c5f603701f86661a7eed820ff0b0d19e0aa697b316053b7885cc7346370128c1",
    ),
    Package(
        "fonts-glyphicons-halflings",
        "sid",
        "1.009~3.4.1+dfsg-7",
        "ebbe027302092d56812b1b22aca7f03387d52d1301d942ea33140e08efc00439",
    ),
    Package(
        "fonts-ocr-b",
        "sid",
        "0.3.1~dfsg-2",
        "c3760c25162b33ef4b19f0801a2ffbe956634c1fbbef42610c718edfb06baca9",
    ),
    # sid has Font Awesome 7, whose files lie elsewhere than Odoo's links point.
    Package(
        "fonts-font-awesome",
        "bookworm",
        "5.0.10+really4.7.0~dfsg-4.1",
        "5f09e1adce26d59628a239c538882d53e58978b958233864fc617be9a510018e",
    ),
    Package(
        "fonts-inconsolata",
        "bookworm",
        "001.010-6",
        "bb5015c631cd47aa7d9d6e0ecd101f0e1234300f935e7719ea32ed9b640f0ac4",
    ),
)
RECIPE = digest(PACKAGES)


def unpack(workplace, target):
    """Download, verify and unpack all :data:`PACKAGES` into the folder ``target``.

    :raise DevError: without apt, without network, or when a download stays broken.
    """
    apt = PrivateApt(workplace)
    missing = [p for p in PACKAGES if not is_good(apt.archive(p), p)]
    if missing:
        with step("Downloading Odoo 19 (130 MB)"):
            apt.refresh()
            archives = {p: apt.download(p) for p in missing}
    else:
        archives = {}
    with step("Unpacking Odoo 19 (1.1 GB)"):
        for package in PACKAGES:
            archive = archives.get(package) or apt.archive(package)
            run(
                workplace,
                f"Unpacking {package.name}",
                ["dpkg-deb", "-x", archive, target],
            )
    dangling = [p for p in target.rglob("*") if p.is_symlink() and not p.exists()]
    if dangling:
        raise DevError(
            f"Odoo was unpacked, but {len(dangling)} of its links lead nowhere "
            f"(such as {dangling[0].relative_to(target)}).",
            USE_YOUR_OWN,
        )


def is_good(archive, package):
    """Whether ``archive`` is there, whole and the one that was tested."""
    return archive.is_file() and file_digest(archive) == package.sha256


class PrivateApt:
    """apt-get with its sources, lists and cache in the state folder."""

    def __init__(self, workplace):
        self.workplace = workplace
        self.folder = workplace.folder("apt")
        self.downloads = workplace.folder("downloads")
        self.incoming = self.downloads / "incoming"
        if not (find(workplace, "apt-get") and find(workplace, "dpkg-deb")):
            raise DevError(
                "This is no Debian-like system: apt-get and dpkg-deb are needed to "
                "fetch Odoo.",
                USE_YOUR_OWN,
            )

    def archive(self, package):
        return self.downloads / f"{package.name}_{digest(package)}.deb"

    def refresh(self):
        """Write our own sources and fetch the lists that they name."""
        keyring = next((k for k in KEYRINGS if Path(k).exists()), None)
        if not keyring:
            raise DevError(
                "The Debian archive's keys are missing: no download can be verified.",
                f"Install the package debian-archive-keyring. {USE_YOUR_OWN}",
            )
        mirror = self._mirror()
        suites = sorted({package.suite for package in PACKAGES})
        (self.folder / "sources.list").write_text(
            "".join(
                f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in suites
            )
        )
        for name in ("lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        self._apt("Reading Debian's package lists", "apt-get", "update")

    def download(self, package):
        """Download ``package`` and verify it; a broken file is fetched once more.

        :return: the archive's path.
        """
        target = self.archive(package)
        for _attempt in range(2):
            target.unlink(missing_ok=True)
            fetched = self._fetch(package)
            if file_digest(fetched) == package.sha256:
                fetched.replace(target)
                return target
            if f"_{_quoted(package.version)}_" not in fetched.name:
                warn(
                    f"{package.name} was tested as {package.version}; Debian has moved "
                    f"on, {fetched.name} is used instead."
                )
                # Out of the next download's way; not under our own name: the tested
                # version is asked for next time.
                return fetched.replace(self.downloads / fetched.name)
            fetched.unlink()
        raise DevError(
            f"The download of {package.name} {package.version} is broken "
            "(its SHA-256 is not the one that was tested).",
            f"Run the same command again later. {USE_YOUR_OWN}",
        )

    def _fetch(self, package):
        """The downloaded file of the tested version, else of the one that the suite
        has.
        """
        doing = f"Downloading {package.name}"
        for wanted in (
            f"{package.name}={package.version}",
            f"{package.name}/{package.suite}",
        ):
            # apt-get takes a file of the same name for the finished download.
            shutil.rmtree(self.incoming, ignore_errors=True)
            self.incoming.mkdir()
            try:
                self._apt(doing, "apt-get", "download", wanted)
            except DevError as error:
                if "was not found" in error.what or "Unable to locate" in error.what:
                    continue
                raise
            for fetched in self.incoming.glob("*.deb"):
                return fetched
        raise DevError(
            f"Debian's suite {package.suite} has no {package.name} any more.",
            USE_YOUR_OWN,
        )

    def _apt(self, doing, *command):
        options = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            "APT::Sandbox::User": "",
            "APT::Update::Error-Mode": "any",
        }
        flags = [
            flag
            for name, value in options.items()
            for flag in ("-o", f"{name}={value}")
        ]
        run(
            self.workplace,
            doing,
            [command[0], *flags, *command[1:]],
            env={**self.workplace.environ, "LC_ALL": "C"},
            cwd=self.incoming if self.incoming.exists() else self.downloads,
            online=True,
        )

    def _mirror(self):
        """The Debian mirror that this machine's own apt uses."""
        listed = subprocess.run(
            [
                "apt-get",
                "indextargets",
                "--no-release-info",
                "--format",
                "$(REPO_URI)|$(CREATED_BY)",
            ],
            capture_output=True,
            text=True,
            env={**self.workplace.environ, "LC_ALL": "C"},
            check=False,
        ).stdout
        for line in listed.splitlines():
            address, _bar, kind = line.partition("|")
            path = urllib.parse.urlsplit(address).path.rstrip("/")
            if kind == "Packages" and path.rpartition("/")[2] == "debian":
                return address
        raise DevError(
            "This machine's apt knows no Debian mirror to fetch Odoo 19 from.",
            USE_YOUR_OWN,
        )


def _quoted(version):
    """A version as apt-get writes it into a file name."""
    return version.replace(":", "%3a")
