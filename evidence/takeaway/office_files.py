"""The same deck as the same bytes: nothing of the clock gets into the file."""

from __future__ import annotations

import io
import re
import zipfile

_DATE = (1980, 1, 1, 0, 0, 0)
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def stable(package: bytes) -> bytes:
    """An Office file with fixed dates in its directory and its properties, those of spreadsheets inside it too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = stable(content)
            elif name == "docProps/core.xml":
                content = _CREATED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            target.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
