"""Input and output of the register (登记的导入与导出): XLSX and CSV, with Chinese columns.

``examine`` says what an import would do, ``load`` imports, ``export`` gives the register back, ``template`` is the
empty form of it.
"""

from registry.exchange.loading import examine, load
from registry.exchange.reports import Fault, Report, Tally
from registry.exchange.template import template
from registry.exchange.writing import export, export_to

__all__ = ["Fault", "Report", "Tally", "examine", "export", "export_to", "load", "template"]
