//! Colours.

use crate::fixture::World;
use gouji_ide::{File, HighlightKind};

fn coloured(world: &World, file: File) -> Vec<(String, HighlightKind)> {
    let text = world.ide().text(file);
    let found = world.ide().highlights(file);
    for pair in found.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{pair:?}");
    }
    for one in &found {
        assert!(!one.range.is_empty() && !one.range.of(&text).contains('\n'), "{one:?}");
        assert!(text.get(one.range.to_usize()).is_some(), "{one:?}");
    }
    found.iter().map(|one| (one.range.of(&text).to_owned(), one.kind)).collect()
}

fn check(found: &[(String, HighlightKind)], wanted: &[(&str, HighlightKind)]) {
    for (text, kind) in wanted {
        assert!(found.contains(&((*text).to_owned(), *kind)), "no {text} {kind:?} in {found:?}");
    }
}

#[test]
fn rule_texts() {
    let world = World::small();
    let found = coloured(&world, File::Rule(world.rules));
    check(
        &found,
        &[
            ("规则", HighlightKind::Keyword),
            ("应当", HighlightKind::Keyword),
            ("项目合计", HighlightKind::Rule),
            ("差额", HighlightKind::Function),
            ("合计", HighlightKind::Function),
            ("合计", HighlightKind::Field),
            ("总数", HighlightKind::Local),
            ("“合计 {", HighlightKind::Text),
            ("}，各项目 {", HighlightKind::Text),
            ("=", HighlightKind::Operator),
            ("《", HighlightKind::Text),
            ("## 说明里的合计等于各项目之和。", HighlightKind::Documentation),
        ],
    );
    let found = coloured(&world, File::Rule(world.records));
    check(
        &found,
        &[
            ("10000", HighlightKind::Number),
            ("万元", HighlightKind::Unit),
            ("金额", HighlightKind::Unit),
            ("项目", HighlightKind::Record),
            ("文本", HighlightKind::Keyword),
            ("填", HighlightKind::Keyword),
        ],
    );
}

#[test]
fn documents() {
    let world = World::small();
    check(
        &coloured(&world, world.document()),
        &[
            ("20.00", HighlightKind::Figure),
            ("≤300人", HighlightKind::Figure),
            ("30%", HighlightKind::Figure),
            ("预算数", HighlightKind::Label),
            ("指标值", HighlightKind::Label),
        ],
    );
}
