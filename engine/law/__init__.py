"""The law of government information disclosure as arithmetic: pure, exact, and cited.

In reading order: `calendar` (which days are working days), `application` (the day of
receipt), `rules` (what the law leaves open), `events` and `clock` (the reply period),
`deadlines` (every other period), `replies` and `letters` (how a case may end, and on what
paper), `remedies` and `authority`, `fees`, `annual_report`, `worked_cases`.

Instruments: 政府信息公开条例 (国务院令第711号, 2019-05-15 in force); 政府信息公开信息处理费管理办法
(国办函〔2020〕109号, 2021-01-01); 行政复议法 (2023 revision, 2024-01-01); 行政诉讼法 (2017);
法释〔2025〕8号 (2025-06-01); 民法典 arts. 201 to 203; 全国年节及纪念日放假办法 (2024-11-10);
政府信息公开工作年度报告格式 (国办公开办函〔2021〕30号); 国办公开办函〔2015〕207号, 〔2016〕235号.

Nothing here asks for the time, the disk or the network; only the shipped tables are read.
"""
