"""How sending can fail (发送失败)."""


class Temporary(Exception):
    """It may succeed later: the other side is busy or away (暂时失败)."""


class Permanent(Exception):
    """It will never succeed: no such address, or the other side refuses (永久失败)."""
