"""Which posts an organisation of a level has at least (最低职务设置), handbook 2.1 and 2.2.

A branch with fewer than seven members has a secretary and no committee. Where these posts are vacant, a task climbs to
the ones above, so the posts of the highest level are those that must never all be vacant.
"""

from registry.models import Level, Role

POSTS_OF_A_LEVEL: dict[str, tuple[str, ...]] = {
    Level.BRANCH: (Role.SECRETARY,),
    Level.GENERAL_BRANCH: (Role.SECRETARY,),
    Level.COMMITTEE: (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISER),
    Level.COUNTY: (Role.DEPARTMENT_HEAD, Role.ORGANISER),
    Level.PREFECTURE: (Role.DEPARTMENT_HEAD, Role.ORGANISER),
}
"""From the lowest level to the highest one of an installation."""
