//! Small programs and documents.

use crate::{Cache, RuleResult, evaluate};
use gouji_diagnostic::{RuleOutcome, Shown};
use gouji_facts::{
    Content, Facts, Field, FieldNote, Fragment, ReadBy, Record, RecordRef, Region, SeriesPoint,
};
use gouji_program::expression::{
    AggregateExpr, Arithmetic, Compare, FieldRef, Function, Gathering, SoleRef, Witness,
};
use gouji_program::{
    Aggregate, Correction, Expr, FieldId, FieldKind, FieldType, FileId, FixTarget, FormId,
    Iteration, MessagePart, MessageTemplate, Modality, Naming, NamingPart, Obligation, Pack,
    Predicate, Program, RecordType, RecordTypeId, Rule, RuleId, RuleState, Scalar, SelfDescription,
    SourcePlace, StatedTolerance,
};
use gouji_text::{Language, TextRange};

use gouji_value::{Decimal, DimensionId, Number, ReadAs, State, UnitId, read};
use std::sync::Arc;

pub(crate) const NOWHERE: SourcePlace =
    SourcePlace { file: FileId(0), item: 0, range: TextRange { start: 0, end: 0 } };

/// A budget-like program: dimension 金额 (元, 万元), shown to 0.01 万元.
pub(crate) struct World {
    pub(crate) program: Program,
    pub(crate) money: DimensionId,
    pub(crate) ten_thousand: UnitId,
}

pub(crate) const AMOUNT: &str = "金额";

impl World {
    /// 项目 (项目名称, 预算数, 财政资金, 其他资金, 份数, 编码, 支出计划, 绩效指标, 完成率, 截止),
    /// 指标 (三级指标, 指标值), 采购 (项目名称, 金额, 数量), 支出 (合计, 项目支出), 文件 (年度).
    pub(crate) fn new() -> Self {
        let mut program = Program::default();
        let money = program.units.add_dimension(AMOUNT);
        program.units.add_unit(money, "元", Decimal::ONE).unwrap();
        let ten_thousand = program.units.add_unit(money, "万元", Decimal::from(10_000)).unwrap();
        program.units.set_quantum(money, Decimal::from(100));
        let mut world = Self { program, money, ten_thousand };
        let money = FieldKind::Scalar(Scalar::Quantity(world.money));
        let text = FieldKind::Scalar(Scalar::Text);
        let number = FieldKind::Scalar(Scalar::Number);
        let plan = FieldKind::Series {
            element: Scalar::Percent,
            periods: ["3月底", "6月底", "10月底", "12月底"].map(str::to_owned).to_vec(),
        };
        world.record_type(
            "项目",
            &[
                ("项目名称", text.clone()),
                ("预算数", money.clone()),
                ("财政资金", money.clone()),
                ("其他资金", money.clone()),
                ("份数", number.clone()),
                ("编码", text.clone()),
                ("支出计划", plan),
                ("绩效指标", FieldKind::List(RecordTypeId(1))),
                ("完成率", FieldKind::Scalar(Scalar::Percent)),
                ("截止", FieldKind::Scalar(Scalar::Date)),
            ],
        );
        world.record_type(
            "指标",
            &[("三级指标", text.clone()), ("指标值", FieldKind::Scalar(Scalar::Bound))],
        );
        world.program.records[1].parent = Some((RecordTypeId(0), FieldId(7)));
        world.record_type(
            "采购",
            &[("项目名称", text.clone()), ("金额", money.clone()), ("数量", number.clone())],
        );
        world.record_type("支出", &[("合计", money.clone()), ("项目支出", money)]);
        world.record_type("文件", &[("年度", FieldKind::Scalar(Scalar::Integer))]);
        world.program.packs.push(Pack {
            name: "测试".to_owned(),
            version: None,
            declares_ruleset: true,
            extends: Vec::new(),
            imports: Vec::new(),
            basis: Vec::new(),
            self_description: Some(SelfDescription {
                record: RecordTypeId(4),
                year: Some(FieldId(0)),
            }),
            applies: None,
            documentation: None,
            language: Language::Chinese,
        });
        world
    }

    fn record_type(&mut self, name: &str, fields: &[(&str, FieldKind)]) {
        let fields: Vec<FieldType> = fields
            .iter()
            .map(|(name, kind)| FieldType {
                name: (*name).to_owned(),
                documentation: None,
                kind: kind.clone(),
                place: NOWHERE,
            })
            .collect();
        let text = FieldKind::Scalar(Scalar::Text);
        let naming = fields.iter().position(|field| field.kind == text);
        let naming = naming.map(|index| NamingPart::Field(FieldId(index as u16)));
        let naming = Naming { parts: naming.into_iter().collect(), is_declared: false };
        self.program.records.push(RecordType {
            name: name.to_owned(),
            documentation: None,
            fields: fields.into(),
            parent: None,
            lists: Vec::new(),
            naming,
            pack: 0,
            place: NOWHERE,
        });
    }

    pub(crate) fn kind(&self, name: &str) -> RecordTypeId {
        let index = self.program.records.iter().position(|kind| kind.name == name);
        RecordTypeId(index.unwrap() as u16)
    }

    pub(crate) fn field_ref(&self, frame: u8, up: u8, kind: &str, field: &str) -> FieldRef {
        let record = self.kind(kind);
        let field = self.program.record(record).field_named(field).unwrap();
        FieldRef { frame, up, record, field }
    }

    /// A field of frame 0's record.
    pub(crate) fn f(&self, kind: &str, field: &str) -> Expr {
        self.at(0, 0, kind, field)
    }

    pub(crate) fn at(&self, frame: u8, up: u8, kind: &str, field: &str) -> Expr {
        Expr::Field(self.field_ref(frame, up, kind, field))
    }

    pub(crate) fn sole(&self, kind: &str, field: &str) -> Expr {
        let FieldRef { record, field, .. } = self.field_ref(0, 0, kind, field);
        Expr::Sole(SoleRef { record, field })
    }

    /// So many 万元.
    pub(crate) fn money(&self, figure: &str) -> Expr {
        let figure = Decimal::from_str_exact(figure).unwrap();
        Expr::Number(Number::quantity(figure, self.ten_thousand, &self.program.units).unwrap())
    }

    /// An aggregate over all records of a type, or over a list of frame 0's record, in frame 1.
    pub(crate) fn aggregate(
        &self,
        function: Aggregate,
        source: Gathering,
        kind: &str,
        value: Option<Expr>,
    ) -> AggregateExpr {
        AggregateExpr {
            function,
            source,
            record: self.kind(kind),
            frame: 1,
            filter: None,
            value,
            condition: None,
            join: None,
            label: format!("汇总({kind})"),
            place: NOWHERE,
        }
    }

    /// 合计 over all records of a type.
    pub(crate) fn sum(&self, kind: &str, field: &str) -> Expr {
        let value = Some(self.at(1, 0, kind, field));
        aggregate(self.aggregate(Aggregate::Sum, Gathering::All, kind, value))
    }

    /// A rule over all records of a type with one obligation.
    pub(crate) fn rule(&mut self, kind: Option<&str>, condition: Expr) -> &mut Rule {
        let iteration = kind.map(|kind| Iteration {
            record: self.kind(kind),
            via: Vec::new(),
            filter: None,
            keys: Vec::new(),
            name: String::new(),
            matching: None,
        });
        let name = format!("测试/规则{}", self.program.rules.len());
        self.program.rules.push(Rule {
            name,
            pack: 0,
            documentation: None,
            basis: Vec::new(),
            state: RuleState::Sound,
            iteration,
            locals: Vec::new(),
            conditions: Vec::new(),
            obligations: vec![obligation(Modality::Must, condition)],
            since: None,
            until: None,
            year: None,
            place: NOWHERE,
        });
        self.program.rules.last_mut().unwrap()
    }

    /// Holds the last rule to a document.
    pub(crate) fn run(&self, document: Document<'_>) -> RuleResult {
        let facts = document.facts();
        let rule = RuleId(self.program.rules.len() as u32 - 1);
        evaluate(&self.program, &facts, rule, &mut Cache::default())
    }

    pub(crate) fn document(&self) -> Document<'_> {
        Document { world: self, fragments: vec![Fragment::default()] }
    }
}

/// Records, each field given as the text a document would print: `"-"` a dash, `""` blank, left out absent.
pub(crate) struct Document<'w> {
    world: &'w World,
    fragments: Vec<Fragment>,
}

impl Document<'_> {
    pub(crate) fn add(self, kind: &str, fields: &[(&str, &str)]) -> Self {
        self.add_below(kind, None, fields)
    }

    /// Adds a record to the list of another of the same fragment, by index.
    pub(crate) fn add_to(
        self,
        parent: u32,
        list: &str,
        kind: &str,
        fields: &[(&str, &str)],
    ) -> Self {
        let mut document = self.add_below(kind, Some(parent), fields);
        let fragment = document.fragments.last_mut().unwrap();
        let child = fragment.records.len() as u32 - 1;
        let owner = &mut fragment.records[parent as usize];
        let list = document.world.program.record(owner.kind).field_named(list).unwrap();
        let field = &mut owner.fields[list];
        match &mut field.content {
            Content::List(members) => members.push(child),
            content => *content = Content::List(vec![child]),
        }
        document
    }

    pub(crate) fn next_fragment(mut self) -> Self {
        self.fragments.push(Fragment::default());
        self
    }

    fn add_below(mut self, kind: &str, parent: Option<u32>, fields: &[(&str, &str)]) -> Self {
        let world = self.world;
        let id = world.kind(kind);
        let fragment = self.fragments.last_mut().unwrap();
        let start = fragment.arena.len() as u32;
        let read_fields: Vec<Field> = world
            .program
            .record(id)
            .fields
            .iter()
            .map(|declared| {
                let text = fields.iter().find(|(name, _)| *name == declared.name);
                read_field(world, &mut fragment.arena, &declared.kind, text.map(|(_, text)| *text))
            })
            .collect();
        let place = TextRange::new(start, fragment.arena.len() as u32);
        let fields = read_fields.into();
        fragment.records.push(Record { kind: id, parent, place, fields });
        self
    }

    /// Adds a note to a field of the last record.
    pub(crate) fn noting(mut self, field: &str, note: FieldNote) -> Self {
        let record = self.fragments.last_mut().unwrap().records.last_mut().unwrap();
        let field = self.world.program.record(record.kind).field_named(field).unwrap();
        record.fields[field].note = Some(note);
        self
    }

    /// Gives a field of the last record this value, whatever is printed.
    pub(crate) fn valued(mut self, field: &str, number: Number) -> Self {
        let record = self.fragments.last_mut().unwrap().records.last_mut().unwrap();
        let field = self.world.program.record(record.kind).field_named(field).unwrap();
        record.fields[field].content = Content::Value(gouji_value::Value::Number(number));
        self
    }

    pub(crate) fn facts(self) -> Facts {
        let region = Region { form: FormId(0), range: TextRange::new(0, 0) };
        let types = self.world.program.records.len();
        let fragments = self.fragments.into_iter();
        Facts::new(fragments.map(|fragment| (region, Arc::new(fragment))).collect(), types)
    }
}

fn read_field(world: &World, arena: &mut String, kind: &FieldKind, text: Option<&str>) -> Field {
    let start = arena.len() as u32;
    let content = match (kind, text) {
        (_, None) => Content::Absent,
        (FieldKind::List(_) | FieldKind::Related(..), Some(_)) => Content::List(Vec::new()),
        (FieldKind::Series { element, .. }, Some(text)) => {
            let points = text.split(',').enumerate().map(|(period, text)| SeriesPoint {
                period: period as u16,
                field: read_field(world, arena, &FieldKind::Scalar(*element), Some(text)),
            });
            Content::Series(points.collect())
        }
        (FieldKind::Scalar(scalar), Some(text)) => {
            arena.push_str(text);
            read_scalar(world, *scalar, text)
        }
    };
    let range = TextRange::new(start, arena.len() as u32);
    arena.push('\n');
    Field { content, text: range, place: range, primitive: ReadBy::Example, note: None }
}

fn read_scalar(world: &World, scalar: Scalar, text: &str) -> Content {
    let as_type = match scalar {
        Scalar::Text if text.is_empty() => return Content::Blank,
        Scalar::Text => return Content::Text,
        Scalar::Integer => ReadAs::Integer,
        Scalar::Number => ReadAs::Number,
        Scalar::Quantity(dimension) => ReadAs::Quantity(dimension),
        Scalar::Percent => ReadAs::Percent,
        Scalar::Bound => ReadAs::Bound,
        Scalar::Date => ReadAs::Date,
        Scalar::Period => ReadAs::Period,
    };
    match read(text, as_type, &world.program.units, Some(world.ten_thousand)).state {
        State::Value(value) => Content::Value(value),
        State::Blank => Content::Blank,
        State::Dash => Content::Dash,
        State::Unreadable(reason) => Content::Unreadable(reason),
    }
}

pub(crate) fn record(fragment: u32, record: u32) -> RecordRef {
    RecordRef { fragment, record }
}

pub(crate) fn obligation(modality: Modality, condition: Expr) -> Obligation {
    Obligation {
        modality,
        condition,
        tolerance: None,
        message: None,
        subject: None,
        fixes: Vec::new(),
        place: NOWHERE,
        source: "条件".to_owned(),
    }
}

pub(crate) fn within(amount: Expr) -> Option<StatedTolerance> {
    Some(StatedTolerance::Amount(amount))
}

pub(crate) fn aggregate(aggregate: AggregateExpr) -> Expr {
    Expr::Aggregate(Box::new(aggregate))
}

pub(crate) fn compare(operator: Compare, left: Expr, right: Expr) -> Expr {
    Expr::Compare { operator, left: Box::new(left), right: Box::new(right) }
}

pub(crate) fn equal(left: Expr, right: Expr) -> Expr {
    compare(Compare::Equal, left, right)
}

pub(crate) fn calculate(operator: Arithmetic, left: Expr, right: Expr) -> Expr {
    Expr::Arithmetic { operator, left: Box::new(left), right: Box::new(right) }
}

pub(crate) fn plus(left: Expr, right: Expr) -> Expr {
    calculate(Arithmetic::Add, left, right)
}

pub(crate) fn predicate(operand: Expr, predicate: Predicate) -> Expr {
    Expr::Predicate { operand: Box::new(operand), predicate }
}

pub(crate) fn call(function: Function, label: &str, arguments: Vec<Expr>) -> Expr {
    Expr::Call { function, arguments, label: label.to_owned() }
}

pub(crate) fn default_to(operand: Expr, value: Expr) -> Expr {
    Expr::Default { operand: Box::new(operand), value: Box::new(value) }
}

pub(crate) fn not(operand: Expr) -> Expr {
    Expr::Not(Box::new(operand))
}

pub(crate) fn text(text: &str) -> Expr {
    Expr::Text(text.to_owned())
}

pub(crate) fn plain(figure: &str) -> Expr {
    Expr::Number(Number::plain(Decimal::from_str_exact(figure).unwrap()))
}

pub(crate) fn percent(figure: i64) -> Expr {
    Expr::Number(Number::percent(Decimal::from(figure)).unwrap())
}

pub(crate) fn message(parts: Vec<MessagePart>) -> Option<MessageTemplate> {
    Some(MessageTemplate { parts, language: gouji_text::Language::Chinese })
}

pub(crate) fn words(text: &str) -> MessagePart {
    MessagePart::Text(text.to_owned())
}

pub(crate) fn hole(expr: Expr) -> MessagePart {
    MessagePart::Hole(expr)
}

pub(crate) fn witness(witness: Witness) -> MessagePart {
    hole(Expr::Witness(witness))
}

pub(crate) fn fix(field: Expr, target: FixTarget, value: Expr) -> Correction {
    Correction { field, target, value }
}

/// The figure of a value as shown.
pub(crate) fn figure(shown: &Shown) -> &str {
    match shown {
        Shown::Figure { number, .. } => number,
        Shown::Words(words) => panic!("no figure: {words:?}"),
    }
}

/// (passed, within rounding, not applicable, failed, undetermined)
pub(crate) fn counts(result: &RuleResult) -> (usize, usize, usize, usize, usize) {
    let of = |outcome: RuleOutcome| {
        result.findings.iter().filter(|finding| finding.outcome == Some(outcome)).count()
    };
    (
        result.passed,
        result.passed_within_rounding,
        result.not_applicable,
        of(RuleOutcome::Failed),
        of(RuleOutcome::Undetermined),
    )
}

/// The only finding's message.
pub(crate) fn said(result: &RuleResult) -> &str {
    match result.findings.as_slice() {
        [only] => &only.message.chinese,
        findings => panic!("expected one finding, found {findings:#?}"),
    }
}
