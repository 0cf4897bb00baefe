//! Every question at every byte of every text, whole and cut off: an answer each time, and places
//! that lie in the text.

use crate::fixture::{DOCUMENT, RECORDS, RULES, World};
use gouji_ide::{File, Ide, LensTarget, Target};
use gouji_text::TextRange;

fn fits(ide: &Ide<'_>, file: File, range: TextRange) {
    let text = ide.text(file);
    assert!(text.get(range.to_usize()).is_some(), "{range:?} in {:?}", text.len());
}

fn targets(ide: &Ide<'_>, found: Vec<Target>) {
    for target in found {
        fits(ide, target.file, target.range);
        fits(ide, target.file, target.selection);
    }
}

fn ask(ide: &Ide<'_>, file: File, offset: u32) {
    if let Some(hover) = ide.hover(file, offset) {
        fits(ide, file, hover.range);
        assert!(!hover.markdown.is_empty());
    }
    for one in ide.completions(file, offset) {
        fits(ide, file, one.range);
        assert!(!one.label.is_empty() && one.range.end <= offset.max(one.range.start));
    }
    targets(ide, ide.definition(file, offset));
    if let Some(signature) = ide.signature(file, offset) {
        assert!(signature.parameters.iter().all(|range| !range.of(&signature.label).is_empty()));
    }
    if let Some((range, name)) = ide.prepare_rename(file, offset) {
        fits(ide, file, range);
        assert!(!name.is_empty());
    }
}

fn ask_seldom(ide: &Ide<'_>, file: File, offset: u32) {
    targets(ide, ide.references(file, offset, true));
    for edit in ide.rename(file, offset, "另一个名字").unwrap_or_default() {
        fits(ide, edit.file, edit.range);
    }
    for action in ide.actions(file, TextRange::new(offset, offset.saturating_add(3))) {
        action.edits.iter().for_each(|edit| fits(ide, edit.file, edit.range));
    }
}

fn whole(ide: &Ide<'_>, file: File) {
    let text = ide.text(file);
    ide.folding(file).into_iter().for_each(|range| fits(ide, file, range));
    ide.highlights(file).into_iter().for_each(|one| fits(ide, file, one.range));
    for hint in ide.hints(file, TextRange::new(0, u32::MAX)) {
        assert!(text.is_char_boundary(hint.offset as usize));
    }
    for lens in ide.lenses(file) {
        fits(ide, file, lens.range);
        match lens.leads_to {
            LensTarget::Findings(findings) => targets(ide, findings),
            LensTarget::Reading { form, document } => {
                let document = document.expect("a document");
                assert!(
                    ide.reading(document, Some(&form)).is_some_and(|page| page.contains(&form))
                );
            }
        }
    }
    for diagnostic in ide.standing(file).iter().chain(ide.diagnostics(file).iter()) {
        for place in &diagnostic.places {
            let file = ide.file_named(&place.at.source).expect("the source of a place");
            fits(ide, file, place.at.range);
        }
    }
    for (target, _) in ide.workspace_symbols("目") {
        targets(ide, vec![target]);
    }
    ide.outline(file);
}

#[test]
fn every_byte_of_whole_texts() {
    let world = World::small();
    let ide = world.ide();
    for file in [File::Rule(world.records), File::Rule(world.rules), world.document()] {
        let length = ide.text(file).len() as u32;
        whole(&ide, file);
        for offset in 0..length + 3 {
            ask(&ide, file, offset);
            if offset % 7 == 0 {
                ask_seldom(&ide, file, offset);
            }
        }
        ask(&ide, file, u32::MAX);
        ask_seldom(&ide, file, u32::MAX);
    }
}

/// What is left of a text at each of its ends.
fn cuts(text: &str, every: usize) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, _)| at).step_by(every).map(|at| &text[..at])
}

#[test]
fn texts_that_are_cut_off() {
    for (number, text) in cuts(RULES, 5).enumerate() {
        let world = World::new(RECORDS, text, DOCUMENT);
        let ide = world.ide();
        let file = File::Rule(world.rules);
        if number % 8 == 0 {
            whole(&ide, file);
        }
        let length = text.len() as u32;
        for offset in length.saturating_sub(9)..length + 2 {
            ask(&ide, file, offset);
        }
        ask_seldom(&ide, file, length);
    }
    for text in cuts(RECORDS, 7) {
        let world = World::new(text, RULES, DOCUMENT);
        let (ide, file) = (world.ide(), File::Rule(world.records));
        let length = text.len() as u32;
        for offset in length.saturating_sub(6)..length + 2 {
            ask(&ide, file, offset);
        }
        ask_seldom(&ide, file, length);
    }
    for text in cuts(DOCUMENT, 9) {
        let world = World::new(RECORDS, RULES, text);
        let (ide, file) = (world.ide(), world.document());
        whole(&ide, file);
        for offset in (0..text.len() as u32 + 2).rev().take(12) {
            ask(&ide, file, offset);
            ask_seldom(&ide, file, offset);
        }
    }
}

#[test]
fn a_file_that_belongs_to_no_pack() {
    let world = World::small();
    let text = "规则 戊 {\n  对每个 项目\n  应当 预算数 有值\n}\n";
    let stray = gouji_database::RuleFile::new(&world.database, "戊.gouji".to_owned(), text.into());
    let (ide, file) = (world.ide(), File::Rule(stray));
    whole(&ide, file);
    for offset in 0..text.len() as u32 {
        ask(&ide, file, offset);
        ask_seldom(&ide, file, offset);
    }
    let at = text.find("预算数").unwrap() as u32;
    assert_eq!(ide.definition(file, at).len(), 1);
}

#[test]
fn hostile_texts() {
    let deep = format!("规则 甲 {{ 应当 {} }}", "(".repeat(3000));
    let sum = format!("规则 甲 {{\n  应当 {}1 = 1\n}}\n", "1 + ".repeat(3000));
    let texts = [
        "\u{feff}规则",
        "{{{{",
        "“",
        "`",
        "规则 甲 {“{",
        "表样 甲 填 甲 {明细 “",
        "##",
        "\r\n\r\n",
        "记录 甲 { 乙: 多个 甲 }\n规则 丙 { 对每个 甲.乙.乙.乙\n 应当 乙.乙 }",
        &deep,
        &sum,
        "规则 甲 {\n  否则 “{合计(”\n}",
        "示例 甲 { 合格 甲 { 乙: [{[{[{",
        "定义 甲(甲) = 甲(甲)",
    ];
    for text in texts {
        let world = World::new(RECORDS, text, text);
        let ide = world.ide();
        let length = text.len() as u32;
        let step = (length / 40).max(1) as usize;
        for file in [File::Rule(world.rules), world.document()] {
            whole(&ide, file);
            for offset in (0..length + 2).step_by(step) {
                ask(&ide, file, offset);
                ask_seldom(&ide, file, offset);
            }
        }
    }
}
