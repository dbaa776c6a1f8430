"""Tell in which encoding a text file is written, and read its lines."""

import codecs
import io
import re

import chardet

from odoo.tools import LazyTranslate

from .table_base import TableError

_lt = LazyTranslate(__name__)

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Letters and signs of western languages; the old encodings differ in their bytes.
WESTERN = set(
    "áéíóúàèìòùâêîôûäëïöüãõåæøçñßœÿýÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÄËÏÖÜÃÕÅÆØÇÑŒÝ"
    "ºª°¿¡«»€£©®™•·–—‘’“”…\u00a0"
)
OLD_WESTERN = ("cp1252", "cp850", "mac_roman")
FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Bytes of lines with foreign letters that are enough to tell an encoding by.
SAMPLE = 200_000
CHUNK = 1024 * 1024
# Of so many lines one may look like UTF-8 by accident, where letters are not western.
MANY = 20
# Encodings of other alphabets that offices use; what else is found is an accident.
OTHERS = {
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8-r"),
    *("iso8859-2", "iso8859-5", "iso8859-7", "shift_jis", "cp932", "gb2312"),
    *("gb18030", "big5", "euc_jp", "euc_kr", "cp949"),
}
FEW_LETTERS = 6


def strip_bom(content):
    """The content without its byte order mark, and the encoding this mark tells."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content[len(mark) :], encoding
    return content, ""


def open_lines(content, encoding, file_name):
    """Prepare a text file for :func:`read_lines`.

    :return: content in an encoding that leaves ASCII as it is; that encoding; the
        encoding of the file; whether it was guessed; whether it is mixed.
    """
    bare, marked = strip_bom(content)
    chosen = encoding or marked or _guess_wide(bare)
    if not chosen:
        _refuse_binary(bare, file_name)
        chosen, guessed, mixed = _guess(bare)
        return bare, chosen, chosen, guessed, mixed
    chosen = _check(chosen, file_name)
    if _keeps_ascii(chosen):
        _refuse_binary(bare, file_name)
        mixed = chosen == "utf-8" and not _is_utf8(bare)
        return bare, chosen, chosen, False, mixed
    try:
        text = bare.decode(chosen)
    except UnicodeDecodeError:
        text = bare.decode(chosen, "replace")
        if text.count("\ufffd") * 10 > len(text):
            raise TableError(_describe_binary(file_name)) from None
    _refuse_binary(text[:SAMPLE].encode("utf-8", "replace"), file_name)
    return text.encode("utf-8", "replace"), "utf-8", chosen, False, False


def read_lines(content):
    """Yield the physical lines as bytes, however they end, with their ends."""
    # Latin-1 keeps every byte; newline="" splits at \n, \r and \r\n and keeps them.
    for line in io.TextIOWrapper(io.BytesIO(content), "latin-1", newline=""):
        yield line.encode("latin-1")


def decode_old(data):
    """Read bytes that are not UTF-8 as people's old programs wrote them."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check(encoding, file_name):
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name).decode(name)
    except (LookupError, UnicodeError, AttributeError, TypeError):
        raise TableError(
            _lt(
                "“%(encoding)s” is no encoding in which the file “%(file)s” could be "
                "read. Choose another one, or none to have it found out.",
                encoding=encoding,
                file=file_name,
            )
        ) from None
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(name, name)


def _keeps_ascii(encoding):
    probe = "\r\n\t;,|\"'aZ09"
    return probe.encode(encoding, "replace") == probe.encode("ascii")


def _guess_wide(content):
    """UTF-16 without its mark: every other byte is zero."""
    head = content[:4096]
    half = len(head) // 2
    if half and len(content) % 2 == 0:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if odd > half * 0.4 and even < half * 0.05:
            return "utf-16-le"
        if even > half * 0.4 and odd < half * 0.05:
            return "utf-16-be"
    return ""


def _refuse_binary(content, file_name):
    """A text has no control characters but a few by accident."""
    head = content[:SAMPLE]
    allowed = b"\t\n\r\x0b\x0c\x1a\x1b"
    controls = bytes(set(range(32)) - set(allowed))
    odd = len(head) - len(head.translate(None, controls))
    if odd > 2 and odd * 100 > len(head):
        raise TableError(_describe_binary(file_name))


def _describe_binary(file_name):
    return _lt(
        "The file “%(file)s” is no table: it is neither text (CSV) nor an XLSX or ODS "
        "workbook, whatever its name says.",
        file=file_name,
    )


def _is_utf8(content):
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        # In pieces: the whole text would need up to four times its size.
        for start in range(0, len(content), CHUNK):
            decoder.decode(content[start : start + CHUNK])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _guess(content):
    """The encoding, whether it is a guess, and whether lines differ in it."""
    if content.isascii() or _is_utf8(content):
        return "utf-8", False, False
    good, sample, size = 0, [], 0
    bad = 0
    for line in read_lines(content):
        if line.isascii():
            continue
        if _is_utf8(line):
            good += 1
        else:
            bad += 1
        if size < SAMPLE:
            sample.append(line[:SAMPLE])
            size += len(sample[-1])
    if good >= bad:
        return "utf-8", False, True
    if good * MANY > bad:
        # By accident, a line of western text is never valid UTF-8.
        return _guess_western(b"".join(sample))[0], True, True
    return _guess_old(b"".join(sample), content), True, False


def _guess_western(sample):
    """The likeliest of the western encodings, and how much it looks like one."""
    scores = {encoding: _score(sample, encoding) for encoding in OLD_WESTERN}
    best = max(scores, key=scores.get)
    return best, scores[best]


def _guess_old(sample, content):
    best, score = _guess_western(sample)
    if score >= 0.8:
        return best
    encoding = (chardet.detect(sample)["encoding"] or "ascii").lower()
    letters = sum(map(len, FOREIGN.findall(sample.decode("latin-1"))))
    try:
        # How sure it is differs between its versions; nothing better is at hand.
        content.decode(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        return "cp1252"
    is_likely = name in OTHERS and letters >= FEW_LETTERS and _keeps_ascii(name)
    return name if is_likely else "cp1252"


def _score(sample, encoding):
    """How much the sample looks western in an encoding: accents stand alone in words
    of plain letters, where Cyrillic or Greek words are foreign throughout.
    """
    text = sample.decode(encoding, "replace")
    good = total = 0
    for match in FOREIGN.finditer(text):
        run = match[0]
        total += len(run)
        # Within a word no capital follows a small letter.
        odd = run[0].isupper() and text[match.start() - 1 : match.start()].islower()
        if len(run) < 3 and set(run) <= WESTERN and not odd:
            good += len(run)
    return good / (total or 1)
