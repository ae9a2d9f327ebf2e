"""A version as one file, to be kept or carried to another installation."""

import io
import zipfile

from engine.repository.bundle import Bundle

_DAY = (1980, 1, 1, 0, 0, 0)


def as_zip(bundle: Bundle) -> bytes:
    """Put every file of a package into one archive; equal packages give equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(bundle.files.items()):
            entry = zipfile.ZipInfo(path, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()
