"""Forms for observers: out as XLSForm and workbook, in as drafts that a person confirms."""
