"""The course as a model of joeflow; an application only where joeflow is installed."""
