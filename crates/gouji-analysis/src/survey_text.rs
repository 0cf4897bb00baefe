//! A survey for whoever writes forms: per table its title, captions, headings, which form reads it or
//! why each does not, and a map of its cells.

use crate::Records;
use crate::survey::SurveyFilter;
use crate::survey_map::{TableMap, legend};
use gouji_facts::{FormSurvey, RefusalReason, SurveyedTable, TableRefusal};
use gouji_program::FormId;
use gouji_report::{Locator, one_line};
use gouji_text::{Language, TextRange, tidy};
use std::fmt::Write;

/// Forms that say of a table why they do not read it, where nothing is asked for.
const MOST_REFUSALS: usize = 3;
/// Headings that are listed.
const MOST_HEADINGS: usize = 60;
/// Columns that a refusal lists.
const MOST_LISTED: usize = 12;
/// Figures of a table that are listed, where nothing is asked for.
const MOST_FIGURES: usize = 6;
/// Tables that are shown, where nothing is asked for.
const MOST_TABLES: usize = 200;

impl Records {
    /// The tables of the document as the forms see them. What comes from the document is made harmless for
    /// a terminal.
    pub fn tables(&self, filter: &SurveyFilter, language: Language) -> String {
        let survey = self.survey();
        let mut writer = SurveyWriter::new(self, filter, language);
        writer.all(survey);
        writer.output
    }

    /// Says that a filter asks for what there is not: a table or a form.
    pub fn unknown_in(&self, filter: &SurveyFilter, language: Language) -> Option<String> {
        let count = self.survey().tables.len();
        if let Some(number) = filter.tables.iter().find(|number| **number == 0 || **number > count)
        {
            return Some(language.choose(
                format!("没有第 {number} 张表，一共 {count} 张"),
                format!("there is no table {number}: there are {count}"),
            ));
        }
        let form = filter.form.as_deref()?;
        let names: Vec<&str> = self.program.forms.iter().map(|form| form.name.as_str()).collect();
        if names.contains(&form) {
            return None;
        }
        let near = gouji_text::nearest(form, names.iter().copied());
        let (form, near) = (one_line(form), near.first().map(|near| one_line(near)));
        Some(match near {
            Some(near) => language.choose(
                format!("没有叫「{form}」的表样；是不是「{near}」"),
                format!("there is no form “{form}”; did you mean “{near}”"),
            ),
            None => language
                .choose(format!("没有叫「{form}」的表样"), format!("there is no form “{form}”")),
        })
    }
}

pub(crate) struct SurveyWriter<'records> {
    records: &'records Records,
    filter: &'records SurveyFilter,
    language: Language,
    locator: Locator<'records>,
    output: String,
}

impl<'records> SurveyWriter<'records> {
    pub(crate) fn new(
        records: &'records Records,
        filter: &'records SurveyFilter,
        language: Language,
    ) -> Self {
        let locator = Locator::new(records.source());
        Self { records, filter, language, locator, output: String::new() }
    }

    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.output, "{:indent$}{text}", "");
    }

    fn all(&mut self, survey: &FormSurvey) {
        if survey.tables.is_empty() {
            let words = self.language.choose("文件里没有表", "the document has no table");
            self.line(0, words);
            return;
        }
        let most = if self.filter.is_set() { usize::MAX } else { MOST_TABLES };
        let numbered = (1..).zip(&survey.tables);
        let shown: Vec<(usize, &SurveyedTable)> =
            numbered.filter(|(number, _)| self.filter.shows_table(*number)).collect();
        if let Some(legend) = legend(shown.iter().map(|(_, table)| *table), self.language) {
            self.line(0, &legend);
        }
        for (number, table) in shown.iter().take(most) {
            self.table(*number, table);
        }
        let more = shown.len().saturating_sub(most);
        if more > 0 {
            let words = self.language.choose(
                format!("另有 {more} 张表，用 --tables 看"),
                format!("{more} more tables; --tables shows them"),
            );
            self.line(0, &words);
        }
    }

    pub(crate) fn form_name(&self, form: FormId) -> String {
        let form = self.records.program.forms.at(form);
        form.map_or(String::new(), |form| one_line(&form.name).into_owned())
    }

    fn written(&self, range: TextRange) -> String {
        one_line(&tidy(range.of(&self.records.source().text))).into_owned()
    }

    fn table(&mut self, number: usize, table: &SurveyedTable) {
        let lines = self.locator.locate(table.range);
        let (first, last) = (lines.start.line, lines.end.line);
        let title = match table.title {
            Some(title) => {
                let title = self.written(title);
                self.language.choose(format!("「{title}」"), format!("“{title}”"))
            }
            None => self.language.choose("没有表名", "without a title").to_owned(),
        };
        let head = self.language.choose(
            format!("表 {number}  {title}  第 {first}–{last} 行"),
            format!("table {number}  {title}  lines {first}–{last}"),
        );
        self.output.push('\n');
        self.line(0, &head);
        self.captions(table);
        self.claims(table);
        self.headings(table);
        let source = self.records.source();
        let line = |at: u32| source.lines.line_of(at) + 1;
        let map = TableMap::new(table, line);
        let is_whole = !self.filter.tables.is_empty();
        map.push_to(&mut self.output, (2, self.filter.width), self.language, is_whole);
        self.beside(table);
        self.figures(table, is_whole);
    }

    fn captions(&mut self, table: &SurveyedTable) {
        let mut all: Vec<String> = Vec::new();
        for (place, unit) in table.captions.iter().take(MOST_LISTED) {
            let unit = &self.records.program.units.unit_name(*unit);
            let at = self.locator.locate(*place).start.line;
            let unit = format!("{} (:{at})", one_line(unit));
            // One caption may stand for several columns.
            if !all.contains(&unit) {
                all.push(unit);
            }
        }
        if !all.is_empty() {
            let lead = self.language.choose("单位  ", "units  ");
            self.line(2, &format!("{lead}{}", all.join(self.language.choose("、", ", "))));
        }
    }

    fn headings(&mut self, table: &SurveyedTable) {
        let mut all: Vec<String> = Vec::new();
        for column in table.columns.iter().take(MOST_HEADINGS) {
            let (first, last) = (column.first + 1, column.last + 1);
            let path = one_line(&column.path);
            all.push(match first == last {
                true => format!("{first} {path}"),
                false => format!("{first}–{last} {path}"),
            });
        }
        if table.columns.len() > MOST_HEADINGS {
            all.push("…".to_owned());
        }
        let lead = self.language.choose("表头  ", "header  ");
        let none = self.language.choose("没有认出来", "none was recognised");
        let text = if all.is_empty() { none.to_owned() } else { all.join(" | ") };
        self.line(2, &format!("{lead}{text}"));
    }

    fn claims(&mut self, table: &SurveyedTable) {
        let names: Vec<String> =
            table.claimed_by.iter().map(|form| self.form_name(*form)).collect();
        let words = match (names.as_slice(), table.is_printed_twice) {
            ([], _) => self.language.choose("没有表样读它", "no form reads it").to_owned(),
            (names, false) => {
                let joined = names.join(self.language.choose("、", ", "));
                self.language.choose(format!("读它的表样  {joined}"), format!("read by  {joined}"))
            }
            (names, true) => {
                let joined = names.join(self.language.choose("、", ", "));
                self.language.choose(
                    format!("{joined} 读的是它印的另一遍"),
                    format!("{joined} reads another printing of it"),
                )
            }
        };
        self.line(2, &words);
        if names.is_empty() || self.filter.form.is_some() {
            self.refusals(table);
        }
    }

    fn refusals(&mut self, table: &SurveyedTable) {
        let asked = |refusal: &&TableRefusal| match &self.filter.form {
            Some(_) => self.filter.shows_form(&self.form_name(refusal.form)),
            None => has_something(refusal),
        };
        let told: Vec<&TableRefusal> = table.refusals.iter().filter(asked).collect();
        let most = if self.filter.tables.is_empty() { MOST_REFUSALS } else { usize::MAX };
        let shown: Vec<String> =
            told.iter().take(most).map(|refusal| self.refusal(refusal, table)).collect();
        for words in &shown {
            self.line(4, words);
        }
        let rest = table.refusals.len() - shown.len();
        if self.filter.form.is_none() && rest > 0 {
            let words = if told.len() > shown.len() {
                self.language.choose(
                    format!("另有 {rest} 个表样也不读它，用 --tables 或 --form 看"),
                    format!("{rest} more forms do not read it; --tables or --form shows them"),
                )
            } else {
                self.others(rest)
            };
            self.line(4, &words);
        }
    }

    /// That so many forms have nothing in common with a table.
    pub(crate) fn others(&self, rest: usize) -> String {
        self.language.choose(
            format!("另外 {rest} 个读表的表样，没有一列和它的表头合"),
            format!("{rest} other forms of tables: none of their columns stands in it"),
        )
    }

    /// Why a form does not read a table: what it sought, and what stands there.
    pub(crate) fn refusal(&self, refusal: &TableRefusal, table: &SurveyedTable) -> String {
        let language = self.language;
        let name = self.form_name(refusal.form);
        let quoted = |text: &str| {
            let text = one_line(text);
            language.choose(format!("「{text}」"), format!("“{text}”"))
        };
        let why = match &refusal.reason {
            RefusalReason::Title(sought) => {
                let sought: Vec<String> = sought.iter().map(|it| quoted(it)).collect();
                let sought = sought.join(language.choose("或", " or "));
                let here = match table.title {
                    Some(title) => {
                        let title = quoted(&self.written(title));
                        language.choose(format!("这里是{title}"), format!("here stands {title}"))
                    }
                    None => language.choose("这里没有表名", "there is none here").to_owned(),
                };
                language.choose(
                    format!("表名不对：它要{sought}，{here}"),
                    format!("another title: it seeks {sought}, {here}"),
                )
            }
            RefusalReason::Region => language
                .choose("它读的地方没有到这里", "the places that it reads do not reach here")
                .to_owned(),
            RefusalReason::Columns => {
                language.choose("表头不合", "the header does not fit").to_owned()
            }
            RefusalReason::Claimed => language
                .choose("表头合，可这张表归别的表样", "the header fits, but another form reads it")
                .to_owned(),
        };
        let list = |columns: &[String]| {
            let mut all: Vec<String> =
                columns.iter().take(MOST_LISTED).map(|column| quoted(column)).collect();
            if columns.len() > MOST_LISTED {
                all.push("…".to_owned());
            }
            all.join(language.choose("", ", "))
        };
        let mut parts = vec![why];
        if !refusal.missing.is_empty() {
            let columns = list(&refusal.missing);
            parts.push(language.choose(format!("没有{columns}这些列"), format!("no {columns}")));
        }
        if !refusal.present.is_empty() {
            let columns = list(&refusal.present);
            let is_all = refusal.missing.is_empty() && refusal.ambiguous.is_empty();
            parts.push(match is_all {
                true => {
                    language.choose("要的列都有".to_owned(), "all its columns are here".to_owned())
                }
                false => language.choose(format!("有{columns}"), format!("present: {columns}")),
            });
        }
        for (column, count) in refusal.ambiguous.iter().take(MOST_LISTED) {
            let column = quoted(column);
            parts.push(language.choose(
                format!("{column}有 {count} 列都合"),
                format!("{count} columns are {column}"),
            ));
        }
        let joined = parts.join(language.choose("；", "; "));
        language.choose(format!("{name}：{joined}"), format!("{name}: {joined}"))
    }

    /// Furniture in a table, and the notes below it.
    fn beside(&mut self, table: &SurveyedTable) {
        let language = self.language;
        let both = [
            (&table.furniture, language.choose("页眉页码", "page furniture")),
            (&table.notes, language.choose("表下的注", "notes below")),
        ];
        for (places, lead) in both {
            let mut all = Vec::new();
            for place in places.iter().take(MOST_REFUSALS) {
                let at = self.locator.locate(*place).start.line;
                let text: String = self.written(*place).chars().take(30).collect();
                all.push(language.choose(format!(":{at}「{text}」"), format!(":{at} “{text}”")));
            }
            if places.len() > all.len() {
                all.push("…".to_owned());
            }
            if !all.is_empty() {
                self.line(2, &format!("{lead}  {}", all.join(" ")));
            }
        }
    }

    fn figures(&mut self, table: &SurveyedTable, is_whole: bool) {
        let count = table.unread.len();
        if count == 0 {
            return;
        }
        let words = self
            .language
            .choose(format!("没读的数 {count} 个"), format!("{count} figures not read"));
        self.line(2, &words);
        let most = if is_whole { usize::MAX } else { MOST_FIGURES };
        // One reason for many figures is said once.
        let mut last = String::new();
        for figure in table.unread.iter().take(most) {
            let at = self.locator.place(figure.place);
            let reason = figure.reason.describe();
            let reason = one_line(reason.in_language(self.language)).into_owned();
            let text = self.written(figure.place);
            let said = if reason == last { String::new() } else { format!("  {reason}") };
            self.line(4, &format!(":{at}  {text}{said}"));
            last = reason;
        }
        if count > most {
            self.line(4, "…");
        }
    }
}

/// Whether a form has anything in common with a table.
pub(crate) fn has_something(refusal: &TableRefusal) -> bool {
    !refusal.present.is_empty()
        || !refusal.ambiguous.is_empty()
        || matches!(refusal.reason, RefusalReason::Columns if refusal.missing.is_empty())
}
