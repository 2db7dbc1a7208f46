"""农历：一年压缩在一个整数里。

低 4 位    闰哪个月（0 表示没有闰月）
第 4–15 位  十二个月的大小，从正月（最高位）到腊月，1 为 30 天，0 为 29 天
第 16 位    闰月的大小
"""

YEARS = {2023: 0x05B52, 2024: 0x04B60, 2025: 0x0A6E6, 2026: 0x0A4E0, 2027: 0x0D260, 2028: 0x0EA65}


def leap_month(year: int) -> int:
    """闰几月；没有闰月时为 0。"""
    return YEARS[year] & 0xF


def days_of_month(year: int, month: int, leap: bool = False) -> int:
    if leap:
        if month != leap_month(year):
            raise ValueError(f"{year} 年没有闰{month}月")
        return 30 if YEARS[year] & 0x10000 else 29
    # 正月在第 15 位，腊月在第 4 位
    return 30 if YEARS[year] & (0x10000 >> month) else 29


def days_of_year(year: int) -> int:
    months = sum(days_of_month(year, month) for month in range(1, 13))
    leap = leap_month(year)
    return months + (days_of_month(year, leap, leap=True) if leap else 0)
