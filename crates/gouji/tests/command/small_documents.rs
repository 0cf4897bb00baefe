//! Small documents of the layout of Hebei departments, each with one trait of print or wording: no finding, and
//! no rule that loses sight of what it watches.

use gouji::{Checker, Rules, Severity};

/// What it is about, the text, and how many comparisons hold.
const DOCUMENTS: &[(&str, &str, usize)] = &[
    (
        "parts of a row are not added again",
        "某局2022年部门预算公开\n\
\n\
七、国有资产信息\n\
\n\
固定资产占有情况表\n\
\n\
项目\t数量\t价值（万元）\n\
资产总额\t\t300.00\n\
（一）房屋（平方米）\t900\t200.00\n\
其中：办公用房（平方米）\t500\t150.00\n\
（二）车辆（台、辆）\t3\t100.00",
        1,
    ),
    (
        "last year's income stands first",
        "某局2022年部门预算公开\n\
\n\
二、总体情况\n\
\n\
1、收入说明\n\
\n\
2021年预算收入80.00万元，2022年预算收入100.00万元，其中：一般公共预算收入90.00万元，上年结转10.00万元。\n\
\n\
2、支出说明\n\
\n\
2022年支出预算100.00万元，其中基本支出60.00万元，包括人员经费50.00万元和日常公用经费10.00万元；项目支出40.00万元。",
        7,
    ),
    (
        "a source by another name",
        "某局2022年部门预算公开\n\
\n\
二、总体情况\n\
\n\
1、收入说明\n\
\n\
2022年预算收入100.00万元，其中：一般公共预算财政拨款90.00万元，上年结转10.00万元。\n\
\n\
2、支出说明\n\
\n\
2022年支出预算100.00万元，其中基本支出60.00万元，包括人员经费50.00万元和日常公用经费10.00万元；项目支出40.00万元。",
        7,
    ),
    (
        "the total by another name",
        "某局2022年部门预算公开\n\
\n\
二、总体情况\n\
\n\
1、收入说明\n\
\n\
2022年收入总计100.00万元，其中：一般公共预算收入90.00万元，上年结转10.00万元。\n\
\n\
2、支出说明\n\
\n\
2022年支出预算100.00万元，其中基本支出60.00万元，包括人员经费50.00万元和日常公用经费10.00万元；项目支出40.00万元。",
        7,
    ),
    (
        "a note in the procurement table",
        "某局2022年部门预算公开\n\
\n\
单位：万元\n\
项目名称\t预算资金\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t政府采购金额\t\n\
\t\t\t\t\t\t\t合计\t一般公共预算拨款\n\
合计\t\t\t\t\t\t\t3.00\t3.00\n\
某局本级小计\t\t\t\t\t\t\t3.00\t3.00\n\
公用经费\t9.00\t计算机\tA02010104\t台\t10\t0.30\t3.00\t3.00\n\
注：本表按单位列示。\t\t\t\t\t\t\t\t",
        11,
    ),
    (
        "a page number in the procurement table",
        "某局2022年部门预算公开\n\
\n\
单位：万元\n\
项目名称\t预算资金\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t政府采购金额\t\n\
\t\t\t\t\t\t\t合计\t一般公共预算拨款\n\
合计\t\t\t\t\t\t\t3.00\t3.00\n\
某局本级小计\t\t\t\t\t\t\t3.00\t3.00\n\
公用经费\t9.00\t计算机\tA02010104\t台\t10\t0.30\t3.00\t3.00\n\
— 6 —\n\
公用经费\t9.00\t碎纸机\tA02021101\t台\t1\t0.00\t0.00\t0.00",
        16,
    ),
    (
        "cost indicators of the first level",
        "某局2022年部门预算公开\n\
\n\
五、预算绩效信息\n\
\n\
1、培训经费绩效目标表\n\
\n\
316001 某局本级\n\
\n\
单位：万元\n\
\n\
项目编码\tA1\t\t项目名称\t培训经费\t\t\n\
预算规模及资金用途\t预算数\t10.00\t其中：财政资金\t8.00\t其他资金\t2.00\n\
资金支出计划（%）\t3月底\t\t6月底\t\t10月底\t\n\
\t25%\t\t50%\t\t60%\t\n\
12月底\t100%\n\
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\n\
成本指标\t经济成本指标\t培训成本\t成本\t≤10万元\t计划\n\
产出指标\t数量指标\t培训人数\t人数\t≥50人\t计划\n\
\t质量指标\t合格率\t率\t≥95%\t计划\n\
\t时效指标\t及时性\t时\t及时\t计划\n\
效益指标\t社会效益指标\t素质\t提高\t提高\t计划\n\
满意度指标\t服务对象满意度指标\t满意度\t满意\t≥90%\t计划",
        38,
    ),
    (
        "ends of months by another name",
        "某局2022年部门预算公开\n\
\n\
五、预算绩效信息\n\
\n\
1、培训经费绩效目标表\n\
\n\
316001 某局本级\n\
\n\
单位：万元\n\
\n\
项目编码\tA1\t\t项目名称\t培训经费\t\t\n\
预算规模及资金用途\t预算数\t10.00\t其中：财政资金\t8.00\t其他资金\t2.00\n\
资金支出计划（%）\t3月末\t\t6月末\t\t10月末\t\n\
\t25%\t\t50%\t\t60%\t\n\
12月末\t100%\n\
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\n\
产出指标\t数量指标\t培训人数\t人数\t≥50人\t计划\n\
\t质量指标\t合格率\t率\t≥95%\t计划\n\
\t时效指标\t及时性\t时\t及时\t计划\n\
\t成本指标\t培训成本\t成本\t≤10万元\t计划\n\
效益指标\t社会效益指标\t素质\t提高\t提高\t计划\n\
满意度指标\t服务对象满意度指标\t满意度\t满意\t≥90%\t计划",
        38,
    ),
    (
        "a paragraph broken at the width of the page",
        "某局2022年部门预算公开\n\
\n\
四、“三公”经费情况\n\
\n\
2022年“三公”经费预算3万元。\n\
\n\
1、因公出国（境）费0万元，与上年持平。\n\
\n\
2、公务用车购置及运维费3万元，其中：公务用车购置费0万元，公务用车\n\
运维费3万元。\n\
\n\
3、公务接待费0万元，与上年持平。",
        2,
    ),
    (
        "numbers of contracts are no dates",
        "某某局2021年部门预算信息公开\n\
\n\
一、说明\n\
\n\
合同编号2021-13-45号。\n\
\n\
地址2021.13.45.1。\n\
\n\
2021-22-23年度连续投入。\n\
\n\
合同编号HT2021-02-30-01。",
        1,
    ),
    (
        "a line of text that begins like a number",
        "某某局2021年部门预算信息公开\n\
\n\
一、说明\n\
\n\
三、四线城市补助\n\
\n\
二、其他\n\
\n\
三、附件",
        3,
    ),
];

#[test]
fn small_documents_have_no_finding() {
    let checker = Checker::new(Rules::shipped());
    for (name, text, passed) in DOCUMENTS {
        let report = checker.check("文件.txt", *text);
        let all = report.findings.iter().chain(&report.problems);
        let grave: Vec<&str> = all
            .filter(|said| said.severity > Severity::Note)
            .map(|said| said.message.chinese.as_str())
            .collect();
        assert_eq!(grave, [""; 0], "{name}");
        let held: usize = report.rules.iter().map(|rule| rule.passed).sum();
        assert_eq!(held, *passed, "{name}");
    }
}
