//! Keywords and the two languages they are written in.

use gouji_text::Language;

/// Where a keyword stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeywordKind {
    /// Opens an item.
    Item,
    /// Stands in an item's first line.
    Header,
    /// Opens a clause of a ruleset.
    RulesetClause,
    /// Opens a clause of a dimension.
    DimensionClause,
    /// Opens a clause of a record.
    RecordClause,
    /// A type, or part of one. The single-word types are ordinary names to the parser.
    Type,
    /// Opens a clause of a form.
    FormClause,
    /// Stands inside a clause of a form.
    FormWord,
    /// Opens an option of a grid.
    GridOption,
    /// A property of a heading in an outline clause.
    OutlineProperty,
    /// A property of a column without a name of its own.
    OtherColumnProperty,
    /// A mark of the numbers of a document.
    NumberMark,
    /// A line of a page that says nothing.
    LayoutMark,
    /// Opens a clause of a rule.
    RuleClause,
    /// Opens a part of an obligation.
    ObligationPart,
    /// Stands inside a clause of a rule or ruleset.
    RuleWord,
    /// Part of an expression.
    Operator,
    /// A question asked after an expression.
    Predicate,
    /// Gathers many values; a keyword only in front of a bracket.
    Aggregate,
    /// A literal.
    Literal,
    /// What an example's case must come to.
    Expectation,
    /// Opens a part of a form's example.
    FormExample,
}

macro_rules! keywords {
    ($($variant:ident $kind:ident $reserved:literal $chinese:literal $english:literal $meaning:literal $english_meaning:literal;)*) => {
        /// A keyword of the language. Each has one Chinese and one English spelling; two keywords of
        /// different places may share a spelling (`标题`, `until`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Keyword {
            $(#[doc = concat!($chinese, " / ", $english)] $variant,)*
        }

        const ALL: &[Keyword] = &[$(Keyword::$variant,)*];

        impl Keyword {
            const fn row(self) -> KeywordRow {
                match self {
                    $(Keyword::$variant => KeywordRow {
                        kind: KeywordKind::$kind,
                        reserved: $reserved,
                        spellings: [$chinese, $english],
                        meanings: [$meaning, $english_meaning],
                    },)*
                }
            }
        }
    };
}

struct KeywordRow {
    kind: KeywordKind,
    reserved: bool,
    spellings: [&'static str; 2],
    meanings: [&'static str; 2],
}

keywords! {
    Ruleset Item false "规则集" "ruleset" "一套规则：名称、版本、依据、适用范围" "a set of rules: name, version, legal basis, when it applies";
    Use Item false "引用" "use" "引用另一套规则" "uses another pack";
    Dimension Item false "量纲" "dimension" "一种量及其单位" "a dimension and its units";
    Record Item false "记录" "record" "一种记录和它的各栏" "a typed record";
    Form Item false "表样" "form" "怎样从文件里读出记录" "how records are read out of a document";
    Define Item false "定义" "define" "给一个式子起名" "a named expression";
    Rule Item false "规则" "rule" "一条要求" "an obligation";
    Example Item false "示例" "example" "一条规则的合格与不合格数据；表样从一段文本里读出什么" "good and bad data for a rule; what a form reads from a text";

    Version Header false "版本" "version" "规则集的版本" "the version of a ruleset";
    Fills Header false "填" "fills" "表样填的是哪种记录" "which record a form fills";

    Basis RulesetClause false "依据" "basis" "法规依据，写到行末" "the legal basis, to the end of the line";
    DescribedBy RulesetClause false "自述" "described_by" "哪种记录说明文件自己是什么、哪一年的" "the record that says what a document is, and of which year";
    Applies RulesetClause false "适用" "applies" "适用于哪些文件" "which documents it applies to";

    RulesetNumberFormat RulesetClause false "数的写法" "number_format" "文件里的数怎样写" "how the numbers of documents are written";

    RulesetLayout RulesetClause false "版面" "layout" "文件里哪些行只是版面" "which lines of documents are only the layout of their pages";

    Precision DimensionClause false "精度" "precision" "四舍五入到哪一位，在周围的数看不出来的时候" "the place figures are rounded to where those around them do not tell";
    Caption DimensionClause false "标注" "caption" "表上注明单位的那一行" "the line of a table that declares its unit";

    Called RecordClause false "称呼" "called" "一条记录在报告里叫什么" "what a record is called in reports";

    Series Type false "序列" "series" "按时点排列的值" "values in the order of their periods";
    Many Type false "多个" "many" "若干条记录" "a list of records";
    TextType Type false "文本" "text" "文字" "text";
    IntegerType Type false "整数" "integer" "整数" "a whole number";
    NumberType Type false "数" "number" "数" "a number";
    PercentType Type false "百分比" "percent" "百分比" "a percentage";
    BoundType Type false "界限" "bound" "上限、下限" "an upper or lower limit, or both";
    DateType Type false "日期" "date" "日期" "a calendar date";
    PeriodType Type false "时点" "period" "年度中的一个时点" "a point of the fiscal year";

    Titled FormClause false "表名" "titled" "表名如此的每张表，一张表一条记录" "each table with such a title, a record for each";
    From FormClause false "始于" "from" "一段从哪里开始，每段一条记录" "where a region starts; one record for each";
    UntilAnchor FormWord false "止于" "until" "一段到哪里结束" "where a region ends";
    Above FormClause false "上文" "above" "上面最近的一段文字" "the nearest paragraph above";
    Label FormClause false "标签" "label" "标签旁边（或下面）的格" "the cell beside (or under) a label";
    Heading FormClause false "标题" "heading" "上面最近的标题" "the nearest heading above";
    Periods FormClause false "时点" "periods" "表头里的各时点及其值" "labelled points in a header with their values";
    Grid FormClause false "明细" "grid" "表头下面的各行" "the rows under a header";
    Paragraph FormClause false "段" "paragraph" "含某句话的每一段" "each paragraph that contains a text";
    Section FormClause false "节" "section" "标题含某字样的每一节" "each section whose heading contains a text";
    Item FormClause false "条" "item" "含某字样、或这样开头的每一条" "each numbered item that contains a text, or begins like this";
    Sentence FormClause false "句" "sentence" "文字里的数" "figures in running text";
    Each FormClause false "逐处" "each" "文中每一处" "each place in the document";
    Note FormClause false "注" "note" "表后面的注" "the note behind the table";
    Outline FormClause false "提纲" "outline" "各级标题" "the numbered headings";
    Layout FormClause false "版面" "layout" "文件里哪些行只是版面" "which lines of documents are only the layout of their pages";
    PageNumber LayoutMark false "页码" "page_number" "这样的一行是页码、页眉" "such a line is a page number or a running head";
    ColumnNumbers LayoutMark false "栏次行" "column_numbers" "这样的一行只给各栏编号" "such a row only numbers the columns";
    LayoutNote LayoutMark false "注" "note" "这样的一行是表注，不是表里的行" "such a line is a note, and no row of the table";
    NumberFormat FormClause false "数的写法" "number_format" "这张表样读的数怎样写" "how the numbers are written that the form reads";
    FormPrecision FormClause false "精度" "precision" "这张表样读的数四舍五入到哪一位，不论文件里怎样写" "the place to which the figures of the form are rounded, whatever they show";
    Thousands NumberMark false "千分" "thousands" "数字每三位之间写什么" "what groups digits by three";
    Decimals NumberMark false "小数" "decimal" "小数点写作什么" "what stands in front of the decimals";
    Containing FormWord false "含" "containing" "含有" "that contains";
    Optional FormWord false "可缺" "optional" "这一列可以没有" "the column may be missing";
    As FormWord false "为" "as" "填到哪一栏；改成什么" "into which field; into what";
    Blank Predicate true "空白" "blank" "是空白" "is blank";
    CountsAs FormWord false "视为" "counts_as" "空白当作什么" "what a blank counts as";
    InFields FormWord false "于" "in" "只对这些栏" "for these fields only";
    Contents FormWord false "目录" "contents" "目录里的各行" "the lines of the contents list";
    FillDown GridOption false "续上" "fill_down" "空白沿用上一行" "a blank repeats the cell above";
    Row GridOption false "行" "row" "某类行归到哪里" "what rows of a kind become";
    OtherColumns GridOption false "其余列" "other_columns" "没有写明的各列，每列一条记录" "the columns that are not named, a record for each";
    SideBySide FormWord false "分栏" "side_by_side" "同样的几列并排印了几遍" "the same columns stand side by side";
    Rest FormWord false "其余" "rest" "其他各行" "all other rows";
    Skip FormWord false "略" "skip" "不读" "are not read";
    Itself FormWord false "本表" "itself" "表样自己的记录" "the form's own record";
    RowsBelow FormWord false "其下" "rows_below" "管它下面的行" "owns the rows below it";
    RowsAbove FormWord false "其上" "rows_above" "管它上面的行" "owns the rows above it";
    Levels GridOption false "分级" "levels" "一种记录的各行按编码、缩进或编号排成上下级" "orders the rows of a record into a tree";
    Lengths FormWord false "长" "lengths" "各级编码各有几位" "how many digits the codes of each level have";
    Indent FormWord false "缩进" "indent" "按行首的空白分级" "by the blanks a row begins with";
    Numbering FormWord false "编号" "numbering" "按行首的编号分级" "by the number a row begins with";
    Level OutlineProperty false "级别" "level" "标题的级别" "the level of a heading";
    Number OutlineProperty false "序号" "number" "标题的序号" "the number of a heading";
    Previous OutlineProperty false "前号" "previous" "前一个同级标题的序号" "the number of the heading before it";
    Title OutlineProperty false "标题" "title" "标题的文字" "the text of a heading";
    NumberLabel OutlineProperty false "编号" "label" "序号的写法" "the number as written";
    Parent OutlineProperty false "上级" "parent" "上级标题" "the title it stands under";
    ColumnName OtherColumnProperty false "列名" "column_name" "这一列的表头" "the heading of the column";
    ColumnValue OtherColumnProperty false "值" "value" "这一列里的数" "what stands in the column";

    ForEach RuleClause false "对每个" "for each" "对每条记录" "for each record";
    When RuleClause false "当" "when" "什么情况下才查" "only in this case";
    Let RuleClause false "设" "let" "给一个值起名" "names a value";
    Must RuleClause true "应当" "must" "要求（不符为错误）" "an obligation (an error)";
    MustNot RuleClause true "不得" "must_not" "禁止（违反为错误）" "a prohibition (an error)";
    Should RuleClause true "宜" "should" "建议（不符为警告）" "a recommendation (a warning)";
    ShouldNot RuleClause true "不宜" "should_not" "建议不（违反为警告）" "a recommendation against (a warning)";
    Since RuleClause false "自" "since" "从哪天起施行" "in force since";
    Until RuleClause false "至" "until" "到哪天为止" "in force until";
    Within ObligationPart false "误差" "within" "允许的误差" "the tolerance allowed";
    At ObligationPart false "指向" "at" "问题标在哪一栏" "at which field a finding stands";
    Fix ObligationPart false "修正" "fix" "怎样改" "how to put it right";
    LastDigit RuleWord false "按末位" "last_digit" "按各数显示的末位" "half of the last digit shown";
    YearIn RuleWord false "年度在" "year_in" "自述的年度在哪一栏" "the field that states the year";
    Onwards RuleWord false "起" "onwards" "起" "onwards";
    Inclusive RuleWord false "止" "inclusive" "止" "inclusive";

    Where Operator true "其中" "where" "只取符合条件的" "only those for which";
    MatchedWith Operator false "对应" "matched with" "与另一处的哪一条记录对照" "which record elsewhere it is held against";
    Paired Operator false "须成对" "paired" "两边都不得缺对应的记录" "no record of either side may lack its partner";
    By Operator true "按" "by" "按什么分组；按哪些时点" "grouped by; with these periods";
    And Operator true "且" "and" "两者都成立" "both hold";
    Or Operator true "或" "or" "至少一个成立" "at least one holds";
    Not Operator true "非" "not" "不成立" "does not hold";
    If Operator true "若" "if" "若…则…否则…" "if … then … else …";
    Then Operator true "则" "then" "若…则…否则…" "if … then … else …";
    Else Operator true "否则" "else" "若…则…否则…；不符时说什么" "if … then … else …; what to say on failure";
    Exactly Operator true "恰等于" "exactly" "分毫不差地相等" "equal without tolerance";
    In Operator true "属于" "in" "是其中之一" "is one of";
    NotIn Operator true "不属于" "not_in" "不是其中之一" "is none of";
    Matches Operator true "匹配" "matches" "全文符合式样" "the whole text matches a template";
    Contains Operator true "包含" "contains" "含有这段文字" "contains the text";
    StartsWith Operator true "开头是" "starts_with" "以这段文字开头" "starts with the text";
    EndsWith Operator true "结尾是" "ends_with" "以这段文字结尾" "ends with the text";
    Is Operator true "是" "is" "是某种量" "is of a dimension";
    AtPoint Operator false "于" "at" "序列在某个时点的值" "the value of a series at a point";
    Default Operator true "缺省" "default" "没有值时用它" "used where there is no value";
    Present Predicate true "有值" "present" "有值" "has a value";
    Missing Predicate true "缺失" "missing" "空白、横线或没有" "blank, a dash or absent";
    Unreadable Predicate true "不可读" "unreadable" "有字但读不成这种值" "there, but not of its type";
    Quantified Predicate true "可量化" "quantified" "是数而不是描述" "a figure, not a description";
    HasUpper Predicate true "有上限" "has_upper" "有上限" "has an upper limit";
    HasLower Predicate true "有下限" "has_lower" "有下限" "has a lower limit";

    Sum Aggregate false "合计" "sum" "各数之和" "the sum";
    Count Aggregate false "计数" "count" "有几个" "how many";
    Maximum Aggregate false "最大" "max" "最大的" "the greatest";
    Minimum Aggregate false "最小" "min" "最小的" "the least";
    Mean Aggregate false "平均" "mean" "平均数" "the mean";
    All Aggregate false "都" "all" "每个都符合" "all satisfy";
    Any Aggregate false "有" "any" "至少有一个" "there is at least one";
    Unique Aggregate false "唯一" "unique" "各不相同" "all differ";
    Only Aggregate false "仅有" "only" "仅有的那一个" "the value of the only one";

    True Literal true "真" "true" "真" "true";
    False Literal true "假" "false" "假" "false";

    Good Expectation false "合格" "good" "应通过" "must pass";
    Bad Expectation false "不合格" "bad" "应不通过" "must fail";
    Undetermined Expectation false "无法判定" "undetermined" "应无法判定" "must be undetermined";
    NotApplicable Expectation false "不适用" "not_applicable" "应不适用" "must not apply";

    Reads FormExample false "读出" "reads" "表样从这段文本里读出的记录" "the records that the form reads from the text";
    ReadsNothing FormExample false "不读" "reads_nothing" "表样从这段文本里什么也不读" "the form reads nothing from the text";
    Unread FormExample false "未读" "unread" "没有表样读的数有几个" "how many figures nobody reads";
}

impl KeywordKind {
    /// Whether such a keyword begins something of its own, so that it stands at the start of a line.
    pub fn opens(self) -> bool {
        matches!(
            self,
            Self::Item
                | Self::RulesetClause
                | Self::DimensionClause
                | Self::RecordClause
                | Self::FormClause
                | Self::GridOption
                | Self::RuleClause
                | Self::ObligationPart
                | Self::Expectation
                | Self::FormExample
        )
    }
}

impl Keyword {
    /// Every keyword, grouped by where it stands.
    pub fn all() -> &'static [Keyword] {
        ALL
    }

    /// Those that stand in such a place, in order.
    pub fn of_kind(kind: KeywordKind) -> impl Iterator<Item = Keyword> {
        ALL.iter().copied().filter(move |keyword| keyword.kind() == kind)
    }

    /// How it is written. `for each` is two words; every other spelling is one.
    pub fn spelling(self, language: Language) -> &'static str {
        self.row().spellings[language as usize]
    }

    /// What it means, in a phrase.
    pub fn meaning(self, language: Language) -> &'static str {
        self.row().meanings[language as usize]
    }

    /// Where it stands.
    pub fn kind(self) -> KeywordKind {
        self.row().kind
    }

    /// Whether it can be a name only in backquotes.
    pub fn is_reserved(self) -> bool {
        self.row().reserved
    }

    /// Whether `word` is one of its two spellings.
    pub fn is_spelled(self, word: &str) -> bool {
        self.row().spellings.contains(&word)
    }

    /// The keywords written `word` in either language.
    pub fn spelled(word: &str) -> impl Iterator<Item = Keyword> {
        ALL.iter().copied().filter(move |keyword| keyword.is_spelled(word))
    }
}
