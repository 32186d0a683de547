"""What anybody would write: the page of a handout through WeasyPrint, and nothing else. For bench.py."""

import json
import sys
from pathlib import Path

from weasyprint import CSS, HTML

folder = Path(sys.argv[1])
page = json.loads((folder / "page.json").read_text("utf-8"))
HTML(string=page["html"]).write_pdf(folder / "bare.pdf", stylesheets=[CSS(string=page["css"])], pdf_variant="pdf/a-2a")
