"""The editable part of the working-day calendar (工作日历)."""

from django.db import models


class CalendarDay(models.Model):
    """A day that the yearly notice makes a rest day or a make-up working day, on top of the known holidays."""

    day = models.DateField(unique=True)
    working = models.BooleanField()
    source = models.CharField(max_length=100)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {'班' if self.working else '休'}"
