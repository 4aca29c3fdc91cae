"""Lighthouse's scores of six pages: the package of npm that is locked here, its reports, the pages it is shown."""
