//! What this crate says is wrong, by code.

gouji_diagnostic::codes! {
    pages: ["codes/documents.md", "codes/workbooks.md"];
    DAMAGED = "document/damaged", Error, "文件损坏", "a damaged file";
    EMPTY = "document/empty", Error, "文件是空的", "an empty document";
    ENCRYPTED = "document/encrypted", Error, "文件加了密", "an encrypted file";
    FORMULA_WITHOUT_VALUE = "document/formula-without-value", Warning, "公式没有结果", "formulas without values";
    HIDDEN_PARTS = "document/hidden-parts", Warning, "有隐藏的内容", "hidden parts";
    LEGACY_FORMAT = "document/legacy-format", Error, "旧格式的文件", "an older format";
    LONG_LINE = "document/long-line", Warning, "有一行特别长", "a very long line";
    NOT_TEXT = "document/not-text", Error, "不是文本文件", "not a text";
    NO_TEXT_LAYER = "document/no-text-layer", Error, "扫描件没有文字", "a scan without text";
    NUL = "document/nul", Warning, "文中有空字符", "NUL characters in the text";
    PARTS_UNREAD = "document/parts-unread", Note, "有内容没有照样读", "parts not read as shown";
    RAGGED_ROWS = "document/ragged-rows", Warning, "有的行多出单元格", "rows with too many cells";
    SCANNED_PAGES = "document/scanned-pages", Warning, "有的页是扫描图", "scanned pages";
    TOO_LARGE = "document/too-large", Error, "文件太大", "a file that is too large";
    TOO_MANY_CELLS = "document/too-many-cells", Warning, "单元格太多", "too many cells";
    UNDECODABLE = "document/undecodable", Warning, "有读不出的字", "bytes that are no characters";
    UNPAIRED_QUOTES = "document/unpaired-quotes", Warning, "引号没有配对", "unpaired quotation marks";
}
