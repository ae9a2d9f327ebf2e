"""Days in the words of official letters."""

from datetime import date


def in_chinese(day: date) -> str:
    """Write a day as letters do, without leading zeros: 2026年1月4日."""
    return f"{day.year}年{day.month}月{day.day}日"
