"""Papers (文书): kinds, typesetting, rendering, numbering, archive. The only package that knows WeasyPrint."""
