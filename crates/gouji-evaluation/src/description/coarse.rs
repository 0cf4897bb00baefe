//! Figures printed with fewer digits than those around them, in words.

use super::terms::CoarseFigure;
use gouji_text::Localized;
use gouji_value::PlaceSource;

/// So many are named before the rest is only counted.
const MOST_NAMED: usize = 3;

/// What tells to which place figures were rounded, where all of `count` show less and one thing tells of all.
pub(super) fn only_source(
    figures: &[&CoarseFigure],
    count: usize,
) -> Option<(&'static str, &'static str)> {
    let first = figures.first().filter(|_| figures.len() == count)?.source;
    let is_same = figures.iter().all(|figure| figure.source == first);
    is_same.then(|| source_words(first)).flatten()
}

/// Words about a tolerance, and what tells to which place the figures were rounded that show less:
/// `…；「合计」照本列算`.
pub(super) fn after(words: Localized, figures: &[&CoarseFigure]) -> Localized {
    let mut sources: Vec<(PlaceSource, &Localized, usize)> = Vec::new();
    for CoarseFigure { label, source, .. } in figures {
        match sources.iter_mut().find(|(known, ..)| known == source) {
            Some((_, _, count)) => *count += 1,
            None => sources.push((*source, label, 1)),
        }
    }
    sources.into_iter().fold(words, |words, (source, label, count)| {
        let Some((chinese, english)) = source_words(source) else { return words };
        let (many, and_more) = match count {
            1 => (String::new(), String::new()),
            count => (format!("等 {count} 个数"), format!(" and {} more", count - 1)),
        };
        words.and(&Localized::new(
            format!("；「{}」{many}{chinese}算", label.chinese),
            format!("; “{}”{and_more} {english}", label.english),
        ))
    })
}

fn source_words(source: PlaceSource) -> Option<(&'static str, &'static str)> {
    match source {
        PlaceSource::Figure => None,
        PlaceSource::Column => Some(("照本列", "as its column shows")),
        PlaceSource::Table => Some(("照本表", "as its table shows")),
        PlaceSource::Text => Some(("照正文", "as the text shows")),
        PlaceSource::Dimension => Some(("照量纲的精度", "as its dimension says")),
        PlaceSource::Form => Some(("照表样的精度", "as its form says")),
    }
}

/// Why a comparison that fails with the places around it may hold: `「合计」只写到 1 万元，四舍五入可以相等`.
pub(super) fn may_agree(figures: &[CoarseFigure]) -> Localized {
    let mut words = Localized::default();
    let figures: Vec<&CoarseFigure> = figures.iter().filter(|it| it.source.is_around()).collect();
    for CoarseFigure { label, last_place, .. } in figures.iter().take(MOST_NAMED) {
        let (chinese, english) =
            if words == Localized::default() { ("", "") } else { ("、", ", ") };
        words = words.and(&Localized::new(
            format!("{chinese}「{}」只写到 {last_place}", label.chinese),
            format!("{english}“{}” shows no more than {last_place}", label.english),
        ));
    }
    if figures.len() > MOST_NAMED {
        let more = figures.len() - MOST_NAMED;
        words = words.and(&Localized::new(
            format!("，还有 {more} 个数也写得比别处粗"),
            format!(", and {more} more figures show less than others"),
        ));
    }
    words.then(
        "，如果是这样四舍五入的，两边可以相符",
        "; if that is how it was rounded, both sides may agree",
    )
}
