fn main() {
    let pack = include_str!("../src/check/tests/pack.gouji");
    let rules = pack.split("规则 收入合计").nth(1).map(|rest| format!("规则 收入合计{}", rest.split("示例").next().unwrap())).unwrap();
    let mut text = pack.to_owned();
    for index in 0..30 {
        let mut copy = rules.clone();
        for name in ["收入合计", "支出计划逐期不减", "支出计划应达百分之百", "成本指标须有上限", "成本不超预算", "项目支出合计", "采购不超项目预算"] {
            copy = copy.replace(&format!("规则 {name}"), &format!("规则 {name}{index}"));
        }
        text.push_str(&copy);
    }
    let tree = gouji_syntax::parse(&text);
    println!("{} bytes {} items", text.len(), tree.items.len());
    for _ in 0..8 {
        let packs = [gouji_program::PackInput { fallback_name: "x".into(), files: vec![gouji_program::FileInput { file: gouji_program::FileId(0), text: &text, tree: &tree }] }];
        let start = std::time::Instant::now();
        let (program, problems) = gouji_program::check(&packs);
        println!("{:?} {} rules {} errors", start.elapsed(), program.rules.len(), problems.iter().filter(|p| p.is_error).count());
    }
}
