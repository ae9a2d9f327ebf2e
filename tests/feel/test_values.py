"""What expressions give: one line per expression, by chapter of DMN 1.4 (10.3)."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.feel import DaysTime, Range, YearsMonths, compile_expression, to_text
from engine.law.calendar import published_calendar

CONTEXT = {
    "a": 1,
    "b": "text",
    "yes": True,
    "no": False,
    "xs": [3, 1, 2],
    "空": None,
    "申请人": {"姓名": "甲某", "类别": "natural"},
    "people": [
        {"name": "甲", "age": 30, "tags": ["x", "y"]},
        {"name": "乙", "age": 40, "tags": []},
        {"name": "丙", "tags": ["z"]},
    ],
    "day": date(2026, 3, 2),
    "moment": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    "price": 0.1,
    "today": date(2026, 11, 20),
    "span": timedelta(hours=36),
}


def table(text):
    """Read lines of `expression ⇒ expression of the value`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [tuple(part.strip() for part in line.split("⇒")) for line in lines]


def value(text):
    return compile_expression(text)(CONTEXT, published_calendar())


def same(left, right):
    """Compare as Python does, but not 1 with true."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right and isinstance(left, bool) == isinstance(right, bool)


LOGIC = """
    true and true ⇒ true
    true and null ⇒ null
    false and null ⇒ false
    null and false ⇒ false
    true and 1 ⇒ null
    true or null ⇒ true
    null or true ⇒ true
    false or null ⇒ null
    false or "x" ⇒ null
    not(true) ⇒ false
    not(null) ⇒ null
    not(negand: true) ⇒ false
    not(not(negand: true)) ⇒ true
    not(true) and not(false) ⇒ false
    not(1) ⇒ null
    yes and not(no) or missing ⇒ true
    a = 1 and b = "text" ⇒ true
    1 = 1.0 ⇒ true
    1 = "1" ⇒ null
    null = null ⇒ true
    1 = null ⇒ false
    null != null ⇒ false
    1 != "1" ⇒ null
    missing = null ⇒ true
    missing > 5 ⇒ null
    true > false ⇒ null
    "a" < "b" ⇒ true
    [1, 2] = [1, 2] ⇒ true
    [1, 2] = [1] ⇒ false
    [1, "2"] = [1, 2] ⇒ null
    {x: 1, y: [2]} = {y: [2], x: 1} ⇒ true
    {x: 1} = {x: 2} ⇒ false
    [1..5] = [1..5] ⇒ true
    [1..5] = [1..5) ⇒ false
    a between 1 and 3 ⇒ true
    a between 2 and 3 ⇒ false
    a between null and 3 ⇒ null
    a between null and 0 ⇒ false
    a between 0 and 3 and yes ⇒ true
    a in (1, 2) ⇒ true
    a in (2, 3) ⇒ false
    a in [1, 2] ⇒ true
    a in [1..5] ⇒ true
    a in (1..5] ⇒ false
    a in ]1..5] ⇒ false
    a in [0..1[ ⇒ false
    a in > 0 ⇒ true
    a in (> 5, < 2) ⇒ true
    a in (> 5) ⇒ false
    a in ([5..6], [0..1]) ⇒ true
    a in [[5..6], [0..1]] ⇒ true
    b in ("x", "text") ⇒ true
    missing in (1, 2) ⇒ false
    missing in (> 1) ⇒ null
    missing in [1..2] ⇒ null
    [1, 2] in [[1, 2], 3] ⇒ true
    if a = 1 then "one" else "other" ⇒ "one"
    if missing then 1 else 2 ⇒ 2
    if yes then if no then 1 else 2 else 3 ⇒ 2
    1 instance of number ⇒ true
    "x" instance of number ⇒ false
    null instance of number ⇒ false
    null instance of Any ⇒ false
    day instance of date ⇒ true
    moment instance of date ⇒ false
    moment instance of date and time ⇒ true
    @"P1Y" instance of years and months duration ⇒ true
    span instance of days and time duration ⇒ true
    [] instance of list ⇒ true
    {} instance of context ⇒ true
    day instance of date and yes ⇒ true
"""

NUMBERS = """
    1 + 2 * 3 ⇒ 7
    (1 + 2) * 3 ⇒ 9
    0.1 + 0.2 ⇒ 0.3
    price + 0.2 ⇒ 0.3
    price = 0.1 ⇒ true
    10 / 4 ⇒ 2.5
    10 / 5 ⇒ 2
    1 / 0 ⇒ null
    0 / 0 ⇒ null
    2 ** 10 ⇒ 1024
    3 ** 4 ** 2 ⇒ 6561
    2 ** -1 ⇒ 0.5
    -3 ** 2 ⇒ 9
    -a ⇒ -1
    --1 ⇒ 1
    1 - -1 ⇒ 2
    -"x" ⇒ null
    -true ⇒ null
    5 - 3 - 1 ⇒ 1
    100 / 10 / 2 ⇒ 5
    1.50 ⇒ 1.5
    .5 ⇒ 0.5
    1e3 ⇒ 1000
    1 + null ⇒ null
    1 + "x" ⇒ null
    true + 1 ⇒ null
    9 ** 9 ** 9 ** 9 ** 9 ⇒ null
    1 / 3 * 3 ⇒ 0.9999999999999999999999999999999999
    9999999999999999999999999999999999 + 1 ⇒ 1e34
    decimal(1 / 3, 2) ⇒ 0.33
    decimal(1.5, 0) ⇒ 2
    decimal(2.5, 0) ⇒ 2
    decimal(1, "x") ⇒ null
    decimal(125, -1) ⇒ 120
    floor(1.5) ⇒ 1
    floor(-1.5) ⇒ -2
    floor(-1.56, 1) ⇒ -1.6
    ceiling(1.5) ⇒ 2
    ceiling(-1.56, 1) ⇒ -1.5
    round up(5.5, 0) ⇒ 6
    round up(-5.5, 0) ⇒ -6
    round down(-5.5, 0) ⇒ -5
    round half up(1.125, 2) ⇒ 1.13
    round half down(1.125, 2) ⇒ 1.12
    abs(-3) ⇒ 3
    abs(@"-P1M") ⇒ @"P1M"
    abs("x") ⇒ null
    modulo(12, 5) ⇒ 2
    modulo(-12, 5) ⇒ 3
    modulo(12, -5) ⇒ -3
    modulo(10.1, 4.5) ⇒ 1.1
    modulo(1, 0) ⇒ null
    sqrt(16) ⇒ 4
    sqrt(-1) ⇒ null
    decimal(log(10), 4) ⇒ 2.3026
    decimal(exp(1), 4) ⇒ 2.7183
    odd(5) ⇒ true
    odd(1.5) ⇒ null
    even(2) ⇒ true
    abs(n: -1) ⇒ 1
"""

TEXTS = r"""
    "a" + "b" ⇒ "ab"
    "a" + 1 ⇒ null
    "\u4e2d\n\"\\" ⇒ "中\u000a\u0022\u005c"
    substring("信息公开", 3) ⇒ "公开"
    substring("信息公开", 3, 1) ⇒ "公"
    substring("信息公开", -2, 1) ⇒ "公"
    substring("abc", 0) ⇒ null
    substring("abc", -4) ⇒ null
    substring("abc", 1.5) ⇒ null
    substring(string: "abc", start position: 2) ⇒ "bc"
    string length("信息\U01F600") ⇒ 3
    string length(null) ⇒ null
    upper case("aBc") ⇒ "ABC"
    lower case("aBc") ⇒ "abc"
    trim("  x ") ⇒ "x"
    substring before("foobar", "bar") ⇒ "foo"
    substring before("foobar", "xyz") ⇒ ""
    substring after("foobar", "ob") ⇒ "ar"
    substring after("foobar", "xyz") ⇒ ""
    contains("依申请公开", "申请") ⇒ true
    contains("x", null) ⇒ null
    starts with("foobar", "fo") ⇒ true
    ends with("foobar", "r") ⇒ true
    matches("13800000000", "^[0-9]{11}$") ⇒ true
    matches("1380000000", "^[0-9]{11}$") ⇒ false
    matches("foobar", "^Fo*b", "i") ⇒ true
    matches("a", "(") ⇒ null
    matches("a", "(a)\\1") ⇒ null
    matches("示例县", "^\\p{IsHan}+$") ⇒ true
    replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") ⇒ "[1=ab][2=]cd"
    replace("banana", "a.a", "*") ⇒ "b*na"
    replace("abc", "x*", "-") ⇒ null
    replace("2026-03-02", "(\\d+)-(\\d+)-(\\d+)", "$1年$2月$3日") ⇒ "2026年03月02日"
    split("a,b;;c", "[,;]") ⇒ ["a", "b", "", "c"]
    split("甲、乙", "、") ⇒ ["甲", "乙"]
    extract("办〔2026〕12号", "\\d+") ⇒ ["2026", "12"]
    string join(["a", "b", null, "c"], "、") ⇒ "a、b、c"
    string join(["a", "b"]) ⇒ "ab"
    string join([]) ⇒ ""
    string join(["a", 1]) ⇒ null
    string(1.50) ⇒ "1.5"
    string(1e20) ⇒ "100000000000000000000"
    string(true) ⇒ "true"
    string(null) ⇒ null
    string(day) ⇒ "2026-03-02"
    string(moment) ⇒ "2026-03-02T09:30:00Z"
    string(time("09:30:00+08:00")) ⇒ "09:30:00+08:00"
    string(@"P1Y2M") ⇒ "P1Y2M"
    string(@"-P1DT2H") ⇒ "-P1DT2H"
    string(@"PT0S") ⇒ "PT0S"
    string(@"P0M") ⇒ "P0M"
    string(@"PT1.5S") ⇒ "PT1.5S"
    string([1, "a", {x: null}]) ⇒ "[1, \"a\", {x: null}]"
    string([1..5)) ⇒ "[1..5)"
    number("1.5") ⇒ 1.5
    number("1 000,5", " ", ",") ⇒ 1000.5
    number("1,000.5", ",", ".") ⇒ 1000.5
    number("1,5", ",", ",") ⇒ null
    number("x") ⇒ null
    number("1_000") ⇒ null
    number("\uff11") ⇒ null
"""

LISTS = """
    xs[1] ⇒ 3
    xs[-1] ⇒ 2
    xs[4] ⇒ null
    xs[0] ⇒ null
    xs[a] ⇒ 3
    xs[item > 1] ⇒ [3, 2]
    xs[true] ⇒ [3, 1, 2]
    xs[null] ⇒ []
    [][1] ⇒ null
    [][item > 1] ⇒ []
    missing[1] ⇒ null
    missing[item > 1] ⇒ []
    5[1] ⇒ 5
    people[age > 30].name ⇒ ["乙"]
    people[name = "甲"][1].age ⇒ 30
    people.name ⇒ ["甲", "乙", "丙"]
    people.age ⇒ [30, 40, null]
    people.tags ⇒ [["x", "y"], [], ["z"]]
    people[list contains(tags, "z")].name ⇒ ["丙"]
    people[item.name = "乙"].age ⇒ [40]
    count(people[age = null]) ⇒ 1
    [{x: 1}, {y: 2}][x = 1] ⇒ [{x: 1}]
    for x in xs return x * 2 ⇒ [6, 2, 4]
    for x in 1..3 return x ⇒ [1, 2, 3]
    for x in 3..1 return x ⇒ [3, 2, 1]
    for x in [1..3) return x ⇒ [1, 2]
    for x in [1, 2], y in [10, 20] return x + y ⇒ [11, 21, 12, 22]
    for x in [[1, 2], [3]], y in x return y ⇒ [1, 2, 3]
    for x in missing return x ⇒ null
    for x in 5 return x + a ⇒ [6]
    for d in @"2026-01-30"..@"2026-02-01" return d.day ⇒ [30, 31, 1]
    some x in xs satisfies x > 2 ⇒ true
    some x in xs satisfies x > 9 ⇒ false
    some x in [1, null] satisfies x > 9 ⇒ null
    some x in [1, 2], y in [2, 3] satisfies x > y ⇒ false
    some x in [] satisfies x ⇒ false
    every x in xs satisfies x > 0 ⇒ true
    every x in xs satisfies x > 1 ⇒ false
    every x in [] satisfies x ⇒ true
    every x in [1, null] satisfies x > 0 ⇒ null
    every p in people satisfies p.age > 20 or p.age = null ⇒ true
    list contains([1, null], null) ⇒ true
    list contains(xs, 2) ⇒ true
    list contains("x", "x") ⇒ true
    count(xs) ⇒ 3
    count([]) ⇒ 0
    count(null) ⇒ null
    count(5) ⇒ 1
    min(xs) ⇒ 1
    min(3, 1, 2) ⇒ 1
    min([]) ⇒ null
    min("b", "a") ⇒ "a"
    min(1, "a") ⇒ null
    max(xs) ⇒ 3
    max(@"2026-01-01", day) ⇒ @"2026-03-02"
    sum(xs) ⇒ 6
    sum(1, 2) ⇒ 3
    sum([]) ⇒ null
    sum([1, null]) ⇒ null
    sum([price, 0.2]) ⇒ 0.3
    sum([@"P1D", @"PT12H"]) ⇒ @"P1DT12H"
    mean([1, 2, 3, 4]) ⇒ 2.5
    median([8, 2, 5, 3, 4]) ⇒ 4
    median([6, 1, 2, 3]) ⇒ 2.5
    stddev([2, 4, 7, 5]) ⇒ 2.081665999466132735282297706979931
    mode([6, 3, 9, 6, 6]) ⇒ [6]
    mode([6, 1, 9, 6, 1]) ⇒ [1, 6]
    mode([]) ⇒ []
    product([2, 3, 4]) ⇒ 24
    all([true, true]) ⇒ true
    all([true, null]) ⇒ null
    all([false, null]) ⇒ false
    all([]) ⇒ true
    any([false, true]) ⇒ true
    any([]) ⇒ false
    any(false, null) ⇒ null
    sublist([4, 5, 6], 1, 2) ⇒ [4, 5]
    sublist([4, 5, 6], -2) ⇒ [5, 6]
    sublist([1], 1, 2) ⇒ null
    append([1], 2, 3) ⇒ [1, 2, 3]
    append(null, 1) ⇒ [1]
    concatenate([1], [2], 3) ⇒ [1, 2, 3]
    insert before([1, 3], 1, 2) ⇒ [2, 1, 3]
    remove([1, 2, 3], 2) ⇒ [1, 3]
    remove([1], 5) ⇒ null
    list replace([1, 2], -1, 9) ⇒ [1, 9]
    reverse(xs) ⇒ [2, 1, 3]
    index of([1, 2, 2], 2) ⇒ [2, 3]
    index of([1, null], null) ⇒ [2]
    union([1, 2], [2, 3]) ⇒ [1, 2, 3]
    distinct values([1, "1", 1, null, null]) ⇒ [1, "1", null]
    duplicate values([1, 2, 1, 3, 1]) ⇒ [1]
    flatten([[1, [2]], [[3]], 4]) ⇒ [1, 2, 3, 4]
    sort(xs) ⇒ [1, 2, 3]
    sort(["b", "a"]) ⇒ ["a", "b"]
    sort([1, "a"]) ⇒ null
"""

CONTEXTS = """
    申请人.姓名 ⇒ "甲某"
    申请人.类别 in ("natural", "enterprise") ⇒ true
    `申请人`.姓名 ⇒ "甲某"
    missing.x.y ⇒ null
    b.x ⇒ null
    {x: 1, y: x + 1}.y ⇒ 2
    {a: a + 1, c: a}.c ⇒ 2
    {"任何 键": 1} ⇒ {"任何 键": 1}
    get value({x: 1}, "x") ⇒ 1
    get value({x: {y: 2}}, ["x", "y"]) ⇒ 2
    get value({x: 1}, "z") ⇒ null
    get entries({x: 1})[1].key ⇒ "x"
    count(get entries({x: 1, y: 2})) ⇒ 2
    context put({x: 1}, "y", 2) ⇒ {x: 1, y: 2}
    context put({x: {y: 1}}, ["x", "y"], 2) ⇒ {x: {y: 2}}
    context put({x: 1}, ["x", "y"], 2) ⇒ null
    context merge([{x: 1}, {x: 2, y: 3}]) ⇒ {x: 2, y: 3}
    context([{key: "x", value: 1}]) ⇒ {x: 1}
    context([{key: "x", value: 1}, {key: "x", value: 2}]) ⇒ null
    context([{key: 1, value: 1}]) ⇒ null
    is defined(missing) ⇒ false
    is defined(a) ⇒ true
    get or else(missing, 1) ⇒ 1
"""

TIMES = """
    date("2026-03-02") = day ⇒ true
    date("2026-02-30") ⇒ null
    date("20260302") ⇒ null
    date("2026-W10-1") ⇒ null
    date(2026, 3, 2) = day ⇒ true
    date(year: 2026, month: 3, day: 2) = day ⇒ true
    date(2026, 13, 2) ⇒ null
    date(null) ⇒ null
    date(moment) = day ⇒ true
    date(date and time("2026-03-02T01:00:00")) = day ⇒ true
    @"2026-03-02" = day ⇒ true
    date and time("2026-03-02T09:30:00Z") = moment ⇒ true
    date and time("2026-03-02T17:30:00+08:00") = moment ⇒ true
    date and time("2026-03-02T17:30:00") = moment ⇒ true
    date and time("2026-03-02T17:30:00@Asia/Shanghai") = moment ⇒ true
    date and time("2026-03-02T17:30:00@No/Where") ⇒ null
    date and time("2026-03-02") = date and time("2026-03-02T00:00:00") ⇒ true
    date and time(day, time("09:30:00Z")) = moment ⇒ true
    date and time("2026-03-02T25:00:00") ⇒ null
    day = moment ⇒ null
    day < moment ⇒ null
    time("09:30:00") < time("09:31") ⇒ true
    time(9, 30, 0) = time("09:30:00") ⇒ true
    time(9, 30, 0, @"PT8H") = time("09:30:00+08:00") ⇒ true
    time("24:00:00") ⇒ null
    time(moment) = time("09:30:00Z") ⇒ true
    day.year ⇒ 2026
    day.month ⇒ 3
    day.day ⇒ 2
    day.weekday ⇒ 1
    day.hour ⇒ null
    moment.hour ⇒ 9
    moment.time offset = @"PT0S" ⇒ true
    time("10:00:00").time offset ⇒ null
    date and time("2026-03-02T17:30:00@Asia/Shanghai").timezone ⇒ "Asia/Shanghai"
    day + @"P1D" = date("2026-03-03") ⇒ true
    day + @"PT36H" = date("2026-03-03") ⇒ true
    @"P1D" + day = date("2026-03-03") ⇒ true
    day - @"P1M" = date("2026-02-02") ⇒ true
    @"2026-01-31" + @"P1M" = @"2026-02-28" ⇒ true
    @"2024-02-29" - @"P1Y" = @"2023-02-28" ⇒ true
    @"9999-12-31" + @"P1D" ⇒ null
    day + 1 ⇒ null
    moment + @"PT1H" = @"2026-03-02T10:30:00Z" ⇒ true
    moment - @"P1Y" = @"2025-03-02T09:30:00Z" ⇒ true
    @"2026-03-05" - day = @"P3D" ⇒ true
    (@"2026-03-05" - day).days ⇒ 3
    (@"2026-03-05" - day) / @"P1D" ⇒ 3
    moment - @"2026-03-02T00:00:00Z" = @"PT9H30M" ⇒ true
    time("10:00:00") - time("09:30:00") = @"PT30M" ⇒ true
    time("23:30:00") + @"PT1H" = time("00:30:00") ⇒ true
    time("00:30:00") - @"PT1H" = time("23:30:00") ⇒ true
    @"P1Y" + @"P2M" = @"P14M" ⇒ true
    @"P1Y" + @"P2D" ⇒ null
    @"P1Y" = @"P12M" ⇒ true
    @"P1Y" > @"P11M" ⇒ true
    @"P1Y" > @"P11D" ⇒ null
    @"P1D" * 2 = @"P2D" ⇒ true
    2 * @"P1M" = @"P2M" ⇒ true
    @"P1D" / 2 = @"PT12H" ⇒ true
    @"P1D" / 0 ⇒ null
    @"P1Y" / @"P1M" ⇒ 12
    -@"P1D" = @"-P1D" ⇒ true
    duration("P1Y2M").months ⇒ 2
    duration("P1Y2M").years ⇒ 1
    duration("-P1DT2H3M4S").hours ⇒ -2
    duration("-P1DT2H3M4S").seconds ⇒ -4
    duration("P1Y2DT") ⇒ null
    duration("P") ⇒ null
    duration("P1DT") ⇒ null
    duration("P999999999999D") ⇒ null
    span = @"P1DT12H" ⇒ true
    years and months duration(@"2024-02-29", @"2026-02-28") = @"P1Y11M" ⇒ true
    years and months duration(@"2026-02-28", @"2025-02-28") = @"-P1Y" ⇒ true
    day of week(day) ⇒ "Monday"
    day of year(day) ⇒ 61
    week of year(day) ⇒ 10
    month of year(day) ⇒ "March"
    last day of month(@"2024-02-03") = @"2024-02-29" ⇒ true
    is(@"2026-03-02T17:30:00+08:00", moment) ⇒ false
    is(day, @"2026-03-02") ⇒ true
    is(1, "1") ⇒ false
    today() = @"2026-11-20" ⇒ true
    today() - day > @"P20D" ⇒ true
    now() ⇒ null
    @"2026-03-05" in [day..@"2026-04-01"] ⇒ true
"""

RANGES = """
    before(1, 10) ⇒ true
    before(10, 1) ⇒ false
    before(1, [2..5]) ⇒ true
    before([1..5), 5) ⇒ true
    before([1..5], [5..8]) ⇒ false
    before([1..5), [5..8]) ⇒ true
    before(1, "x") ⇒ null
    after([5..8], [1..5)) ⇒ true
    meets([1..5], [5..10]) ⇒ true
    meets([1..5), [5..10]) ⇒ false
    met by([5..10], [1..5]) ⇒ true
    overlaps([1..5], [3..8]) ⇒ true
    overlaps([1..5], [6..8]) ⇒ false
    overlaps([1..5), [5..8]) ⇒ false
    overlaps before([1..5], [3..8]) ⇒ true
    overlaps before([3..8], [1..5]) ⇒ false
    overlaps after([3..8], [1..5]) ⇒ true
    finishes(10, [1..10]) ⇒ true
    finishes(10, [1..10)) ⇒ false
    finishes([5..10], [1..10]) ⇒ true
    finished by([1..10], 10) ⇒ true
    finished by([1..10], [5..10]) ⇒ true
    includes([1..10], 5) ⇒ true
    includes([1..10), 10) ⇒ false
    includes([1..10], [4..6]) ⇒ true
    includes((1..10], [1..6]) ⇒ false
    during(5, [1..10]) ⇒ true
    during([4..6], [1..10]) ⇒ true
    starts(1, [1..10]) ⇒ true
    starts([1..5], [1..10]) ⇒ true
    started by([1..10], 1) ⇒ true
    started by([1..10], [1..5]) ⇒ true
    coincides(5, 5) ⇒ true
    coincides([1..5], [1..5]) ⇒ true
    coincides([1..5), [1..5]) ⇒ false
    coincides(1, [1..5]) ⇒ null
    [1..5].start ⇒ 1
    [1..5).end included ⇒ false
    [5.."x"] ⇒ null
    range("[1..5)") = [1..5) ⇒ true
    5 in range("[1..)") ⇒ true
    range("[2026-01-01..2026-02-01]").start = @"2026-01-01" ⇒ true
    range("x") ⇒ null
    range("[..]") ⇒ null
    range("[1..\\"x\\"]") ⇒ null
"""

WORKING_DAYS = """
    add working days(@"2026-03-02", 20) = @"2026-03-30" ⇒ true
    add working days(from: @"2026-09-30", n: 1) = @"2026-10-08" ⇒ true
    add working days(moment, 1) = @"2026-03-03" ⇒ true
    add working days(@"2026-03-02", -1) ⇒ null
    add working days(@"2026-03-02", 1.5) ⇒ null
    add working days(null, 1) ⇒ null
    add working days(@"2026-03-02", 99999999) ⇒ null
    working days between(@"2026-03-02", @"2026-03-30") ⇒ 20
    working days between(@"2026-03-02", @"2026-03-02") ⇒ 0
    is working day(@"2026-10-01") ⇒ false
    is working day(@"2026-10-10") ⇒ true
    is working day("2026-10-10") ⇒ null
"""

ALL = [
    case
    for text in (LOGIC, NUMBERS, TEXTS, LISTS, CONTEXTS, TIMES, RANGES, WORKING_DAYS)
    for case in table(text)
]


@pytest.mark.parametrize(("expression", "wanted"), ALL, ids=[line for line, _ in ALL])
def test_the_value_of(expression, wanted):
    assert same(value(expression), value(wanted))


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("a", 1),
        ("1.5", Decimal("1.5")),
        ("3.0", 3),
        ("price", Decimal("0.1")),
        ("day", date(2026, 3, 2)),
        ('time("09:30:00")', time(9, 30)),
        ("moment", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ('@"P1Y2M"', YearsMonths(14)),
        ("span", DaysTime(timedelta(hours=36))),
        ("(1..5]", Range(1, 5, start_included=False)),
        ("= a + 1", 2),
        ("a // 注释\n + /* comment */ 1", 2),
        ("a\u3000+\u30001", 2),
    ],
)
def test_values_are_those_of_python(expression, wanted):
    found = value(expression)
    assert found == wanted
    assert type(found) is type(wanted)


def test_a_value_is_written_as_text():
    assert [to_text(each) for each in (None, 1, "x", date(2026, 3, 2))] == [
        None,
        "1",
        "x",
        "2026-03-02",
    ]


def test_without_a_calendar_working_days_are_unknown():
    assert compile_expression('is working day(@"2026-03-02")')({}) is None
