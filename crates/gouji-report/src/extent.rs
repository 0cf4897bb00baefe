//! How much of a document was read, in figures and in words.

use gouji_text::Language;

/// How much there is in a document, and how much of it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadExtent {
    /// Pages; 0 where its format has none.
    pub pages: usize,
    /// Sheets; 0 where its format has none.
    pub sheets: usize,
    /// Tables.
    pub tables: usize,
    /// Of these, tables that no form in force reads. What stands in them is no part of the figures.
    pub tables_unread: usize,
    /// Rows of all tables, with their titles and headers.
    pub rows: usize,
    /// Of these, rows of tables that no form in force reads.
    pub rows_unread: usize,
    /// Figures in what forms read: those that fields hold, and those that none holds.
    pub figures: usize,
    /// Of these, figures that no field holds.
    pub figures_unread: usize,
}

impl ReadExtent {
    /// Whether most of it was not read: of its tables, of its figures, or no figure at all.
    pub fn is_little(&self) -> bool {
        let most = |unread: usize, all: usize| unread > all / 2;
        most(self.tables_unread, self.tables)
            || most(self.figures_unread, self.figures)
            || self.figures == 0
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.pages, other.pages),
            (&mut self.sheets, other.sheets),
            (&mut self.tables, other.tables),
            (&mut self.tables_unread, other.tables_unread),
            (&mut self.rows, other.rows),
            (&mut self.rows_unread, other.rows_unread),
            (&mut self.figures, other.figures),
            (&mut self.figures_unread, other.figures_unread),
        ] {
            *sum = sum.saturating_add(more);
        }
    }

    /// `读到 12 页、9 个表（8 个有表样）、214 行、351 个数，其中 4 个未读`.
    pub fn describe(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.in_chinese(),
            Language::English => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        let mut parts = Vec::new();
        if self.pages > 0 {
            parts.push(format!("{} 页", self.pages));
        }
        if self.sheets > 0 {
            parts.push(format!("{} 张工作表", self.sheets));
        }
        let with_form = self.tables - self.tables_unread.min(self.tables);
        let whether = match self.tables {
            0 => String::new(),
            1 if with_form == 1 => "（有表样）".to_owned(),
            1 => "（没有表样）".to_owned(),
            _ if with_form == 0 => "（都没有表样）".to_owned(),
            all if with_form == all => "（都有表样）".to_owned(),
            all if with_form * 2 < all => format!("（只有 {with_form} 个有表样）"),
            _ => format!("（{with_form} 个有表样）"),
        };
        parts.push(format!("{} 个表{whether}", self.tables));
        if self.tables > 0 {
            parts.push(format!("{} 行", self.rows));
        }
        if self.figures > 0 {
            parts.push(format!("{} 个数", self.figures));
        }
        let unread = match self.figures_unread {
            _ if self.figures == 0 => "，没有读进一个数".to_owned(),
            0 => String::new(),
            count if count == self.figures => "，都未读".to_owned(),
            count => format!("，其中 {count} 个未读"),
        };
        format!("读到 {}{unread}", parts.join("、"))
    }

    fn in_english(&self) -> String {
        let mut parts = Vec::new();
        if self.pages > 0 {
            parts.push(counted(self.pages, "page", "pages"));
        }
        if self.sheets > 0 {
            parts.push(counted(self.sheets, "sheet", "sheets"));
        }
        let with_form = self.tables - self.tables_unread.min(self.tables);
        let whether = match self.tables {
            0 => String::new(),
            1 if with_form == 1 => " (a form reads it)".to_owned(),
            1 => " (no form reads it)".to_owned(),
            _ if with_form == 0 => " (no form reads any)".to_owned(),
            all if with_form == all => " (forms read all)".to_owned(),
            all if with_form * 2 < all => format!(" (forms read only {with_form})"),
            _ => format!(" (forms read {with_form})"),
        };
        parts.push(format!("{}{whether}", counted(self.tables, "table", "tables")));
        if self.tables > 0 {
            parts.push(counted(self.rows, "row", "rows"));
        }
        if self.figures > 0 {
            parts.push(counted(self.figures, "figure", "figures"));
        }
        let unread = match self.figures_unread {
            _ if self.figures == 0 => ", and no figure".to_owned(),
            0 => String::new(),
            count if count == self.figures => ", all of them unread".to_owned(),
            count => format!(", {count} of them unread"),
        };
        format!("read {}{unread}", parts.join(", "))
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::ReadExtent;
    use gouji_text::Language::{Chinese, English};

    const FULL: ReadExtent = ReadExtent {
        pages: 12,
        sheets: 0,
        tables: 9,
        tables_unread: 1,
        rows: 214,
        rows_unread: 10,
        figures: 351,
        figures_unread: 4,
    };

    fn said(extent: ReadExtent) -> [String; 2] {
        [extent.describe(Chinese), extent.describe(English)]
    }

    #[test]
    fn what_was_read_in_words() {
        assert_eq!(
            said(FULL),
            [
                "读到 12 页、9 个表（8 个有表样）、214 行、351 个数，其中 4 个未读",
                "read 12 pages, 9 tables (forms read 8), 214 rows, 351 figures, 4 of them unread",
            ]
        );
        let sheet = ReadExtent { pages: 0, sheets: 1, tables: 1, rows: 1, figures: 1, ..FULL };
        let sheet = ReadExtent { tables_unread: 0, figures_unread: 0, ..sheet };
        assert_eq!(
            said(sheet),
            [
                "读到 1 张工作表、1 个表（有表样）、1 行、1 个数",
                "read 1 sheet, 1 table (a form reads it), 1 row, 1 figure",
            ]
        );
    }

    #[test]
    fn little_looks_so() {
        let few = ReadExtent { tables_unread: 7, figures_unread: 351, ..FULL };
        assert!(few.is_little() && !FULL.is_little());
        assert_eq!(
            said(few),
            [
                "读到 12 页、9 个表（只有 2 个有表样）、214 行、351 个数，都未读",
                "read 12 pages, 9 tables (forms read only 2), 214 rows, 351 figures, all of them unread",
            ]
        );
        let none =
            ReadExtent { tables: 0, tables_unread: 0, figures: 0, figures_unread: 0, ..FULL };
        assert!(none.is_little());
        assert_eq!(
            said(none),
            ["读到 12 页、0 个表，没有读进一个数", "read 12 pages, 0 tables, and no figure"]
        );
        let all = ReadExtent { tables_unread: 9, ..FULL };
        assert_eq!(
            said(all)[0],
            "读到 12 页、9 个表（都没有表样）、214 行、351 个数，其中 4 个未读"
        );
    }
}
