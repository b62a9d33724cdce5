"""The text of every sample file, read by Python's codec of the encoding that its folder names; the measure of exactness.

usage: encodings.py FOLDER OUTPUT
Writes JSON: path below FOLDER -> text with line breaks as LF and without BOM, or null where Python has no such codec.
"""

import json
import re
import sys
from pathlib import Path

# Folder names that Python spells otherwise.
CODECS = {"MacCyrillic": "mac_cyrillic", "TIS-620": "tis_620"}


def codec_of(folder: str) -> str:
    # iso-8859-2-croatian: the last part names the language.
    match = re.match(r"(?:iso-8859|windows)-\d+", folder)
    return match.group(0) if match else CODECS.get(folder, folder)


def read(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode(codec_of(path.parent.name))
    except LookupError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


folder = Path(sys.argv[1])
texts = {str(path.relative_to(folder)): read(path) for path in sorted(folder.rglob("*")) if path.is_file()}
Path(sys.argv[2]).write_text(json.dumps(texts), encoding="utf-8")
