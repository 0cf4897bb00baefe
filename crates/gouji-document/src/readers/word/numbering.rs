//! Numbers of lists and headings, which stand nowhere in the text: they are counted as Word counts them.

use super::counters::written;
use crate::problems::Refusal;
use crate::readers::package::Package;
use crate::readers::xml::{XmlEvent, XmlReader};
use std::collections::HashMap;

const LEVELS: usize = 9;

/// A level of a list.
#[derive(Clone, Default)]
struct ListLevel {
    start: u32,
    way: String,
    text: String,
}

/// What a style of paragraphs says of numbers.
#[derive(Default)]
struct StyleNumbering {
    list: Option<String>,
    level: Option<u32>,
    based_on: Option<String>,
}

/// What lists there are, and how far each has been counted.
#[derive(Default)]
pub(super) struct Numberings {
    /// Levels of what lists are made after, by its identifier.
    patterns: HashMap<String, Vec<ListLevel>>,
    /// Of each list what it is made after, and where its levels begin anew.
    lists: HashMap<String, (String, HashMap<usize, u32>)>,
    /// The list and level of styles of paragraphs, and the style each is based on.
    styles: HashMap<String, StyleNumbering>,
    /// How far each pattern has been counted; lists made after one count on together.
    counts: HashMap<String, [u32; LEVELS]>,
    begun: std::collections::HashSet<String>,
    /// Numbers in ways that are not followed.
    pub(super) unknown: u32,
}

impl Numberings {
    pub(super) fn read(package: &mut Package) -> Result<Self, Refusal> {
        let mut numberings = Self::default();
        if let Some(xml) = package.part("word/numbering.xml")? {
            numberings.read_lists(&xml)?;
        }
        if let Some(xml) = package.part("word/styles.xml")? {
            numberings.read_styles(&xml)?;
        }
        Ok(numberings)
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), Refusal> {
        let (mut pattern, mut list, mut level) = (None, None, 0_usize);
        let mut xml = XmlReader::new("word/numbering.xml", xml);
        loop {
            let element = match xml.next()? {
                XmlEvent::Open(element) => element,
                XmlEvent::End => return Ok(()),
                XmlEvent::Close(_) | XmlEvent::Text(_) => continue,
            };
            let number = |name: &str| element.attribute(name).and_then(|it| it.parse::<u32>().ok());
            match element.name() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    self.patterns.insert(id.clone(), vec![ListLevel::default(); LEVELS]);
                    (pattern, list) = (Some(id), None);
                }
                "num" => {
                    list = element.attribute("numId");
                    pattern = None;
                }
                "abstractNumId" => {
                    let of = element.attribute("val").unwrap_or_default();
                    if let Some(list) = &list {
                        self.lists.insert(list.clone(), (of, HashMap::new()));
                    }
                }
                "lvl" | "lvlOverride" => level = number("ilvl").unwrap_or(0) as usize,
                "startOverride" => {
                    let list = list.as_ref().and_then(|list| self.lists.get_mut(list));
                    if let Some(((_, starts), start)) = list.zip(number("val")) {
                        starts.insert(level, start);
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    let levels =
                        pattern.as_ref().and_then(|pattern| self.patterns.get_mut(pattern));
                    let Some(level) = levels.and_then(|levels| levels.get_mut(level)) else {
                        continue;
                    };
                    let value = element.attribute("val").unwrap_or_default();
                    match name {
                        "start" => level.start = value.parse().unwrap_or(1),
                        "numFmt" => level.way = value,
                        _ => level.text = value,
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), Refusal> {
        let mut style = String::new();
        let mut xml = XmlReader::new("word/styles.xml", xml);
        loop {
            let element = match xml.next()? {
                XmlEvent::Open(element) => element,
                XmlEvent::End => return Ok(()),
                XmlEvent::Close(_) | XmlEvent::Text(_) => continue,
            };
            let value = element.attribute("val");
            match element.name() {
                "style" => style = element.attribute("styleId").unwrap_or_default(),
                "numId" => self.styles.entry(style.clone()).or_default().list = value,
                "ilvl" => {
                    let level = value.and_then(|it| it.parse().ok());
                    self.styles.entry(style.clone()).or_default().level = level;
                }
                "basedOn" => self.styles.entry(style.clone()).or_default().based_on = value,
                _ => {}
            }
        }
    }

    /// The list and level that a style gives.
    fn of_style(&self, style: &str) -> Option<(String, u32)> {
        let (mut style, mut level) = (style, None);
        // Styles are based on each other in a circle only where somebody made it so.
        for _ in 0..32 {
            let StyleNumbering { list, level: own_level, based_on } = self.styles.get(style)?;
            level = level.or(*own_level);
            if let Some(list) = list {
                return Some((list.clone(), level.unwrap_or(0)));
            }
            style = based_on.as_deref()?;
        }
        None
    }

    /// The number of the next paragraph of this style, list and level, with what stands around it.
    pub(super) fn next(
        &mut self,
        style: Option<&str>,
        list: Option<&str>,
        level: Option<u32>,
    ) -> Option<String> {
        let of_style = style.and_then(|style| self.of_style(style));
        let (list, level) = match (list, of_style) {
            (Some(list), of_style) => {
                (list.to_owned(), level.or(of_style.map(|(_, level)| level)).unwrap_or(0))
            }
            (None, Some((list, of_style))) => (list, level.unwrap_or(of_style)),
            (None, None) => return None,
        };
        // List 0 is none.
        let (pattern, starts) = self.lists.get(&list).filter(|_| list != "0")?;
        let levels = self.patterns.get(pattern)?;
        let level = (level as usize).min(LEVELS - 1);
        let counts = self.counts.entry(pattern.clone()).or_default();
        let is_first = self.begun.insert(list.clone());
        if is_first {
            starts.iter().for_each(|(level, start)| {
                if let Some(count) = counts.get_mut(*level) {
                    *count = start.saturating_sub(1);
                }
            });
        }
        for (at, count) in counts.iter_mut().enumerate() {
            let start = levels.get(at).map_or(1, |level| level.start.max(1));
            if at <= level && *count == 0 {
                *count = start - u32::from(at == level);
            }
            match at.cmp(&level) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => *count = count.saturating_add(1),
                std::cmp::Ordering::Greater => *count = 0,
            }
        }
        let own = levels.get(level)?;
        let mut text = own.text.clone();
        if own.way == "bullet" {
            text = "•".to_owned();
        }
        for at in (0..=level).rev() {
            let hole = format!("%{}", at + 1);
            if text.contains(&hole) {
                let way = levels.get(at).map_or("decimal", |level| &*level.way);
                let number = written(way, counts.get(at).copied().unwrap_or(1));
                if number.is_none() {
                    self.unknown += 1;
                }
                text = text.replace(&hole, &number?);
            }
        }
        let is_closed = text.is_empty() || text.ends_with(['、', '）', '．', '：', '。']);
        Some(if is_closed { text } else { format!("{text} ") })
    }
}
