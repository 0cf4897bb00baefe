//! Faults that are planted in budgets, one kind for each rule.

use super::document::{Dice, Document, Hundredths, Project, Subtotal};

/// A kind of fault: the rules that tell it, and how it is planted. Planting fails where the document has
/// nothing of the kind, or where another fault stands there already.
pub struct Fault {
    pub rules: &'static [&'static str],
    pub plant: fn(&mut Document, &mut Dice) -> Option<()>,
}

/// An amount that is off by a little, in the last places or by much.
fn off(dice: &mut Dice, amount: Hundredths) -> Hundredths {
    amount + [1_100, 37, 2_000, 459][dice.below(4)]
}

/// A project without a fault, which now has one.
fn a_project<'document>(
    document: &'document mut Document,
    dice: &mut Dice,
) -> Option<&'document mut Project> {
    let first = dice.below(document.projects.len());
    let (before, behind) = document.projects.split_at_mut(first);
    let project = behind.iter_mut().chain(before).find(|project| !project.is_touched)?;
    project.is_touched = true;
    Some(project)
}

/// A part of the procurement table without a fault, which now has one.
fn a_subtotal<'document>(
    document: &'document mut Document,
    dice: &mut Dice,
) -> Option<&'document mut Subtotal> {
    let count = document.purchases.len();
    let first = dice.below(count.max(1)).min(count);
    let (before, behind) = document.purchases.split_at_mut(first);
    let subtotal = behind.iter_mut().chain(before).find(|subtotal| !subtotal.is_touched)?;
    subtotal.is_touched = true;
    Some(subtotal)
}

fn indicator<'project>(
    project: &'project mut Project,
    second: &str,
) -> Option<&'project mut super::document::Indicator> {
    project.indicators.iter_mut().find(|indicator| indicator.second == second)
}

/// The kinds.
pub const FAULTS: &[Fault] = &[
    Fault {
        rules: &["收入合计"],
        plant: |document, dice| {
            // Income and expenditure stay equal.
            document.sources[0] = off(dice, document.sources[0]);
            Some(())
        },
    },
    Fault {
        rules: &["基本支出合计"],
        plant: |document, dice| {
            document.personnel = off(dice, document.personnel);
            Some(())
        },
    },
    Fault {
        rules: &["增减合计"],
        plant: |document, _| {
            document.changes[1] += if document.changes[1] < 0 { -1_234 } else { 1_234 };
            Some(())
        },
    },
    Fault {
        rules: &["机关运行经费不超日常公用经费"],
        plant: |document, dice| {
            document.office = document.running + dice.between(1, 900);
            Some(())
        },
    },
    Fault {
        rules: &["三公经费合计"],
        plant: |document, dice| {
            document.three[0] = off(dice, document.three[0]);
            Some(())
        },
    },
    Fault {
        rules: &["公务用车合计"],
        plant: |document, dice| {
            document.three[4] = off(dice, document.three[4]);
            Some(())
        },
    },
    Fault {
        rules: &["项目预算合计"],
        plant: |document, dice| {
            let project = a_project(document, dice)?;
            project.fiscal = off(dice, project.fiscal);
            Some(())
        },
    },
    Fault {
        rules: &["支出计划逐期不减"],
        plant: |document, dice| {
            let project = a_project(document, dice)?;
            project.plan[1] = Some(80);
            project.plan[2] = Some(79);
            Some(())
        },
    },
    Fault {
        rules: &["支出计划应达百分之百"],
        plant: |document, dice| {
            let project = a_project(document, dice)?;
            project.plan = [Some(10), Some(20), Some(60), Some(dice.between(75, 99))];
            Some(())
        },
    },
    Fault {
        rules: &["项目须有支出计划"],
        plant: |document, dice| {
            a_project(document, dice)?.plan = [None; 4];
            Some(())
        },
    },
    Fault {
        rules: &["项目编码不重复"],
        plant: |document, _| {
            let first = document.projects.first().filter(|first| !first.is_touched)?;
            let (unit, code) = (first.unit, first.code.clone());
            let mut others = document.projects.iter_mut().skip(1);
            let other = others.find(|other| other.unit == unit && !other.is_touched)?;
            (other.code, other.is_touched) = (code, true);
            document.projects[0].is_touched = true;
            Some(())
        },
    },
    Fault {
        rules: &["标题与项目名称一致"],
        plant: |document, dice| {
            a_project(document, dice)?.title = "另一个项目经费".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["项目须有绩效指标"],
        plant: |document, dice| {
            a_project(document, dice)?.indicators.clear();
            Some(())
        },
    },
    Fault {
        rules: &["指标齐全"],
        plant: |document, dice| {
            let wanted = [
                "数量指标",
                "质量指标",
                "时效指标",
                "成本指标",
                "社会效益指标",
                "服务对象满意度指标",
            ];
            let second = dice.one(&wanted);
            let project = a_project(document, dice)?;
            indicator(project, second)?;
            project.indicators.retain(|indicator| indicator.second != second);
            Some(())
        },
    },
    Fault {
        rules: &["成本指标须有上限"],
        plant: |document, dice| {
            let value = format!("≥{}万元", dice.between(1, 90));
            indicator(a_project(document, dice)?, "成本指标")?.value = value;
            Some(())
        },
    },
    Fault {
        rules: &["成本指标宜量化"],
        plant: |document, dice| {
            indicator(a_project(document, dice)?, "成本指标")?.value = "按规定标准执行".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["成本不超预算"],
        plant: |document, dice| {
            let project = a_project(document, dice)?;
            let value = format!("≤{}万元", super::document::money(project.budget + 100));
            indicator(project, "成本指标")?.value = value;
            Some(())
        },
    },
    Fault {
        rules: &["数量单价不超预算"],
        plant: |document, dice| {
            let project = a_project(document, dice)?;
            indicator(project, "成本指标")?.value = "≤500000元/次".to_owned();
            indicator(project, "数量指标")?.value = "≥30次".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["满意度指标须有下限"],
        plant: |document, dice| {
            indicator(a_project(document, dice)?, "服务对象满意度指标")?.value = "≤90%".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["满意度指标宜量化"],
        plant: |document, dice| {
            indicator(a_project(document, dice)?, "服务对象满意度指标")?.value =
                "较满意".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["比率指标须为百分比"],
        plant: |document, dice| {
            indicator(a_project(document, dice)?, "质量指标")?.value = "≥455平方米".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["同一指标不重复"],
        plant: |document, dice| {
            let project = a_project(document, dice)?;
            let at = project.indicators.iter().position(|it| it.second == "数量指标")?;
            let again = project.indicators[at].clone();
            project.indicators.insert(at, again);
            Some(())
        },
    },
    Fault {
        rules: &["购车须列三公"],
        plant: |document, dice| {
            (document.three[3] == 0).then_some(())?;
            let project = a_project(document, dice)?;
            indicator(project, "数量指标")?.third = "购置业务车辆数量".to_owned();
            Some(())
        },
    },
    Fault {
        // The total row keeps its sources, and so they do not add up either.
        rules: &["采购合计", "采购合计来源合计"],
        plant: |document, dice| {
            (!document.purchases.is_empty()).then_some(())?;
            document.purchased = off(dice, document.purchased);
            Some(())
        },
    },
    Fault {
        rules: &["采购小计", "采购合计", "采购小计来源合计"],
        plant: |document, dice| {
            let subtotal = a_subtotal(document, dice)?;
            subtotal.amount += 1_111;
            Some(())
        },
    },
    Fault {
        rules: &["采购金额", "采购来源合计", "采购小计"],
        plant: |document, dice| {
            let subtotal = a_subtotal(document, dice)?;
            let row = subtotal.rows.first_mut()?;
            (row.amount > 200).then(|| row.amount -= 100)
        },
    },
    Fault {
        rules: &["采购不超项目预算"],
        plant: |document, dice| {
            // All of the row is that much dearer, and so are all sums.
            let subtotal = a_subtotal(document, dice)?;
            let row = subtotal.rows.first_mut()?;
            let more = row.budget - row.amount + 100;
            let price = row.price + more / row.count + 1;
            let more = (price - row.price) * row.count;
            row.price = price;
            row.amount += more;
            subtotal.amount += more;
            row.sources[0] += more;
            subtotal.sources[0] += more;
            document.purchased += more;
            Some(())
        },
    },
    Fault {
        rules: &["采购预算资金一致"],
        plant: |document, dice| {
            let subtotal = a_subtotal(document, dice)?;
            subtotal.rows.first_mut()?.budget += 5_000;
            Some(())
        },
    },
    Fault {
        rules: &["采购项目须有出处"],
        plant: |document, dice| {
            let subtotal = a_subtotal(document, dice)?;
            subtotal.rows.first_mut()?.project = "谁也没有列的项目".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["计量单位须为文字"],
        plant: |document, dice| {
            a_subtotal(document, dice)?.rows.first_mut()?.measure = "1".to_owned();
            Some(())
        },
    },
    Fault {
        rules: &["资产合计"],
        plant: |document, dice| {
            document.assets[1] = off(dice, document.assets[1]);
            Some(())
        },
    },
    Fault {
        rules: &["资产总额一致"],
        plant: |document, dice| {
            document.stated_assets = off(dice, document.stated_assets);
            Some(())
        },
    },
    Fault {
        rules: &["章节连续"],
        plant: |document, _| {
            document.numbers[6] = "八、";
            document.numbers[7] = "九、";
            Some(())
        },
    },
    Fault {
        rules: &["日期须存在"],
        plant: |document, _| {
            document.date = format!("{}年11月31日", document.year - 1);
            Some(())
        },
    },
];
