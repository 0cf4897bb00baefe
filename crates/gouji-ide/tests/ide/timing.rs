use gouji_database::*;
use gouji_ide::*;
use std::sync::Arc;
use std::time::Instant;
#[test]
fn timing() {
    let mut database = GoujiDatabase::default();
    let mut files = vec![];
    for e in std::fs::read_dir("/work/main/rules/department-budget").unwrap().flatten() {
        files.push(RuleFile::new(
            &database,
            e.path().display().to_string(),
            Arc::from(std::fs::read_to_string(e.path()).unwrap()),
        ));
    }
    files.sort_by_key(|f| f.name(&database).to_owned());
    let configuration = Configuration::new(
        &database,
        vec![PackFiles { fallback_name: "x".into(), files: files.clone(), is_named: false }],
    );
    let text = std::fs::read_to_string("/work/shared/disclosures/hrss-2021.txt").unwrap();
    let document = DocumentFile::new(&database, "d".into(), Arc::from(text.as_str()));
    let documents = [document];
    for round in 0..2 {
        let ide = Ide {
            database: &database,
            configuration,
            documents: &documents,
            language: gouji_report::Language::Chinese,
        };
        let time = |name: &str, f: &mut dyn FnMut() -> usize| {
            let n = f();
            let t = Instant::now();
            for _ in 0..20 {
                f();
            }
            println!("{round} {name} {} {:?}", n, t.elapsed() / 20);
        };
        let doc = File::Document(document);
        time("diag", &mut || ide.diagnostics(doc).len());
        let at = text.find("136.41").or(text.find("136.4")).unwrap() as u32;
        time("dhover", &mut || ide.hover(doc, at).map_or(0, |h| h.markdown.len()));
        println!("{:?}", ide.hover(doc, at));
        let d = ide.diagnostics(doc);
        for one in d.iter().filter(|o| o.places.len() > 1).take(2) {
            println!("{:?}", ide.hover(doc, one.places[0].range.start).map(|h| h.markdown));
            println!("{}", ide.definition(doc, one.places[0].range.start).len());
        }
        time("ddef", &mut || ide.definition(doc, at).len());
        time("doutline", &mut || ide.outline(doc).len());
        time("dfold", &mut || ide.folding(doc).len());
        time("dhl", &mut || ide.highlights(doc).len());
        time("dhints", &mut || ide.hints(doc, gouji_text::TextRange::new(0, u32::MAX)).len());
        for h in ide.hints(doc, gouji_text::TextRange::new(0, u32::MAX)).iter().take(8) {
            println!("  {}", h.text);
        }
        for f in &files {
            if !f.name(&database).contains("projects") {
                continue;
            }
            let rf = File::Rule(*f);
            let t = f.text(&database);
            let at = t.find("预算数 = ").unwrap() as u32;
            time("rhover", &mut || ide.hover(rf, at).map_or(0, |h| h.markdown.len()));
            println!("{}", ide.hover(rf, at).unwrap().markdown);
            let r = t.find("项目支出合计").unwrap() as u32;
            time("rhoverrule", &mut || ide.hover(rf, r).map_or(0, |h| h.markdown.len()));
            time("rcomp", &mut || ide.completions(rf, at).len());
            time("rdef", &mut || ide.definition(rf, at).len());
            time("rrefs", &mut || ide.references(rf, at, true).len());
            time("rename", &mut || ide.rename(rf, at, "改名").map_or(0, |e| e.len()));
            time("rhl", &mut || ide.highlights(rf).len());
            time("rlens", &mut || ide.lenses(rf).len());
            for l in ide.lenses(rf) {
                println!("  {}", l.title);
            }
            time("rhints", &mut || ide.hints(rf, gouji_text::TextRange::new(0, u32::MAX)).len());
            time("actions", &mut || ide.actions(doc, gouji_text::TextRange::new(at, at)).len());
            time("symbols", &mut || ide.workspace_symbols("项目").len());
        }
        for f in &files {
            if f.name(&database).contains("forms") {
                let t = f.text(&database);
                let at = t.find("标签 “").unwrap() as u32 + "标签 “".len() as u32;
                time("labels", &mut || ide.completions(File::Rule(*f), at).len());
            }
        }
        let edited = format!("\n{text}");
        document.set_text(&mut database).to(Arc::from(edited.as_str()));
    }
}
