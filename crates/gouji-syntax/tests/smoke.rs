use gouji_syntax::*;
#[test]
fn smoke() {
    for f in std::env::var("F").unwrap().split(',') {
        let t = std::fs::read_to_string(f).unwrap();
        let file = parse(&t);
        println!("{:?} items {}", file.language, file.items.len());
        let show = |base: u32, p: &SyntaxProblem| {
            let r = p.range.shifted(base);
            println!(
                "  [{}] {:?} «{}» {} | {} | fix {:?}",
                p.code,
                r,
                r.of(&t),
                p.message.chinese,
                p.message.english,
                p.correction.as_ref().map(|c| (
                    c.range.shifted(base).of(&t).to_string(),
                    c.text.clone(),
                    c.title.chinese.clone()
                ))
            );
        };
        for p in &file.problems {
            show(0, p);
        }
        for i in &file.items {
            let k = format!("{:?}", i.kind);
            println!(
                "{}",
                if std::env::var("V").is_ok() { k } else { k.chars().take(60).collect() }
            );
            for p in &i.problems {
                show(i.start, p);
            }
        }
    }
}
