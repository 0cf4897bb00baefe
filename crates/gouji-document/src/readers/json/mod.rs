//! JSON: lists of flat objects are tables, all else is lines of a name and a value.
//!
//! Numbers keep their digits. A place is the path of an element: `$.支出[3].金额`.

mod node;

use crate::problems::{self, Refusal};
use crate::readers::projected::ProjectedText;
use crate::{Document, DocumentOrigin, Encoding};
use node::JsonNode;
use std::collections::{HashMap, HashSet};

/// Larger files are not read.
const MOST_BYTES: usize = 64 << 20;

/// A table has at most so many columns.
const MOST_COLUMNS: usize = 1024;

/// Reads a file.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(problems::unpacks_too_large());
    }
    let text = String::from_utf8(bytes).map_err(|_| not_json())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let root = JsonNode::read(text).ok_or_else(not_json)?;
    let mut out = ProjectedText::default();
    write(&mut out, &root, "$")?;
    let repeated = [(
        repeated(&root),
        [
            "一个对象里重复的名字 {} 个（只读最后一个）",
            "{} names that an object repeats (the last one is read)",
        ],
    )];
    let noticed = problems::parts_unread(repeated).into_iter().collect();
    Ok(out.finish(DocumentOrigin::Text { encoding: Encoding::Utf8 }, noticed))
}

fn not_json() -> Refusal {
    problems::damaged("不是 JSON，或者套得太深", "it is no JSON, or nests too deeply")
}

/// How many names the objects of tables repeat. Recursion is bounded by the reader of nodes.
fn repeated(node: &JsonNode) -> u32 {
    match node {
        JsonNode::Leaf(_) => 0,
        JsonNode::Fields(fields) => fields.iter().map(|(_, value)| repeated(value)).sum(),
        JsonNode::List(items) => {
            let is_table = columns(items).is_some();
            let own = |item: &JsonNode| match item {
                JsonNode::Fields(fields) if is_table => {
                    let names: HashSet<&str> =
                        fields.iter().map(|(name, _)| name.as_str()).collect();
                    (fields.len() - names.len()) as u32
                }
                other => repeated(other),
            };
            items.iter().map(own).sum()
        }
    }
}

/// Writes an element at a path. Recursion is bounded by the reader of nodes.
fn write(out: &mut ProjectedText, node: &JsonNode, path: &str) -> Result<(), Refusal> {
    match node {
        JsonNode::Leaf(text) => line(out, path, &[text]),
        JsonNode::Fields(fields) => {
            for (name, value) in fields {
                let path = format!("{path}.{name}");
                match value {
                    JsonNode::Leaf(text) => line(out, &path, &[name, text])?,
                    inner => {
                        // What stands in it is called so, as a table by the title over it.
                        line(out, &path, &[name])?;
                        write(out, inner, &path)?;
                        out.end_line();
                    }
                }
            }
            Ok(())
        }
        JsonNode::List(items) => match columns(items) {
            Some(columns) => table(out, items, &columns, path),
            None => items
                .iter()
                .enumerate()
                .try_for_each(|(number, item)| write(out, item, &format!("{path}[{number}]"))),
        },
    }
}

/// A line of the texts, which stands at one path.
fn line(out: &mut ProjectedText, path: &str, texts: &[&str]) -> Result<(), Refusal> {
    for text in texts {
        cell(out, path, text)?;
    }
    out.end_line();
    Ok(())
}

fn cell(out: &mut ProjectedText, path: &str, text: &str) -> Result<(), Refusal> {
    out.addresses.part(path);
    out.addresses.cell(out.next_cell(), 0, 0, None);
    out.cell(text, (1, 1))
}

/// The names in a list of flat objects, in the order in which they come first; `None` for another list.
fn columns(items: &[JsonNode]) -> Option<Vec<&str>> {
    let (mut names, mut seen) = (Vec::new(), HashMap::new());
    for item in items {
        let JsonNode::Fields(fields) = item else { return None };
        for (name, value) in fields {
            if !matches!(value, JsonNode::Leaf(_)) {
                return None;
            }
            seen.entry(name.as_str()).or_insert_with(|| names.push(name.as_str()));
        }
    }
    (!names.is_empty() && names.len() <= MOST_COLUMNS).then_some(names)
}

/// A row of names, and a row for each object.
fn table(
    out: &mut ProjectedText,
    items: &[JsonNode],
    columns: &[&str],
    path: &str,
) -> Result<(), Refusal> {
    for name in columns {
        cell(out, path, name)?;
    }
    out.end_line();
    for (number, item) in items.iter().enumerate() {
        let JsonNode::Fields(fields) = item else { continue };
        let values: HashMap<&str, &JsonNode> =
            fields.iter().map(|(name, value)| (name.as_str(), value)).collect();
        for name in columns {
            let text = match values.get(name) {
                Some(JsonNode::Leaf(text)) => text.as_str(),
                _ => "",
            };
            cell(out, &format!("{path}[{number}].{name}"), text)?;
        }
        out.end_line();
    }
    out.end_line();
    Ok(())
}
