//! Made-up budgets of the layout of Hebei departments, right in every figure, that faults can be planted in.

use std::fmt::Write;

/// Choices that look random and are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(2).wrapping_add(1));
        dice.below(7);
        dice
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1) as usize) as i64
    }

    pub fn one<'all, T: ?Sized>(&mut self, all: &[&'all T]) -> &'all T {
        all[self.below(all.len())]
    }
}

/// A sum of money, in hundredths of 万元.
pub type Hundredths = i64;

pub fn money(amount: Hundredths) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

/// An indicator of a project.
#[derive(Clone)]
pub struct Indicator {
    pub first: String,
    pub second: String,
    pub third: String,
    pub value: String,
}

#[derive(Clone)]
pub struct Project {
    pub unit: usize,
    pub title: String,
    pub name: String,
    pub code: String,
    pub budget: Hundredths,
    pub fiscal: Hundredths,
    pub other: Hundredths,
    /// Percent at the ends of March, June, October and December; blank where nothing is planned yet.
    pub plan: [Option<i64>; 4],
    pub indicators: Vec<Indicator>,
    /// Whether a fault stands in it already.
    pub is_touched: bool,
}

/// A row of the procurement table.
#[derive(Clone)]
pub struct Purchase {
    pub project: String,
    pub budget: Hundredths,
    pub item: &'static str,
    pub measure: String,
    pub count: i64,
    pub price: Hundredths,
    pub amount: Hundredths,
    pub sources: [Hundredths; 2],
}

#[derive(Clone)]
pub struct Subtotal {
    pub unit: String,
    pub amount: Hundredths,
    pub sources: [Hundredths; 2],
    pub rows: Vec<Purchase>,
    /// Whether a fault stands in it already.
    pub is_touched: bool,
}

/// A budget: what stands in its text and tables.
#[derive(Clone)]
pub struct Document {
    pub year: i64,
    pub department: String,
    pub units: Vec<(String, String)>,
    pub income: Hundredths,
    /// General budget, funds, special accounts, others, carried over.
    pub sources: [Hundredths; 5],
    pub expenditure: Hundredths,
    pub basic: Hundredths,
    pub personnel: Hundredths,
    pub running: Hundredths,
    pub projects_total: Hundredths,
    /// Changes of all, of basic and of project expenditure.
    pub changes: [Hundredths; 3],
    pub office: Hundredths,
    /// Total, travel abroad, vehicles, buying them, running them, receptions.
    pub three: [Hundredths; 6],
    pub projects: Vec<Project>,
    pub purchases: Vec<Subtotal>,
    pub purchased: Hundredths,
    pub assets: [Hundredths; 5],
    pub stated_assets: Hundredths,
    /// The numbers of the sections.
    pub numbers: [&'static str; 8],
    pub date: String,
}

const PLACES: [&str; 6] = ["临川市", "南屏县", "东岳区", "白石县", "沂河市", "西岭区"];
const BODIES: [&str; 6] =
    ["交通运输局", "市场监督管理局", "林业和草原局", "统计局", "应急管理局", "退役军人事务局"];
const BELOW: [&str; 5] = ["信息中心", "服务中心", "监测站", "执法大队", "档案馆"];
const WORK: [&str; 8] = [
    "宣传教育",
    "信息系统运维",
    "安全监测",
    "业务培训",
    "设备更新",
    "专项普查",
    "档案整理",
    "日常巡查",
];
const ITEMS: [&str; 6] = ["台式计算机", "激光打印机", "会议服务", "印刷服务", "复印纸", "办公家具"];

impl Document {
    pub fn new(dice: &mut Dice) -> Self {
        let department = format!("{}{}", dice.one(&PLACES), dice.one(&BODIES));
        let own = format!("{department}本级");
        let code = dice.between(301, 889);
        let mut units = vec![(format!("{code}001"), own)];
        for (number, below) in BELOW.iter().enumerate().take(dice.below(3)) {
            let unit = format!("{department}{below}");
            units.push((format!("{code}{:03}", number + 2), unit));
        }
        let projects: Vec<Project> =
            (0..dice.between(3, 9)).map(|number| project(dice, &units, number as usize)).collect();
        let projects_total = projects.iter().map(|project| project.budget).sum();
        let (personnel, running) = (dice.between(20_000, 900_000), dice.between(3_000, 60_000));
        let basic = personnel + running;
        let expenditure = basic + projects_total;
        let mut sources = [0; 5];
        let mut left = expenditure;
        for source in sources.iter_mut().skip(1) {
            *source = if dice.below(2) == 0 { 0 } else { dice.between(1, left / 8) };
            left -= *source;
        }
        sources[0] = left;
        let basic_change = dice.between(-4_000, 9_000);
        let project_change = dice.between(-20_000, 30_000);
        let (bought, run) = (dice.between(0, 1) * 1_800, dice.between(100, 3_000));
        let (abroad, received) = (dice.between(0, 1) * 500, dice.between(20, 600));
        let mut document = Self {
            year: dice.between(2019, 2025),
            department,
            income: expenditure,
            sources,
            expenditure,
            basic,
            personnel,
            running,
            projects_total,
            changes: [basic_change + project_change, basic_change, project_change],
            office: dice.between(1_000, running),
            three: [abroad + bought + run + received, abroad, bought + run, bought, run, received],
            purchases: Vec::new(),
            purchased: 0,
            assets: [0; 5],
            stated_assets: 0,
            numbers: ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、"],
            date: String::new(),
            units,
            projects,
        };
        document.date = format!("{}年12月31日", document.year - 1);
        document.buy(dice);
        let assets: [Hundredths; 4] = std::array::from_fn(|_| dice.between(0, 400_000));
        document.assets[1..].copy_from_slice(&assets);
        document.assets[0] = assets.iter().sum();
        document.stated_assets = document.assets[0];
        document
    }

    /// Fills the procurement table: no project spends more than it has.
    fn buy(&mut self, dice: &mut Dice) {
        for (number, (_, unit)) in self.units.iter().enumerate() {
            let own = self.projects.iter().filter(|project| project.unit == number);
            let mut rows: Vec<Purchase> =
                own.filter_map(|project| purchase(dice, project)).collect();
            if rows.is_empty() {
                continue;
            }
            rows.sort_by_key(|row| row.item);
            let sources = [0, 1].map(|at: usize| rows.iter().map(|row| row.sources[at]).sum());
            let amount = rows.iter().map(|row| row.amount).sum();
            self.purchases.push(Subtotal {
                unit: unit.clone(),
                amount,
                sources,
                rows,
                is_touched: false,
            });
        }
        self.purchased = self.purchases.iter().map(|subtotal| subtotal.amount).sum();
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a text");
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let (year, department) = (self.year, &self.department);
        let number = &self.numbers;
        writeln!(out, "{department}{year}年部门预算信息公开情况说明\n")?;
        writeln!(out, "{}部门职责及机构设置情况\n\n负责本行业的管理和服务工作。\n", number[0])?;
        writeln!(out, "{}部门预算安排的总体情况\n\n1、收入说明\n", number[1])?;
        let [general, funds, special, others, carried] = self.sources.map(money);
        writeln!(
            out,
            "反映本部门当年全部收入。{year}年预算收入{}万元，其中：一般公共预算收入{general}万元，基金预算收入{funds}万元，国有资本经营预算拨款收入0万元，财政专户核拨收入{special}万元，其他来源收入{others}万元，上年结转{carried}万元。\n",
            money(self.income)
        )?;
        writeln!(
            out,
            "2、支出说明\n\n{year}年支出预算{}万元，其中基本支出{}万元，包括人员经费{}万元和日常公用经费{}万元；项目支出{}万元。\n",
            money(self.expenditure),
            money(self.basic),
            money(self.personnel),
            money(self.running),
            money(self.projects_total)
        )?;
        let change = |amount: Hundredths| {
            format!("{}{}", if amount < 0 { "减少" } else { "增加" }, money(amount.abs()))
        };
        let [all, basic, projects] = self.changes.map(change);
        writeln!(
            out,
            "3、比上年增减情况\n\n{year}年预算收支安排{}万元，较{}年预算{all}万元，其中，基本支出{basic}万元，主要为人员变动；项目支出{projects}万元，主要是工作任务变化。\n",
            money(self.expenditure),
            year - 1
        )?;
        writeln!(
            out,
            "{}机关运行经费安排情况\n\n{year}年度机关运行经费支出预算{}万元。\n",
            number[2],
            money(self.office)
        )?;
        let [total, abroad, vehicles, bought, run, received] = self.three.map(money);
        writeln!(
            out,
            "{}财政拨款“三公”经费预算情况及增减变化原因\n\n{year}年，我部门“三公”经费预算安排{total}万元。\n\n1、因公出国（境）费{abroad}万元，与{}年预算持平。\n\n2、公务用车购置及运维费{vehicles}万元，其中：公务用车购置费为{bought}万元，公务用车运维费{run}万元。\n\n3、公务接待费预算{received}万元。\n",
            number[3],
            year - 1
        )?;
        writeln!(
            out,
            "{}预算绩效信息\n\n第一部分 部门整体绩效目标\n\n保障各项工作落实。\n\n第二部分 预算项目绩效目标\n",
            number[4]
        )?;
        for (at, project) in self.projects.iter().enumerate() {
            self.write_project(out, at + 1, project)?;
        }
        self.write_purchases(out)?;
        self.write_assets(out)
    }

    fn write_project(
        &self,
        out: &mut String,
        number: usize,
        project: &Project,
    ) -> std::fmt::Result {
        let (code, unit) = &self.units[project.unit];
        writeln!(out, "{number}、{}绩效目标表\n\n{code} {unit}\n\n单位：万元\n", project.title)?;
        writeln!(out, "项目编码\t{}\t\t项目名称\t{}\t\t", project.code, project.name)?;
        writeln!(
            out,
            "预算规模及资金用途\t预算数\t{}\t其中：财政资金\t{}\t其他资金\t{}",
            money(project.budget),
            money(project.fiscal),
            money(project.other)
        )?;
        writeln!(out, "\t用于{}支出。\t\t\t\t\t", project.name)?;
        let points: Vec<String> = project
            .plan
            .iter()
            .map(|point| point.map_or(String::new(), |percent| format!("{percent}.00%")))
            .collect();
        writeln!(out, "资金支出计划（%）\t3月底\t\t6月底\t\t10月底\t12月底")?;
        writeln!(out, "\t{}\t\t{}\t\t{}\t{}", points[0], points[1], points[2], points[3])?;
        writeln!(out, "绩效目标\t1.完成年度任务。\t\t\t\t\t")?;
        writeln!(out, "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\t")?;
        let mut before = "";
        for indicator in &project.indicators {
            let first = if indicator.first == before { "" } else { &indicator.first };
            writeln!(
                out,
                "{first}\t{}\t{}\t反映工作完成情况\t{}\t年度工作计划\t",
                indicator.second, indicator.third, indicator.value
            )?;
            before = &indicator.first;
        }
        writeln!(out)
    }

    fn write_purchases(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{}政府采购预算情况\n", self.numbers[5])?;
        if self.purchases.is_empty() {
            return writeln!(out, "本年没有政府采购预算。\n");
        }
        writeln!(out, "{}\n\n单位：万元\n", self.department)?;
        writeln!(
            out,
            "政府采购项目来源\t\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t政府采购金额（当年部门预算安排资金）\t\t\t\t\t"
        )?;
        writeln!(
            out,
            "项目名称\t预算资金\t\t\t\t\t\t合计\t一般公共预算拨款\t基金预算拨款\t国有资本经营预算拨款\t财政专户核拨\t单位资金"
        )?;
        let filled = |amount: Hundredths| if amount == 0 { String::new() } else { money(amount) };
        let sum = |at: usize| self.purchases.iter().map(|subtotal| subtotal.sources[at]).sum();
        writeln!(
            out,
            "合计\t\t\t\t\t\t\t{}\t{}\t\t\t\t{}",
            money(self.purchased),
            filled(sum(0)),
            filled(sum(1))
        )?;
        for subtotal in &self.purchases {
            writeln!(
                out,
                "{}小计\t\t\t\t\t\t\t{}\t{}\t\t\t\t{}",
                subtotal.unit,
                money(subtotal.amount),
                filled(subtotal.sources[0]),
                filled(subtotal.sources[1])
            )?;
            for row in &subtotal.rows {
                writeln!(
                    out,
                    "{}\t{}\t{}\tA0201\t{}\t{}\t{}\t{}\t{}\t\t\t\t{}",
                    row.project,
                    money(row.budget),
                    row.item,
                    row.measure,
                    row.count,
                    money(row.price),
                    money(row.amount),
                    filled(row.sources[0]),
                    filled(row.sources[1])
                )?;
            }
        }
        writeln!(out)
    }

    fn write_assets(&self, out: &mut String) -> std::fmt::Result {
        let [total, houses, vehicles, equipment, others] = self.assets.map(money);
        writeln!(
            out,
            "{}国有资产信息\n\n截至{}，本部门固定资产总额{}万元。\n",
            self.numbers[6],
            self.date,
            money(self.stated_assets)
        )?;
        writeln!(out, "固定资产占有情况表\n\n项 目\t数量\t价值（万元）")?;
        writeln!(
            out,
            "资产总额\t\t{total}\n（一）房屋（平方米）\t3260\t{houses}\n（二）车辆（台、辆）\t5\t{vehicles}\n（三）单价在50万元以上的设备（台、套…）\t2\t{equipment}\n（四）其他固定资产\t\t{others}\n"
        )?;
        writeln!(out, "{}名词解释\n\n基本支出：为保障机构正常运转发生的支出。", self.numbers[7])
    }
}

fn project(dice: &mut Dice, units: &[(String, String)], number: usize) -> Project {
    let fiscal = dice.between(100, 40_000);
    let other = if dice.below(3) == 0 { dice.between(1, 5_000) } else { 0 };
    let name =
        format!("{}{}经费", dice.one(&WORK), ["第一批", "第二批", "补助", "专项"][number % 4]);
    let name = format!("{name}{}", ["", "（续）", "（二期）"][number / 4 % 3]);
    let start = dice.between(0, 30);
    let middle = dice.between(start, 80);
    let plan = [
        (dice.below(3) > 0).then_some(start),
        Some(middle),
        Some(dice.between(middle, 100)),
        Some(100),
    ];
    let budget = fiscal + other;
    let indicator = |first: &str, second: &str, third: &str, value: String| Indicator {
        first: first.to_owned(),
        second: second.to_owned(),
        third: third.to_owned(),
        value,
    };
    let cost = match dice.below(3) {
        0 => format!("≤{}万元", money(budget)),
        1 => format!("≤{}元/人", dice.between(10, 90)),
        _ => format!("{}万元", money(budget)),
    };
    let indicators = vec![
        indicator("产出指标", "数量指标", "开展次数", format!("≥{}次", dice.between(2, 30))),
        indicator("产出指标", "质量指标", "验收合格率（%）", format!("≥{}%", dice.between(85, 99))),
        indicator("产出指标", "时效指标", "完成时间", "12月底前".to_owned()),
        indicator("产出指标", "成本指标", "经费控制数", cost),
        indicator("效益指标", "社会效益指标", "服务能力", "明显提升".to_owned()),
        indicator(
            "满意度指标",
            "服务对象满意度指标",
            "群众满意度",
            format!("≥{}%", dice.between(80, 98)),
        ),
    ];
    Project {
        unit: number % units.len(),
        title: name.clone(),
        name,
        code: format!("9905{:02}21{:04}AB", number, dice.between(1_000, 9_999)),
        budget,
        fiscal,
        other,
        plan,
        indicators,
        is_touched: false,
    }
}

fn purchase(dice: &mut Dice, project: &Project) -> Option<Purchase> {
    let count = dice.between(1, 9);
    let most = project.budget / count;
    if dice.below(3) == 0 || most < 2 {
        return None;
    }
    let price = dice.between(1, most);
    let amount = count * price;
    let own = if dice.below(3) == 0 { dice.between(0, amount / 2) } else { 0 };
    Some(Purchase {
        project: project.name.clone(),
        budget: project.budget,
        item: dice.one(&ITEMS),
        measure: dice.one(&["台", "批", "次", "套"]).to_owned(),
        count,
        price,
        amount,
        sources: [amount - own, own],
    })
}
