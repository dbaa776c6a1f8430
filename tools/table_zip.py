"""Open workbooks, which are ZIP archives of XML, without being harmed by them."""

import io
import zipfile
import zlib
from xml.parsers import expat

from odoo.tools import LazyTranslate

from .table_base import TableError
from .table_limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, MIN_SUSPECT

_lt = LazyTranslate(__name__)

CHUNK = 64 * 1024
# The parser remembers every element that is open; workbooks nest a dozen.
MAX_DEPTH = 100


class Archive:
    """A workbook's parts. What the directory says about sizes is checked twice:
    before anything is read, and against what is read.
    """

    def __init__(self, content, file_name):
        self.file_name = file_name
        self._packed = len(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise self.broken() from None
        if len(infos) > MAX_PARTS:
            raise self.too_large()
        self._check_size(sum(info.file_size for info in infos))
        if any(info.flag_bits & 1 for info in infos):
            raise self.protected()
        # The others unpack without a bound to what they give at once.
        known = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if any(info.compress_type not in known for info in infos):
            raise self.broken()
        # Some programs write other cases and slashes than the references to them.
        self._names = {_key(info.filename): info.filename for info in infos}

    def find(self, name):
        """The part's name as it stands in the archive, or ``None``."""
        return self._names.get(_key(name))

    def broken(self):
        """The error to raise if the workbook cannot be understood."""
        return TableError(
            _lt(
                "The file “%(file)s” is damaged or no XLSX or ODS workbook. Open and "
                "save it in Excel or LibreOffice and load it again.",
                file=self.file_name,
            )
        )

    def protected(self):
        """The error to raise if only a password opens the workbook."""
        return TableError(
            _lt(
                "The file “%(file)s” is protected by a password. Save it without a "
                "password and load it again.",
                file=self.file_name,
            )
        )

    def too_large(self):
        """The error to raise if the workbook does not fit into memory."""
        return TableError(
            _lt(
                "The file “%(file)s” unpacks to more than can be loaded at once (at "
                "most %(limit)s MB and %(ratio)s times its own size). Split it, or "
                "save the sheet that is needed as CSV.",
                file=self.file_name,
                limit=MAX_UNPACKED // 2**20,
                ratio=MAX_RATIO,
            )
        )

    def holds(self, name, data):
        """Whether a part begins with text in which ``data`` occurs."""
        return bool(self.find(name)) and data in next(self._read(name), b"")

    def parse(self, name, handler):
        """Parse a part chunk by chunk; yield after each so that the handler's findings
        can be taken away.

        ``handler`` has ``start(name, attributes)``, ``end(name)`` and ``text(data)``;
        names are ``namespace name``. Memory does not grow with the part.
        """
        depth, start, end = 0, handler.start, handler.end

        def go_deeper(name, attributes):
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise self.broken()
            start(name, attributes)

        def go_back(name):
            nonlocal depth
            depth -= 1
            end(name)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = go_deeper
        parser.EndElementHandler = go_back
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            for chunk in self._read(name):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
        except (expat.ExpatError, LookupError, ValueError):
            raise self.broken() from None
        finally:
            # Its handlers refer to it.
            parser.StartElementHandler = parser.EndElementHandler = None
            parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None

    def parse_all(self, name, handler):
        """Parse a part at once, if it exists."""
        if self.find(name):
            for _ in self.parse(name, handler):
                pass
        return handler

    def _read(self, name):
        # Counted for each reading: a table is read more than once.
        unpacked = 0
        try:
            with self._zip.open(self.find(name)) as part:
                while chunk := part.read(CHUNK):
                    unpacked += len(chunk)
                    self._check_size(unpacked)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError) as error:
            raise self.broken() from error
        except (NotImplementedError, RuntimeError) as error:
            raise self.broken() from error

    def _check_size(self, unpacked):
        harmful = unpacked > MIN_SUSPECT and unpacked > self._packed * MAX_RATIO
        if unpacked > MAX_UNPACKED or harmful:
            raise self.too_large()

    def _refuse_doctype(self, *_declaration):
        raise self.broken()


def _key(name):
    return name.replace("\\", "/").lstrip("/").lower()
