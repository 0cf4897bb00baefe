//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: ["codes/forms.md"];
    BAD_CODE = "form/bad-code", Warning, "分级的编码不像编码", "a code of a tree that is none";
    CLAIMED_TWICE = "form/claimed-twice", Warning, "两张表样认同一张表", "two forms claim one table";
    COLUMN_MISSING = "form/column-missing", Warning, "表头里缺一列", "a column is missing";
    CONDITION_FAILED = "form/condition-failed", Note, "句子不符合条件", "a sentence that does not fulfil its condition";
    DOUBLED_CODE = "form/doubled-code", Warning, "分级的编码重复", "a code of a tree stands twice";
    EMPTY_CELL = "form/empty-cell", Note, "标签后面是空的", "nothing behind a label";
    FOREIGN_TITLE = "form/foreign-title", Warning, "表头对得上，表名对不上", "a table with the header and another title";
    LABEL_MISSING = "form/label-missing", Note, "没有找到标签", "a label was not found";
    LEVEL_GAP = "form/level-gap", Note, "上一级没有列出", "a level of a tree is left out";
    NO_CODE = "form/no-code", Note, "没有编码或编号，分不出级别", "a row of a tree without a code";
    NO_UNIT = "form/no-unit", Warning, "没有写明单位", "no unit is stated";
    ORPHAN_ROW = "form/orphan-row", Warning, "一行不属于任何小计", "a row that belongs to no subtotal";
    PART_MISSING = "form/part-missing", Note, "没有找到要读的部分", "a part was not found";
    PRINTED_TWICE = "form/printed-twice", Note, "同一张表印了两遍", "a table is printed twice";
    PRINTINGS_DIFFER = "form/printings-differ", Warning, "同一张表印了两遍，不一样", "two printings of a table differ";
    ROW_UNREAD = "form/row-unread", Note, "有的行没有归处", "rows that no kind takes";
    SAID_TWICE = "form/said-twice", Warning, "同一句话说了两个数", "one sentence with two figures";
    SAME_TITLE = "form/same-title", Warning, "两张表同名", "two tables with one title";
    SEVERAL_CELLS = "form/several-cells", Note, "标签后面不止一格有内容", "several cells behind a label";
    STRAY_PERIODS = "form/stray-periods", Note, "时点表里有对不上的内容", "a schedule with something that fits nowhere";
    TABLE_ENDS = "form/table-ends", Note, "表到这里为止", "a table ends before the rows do";
    TABLE_MISSING = "form/table-missing", Warning, "没有找到明细表", "a table was not found";
    TITLE_WITHOUT_TABLE = "form/title-without-table", Warning, "表名下面没有表", "a title without a table";
    TOO_MANY_PLACES = "form/too-many-places", Warning, "找到的地方太多", "too many places";
    UNREADABLE = "form/unreadable", Warning, "读不出来", "a figure that cannot be read";
}
