//! JSON: lists of flat objects are tables, all else is lines of a name and a value.
//!
//! Numbers keep their digits. A place is the path of an element: `$.支出[3].金额`.

mod node;

use crate::problems::{self, Refusal};
use crate::readers::projected::ProjectedText;
use crate::{Document, DocumentOrigin};
use node::JsonNode;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Larger files are not read.
const MOST_BYTES: usize = 64 << 20;

/// A table has at most so many columns.
const MOST_COLUMNS: usize = 1024;

/// A path shows at most so many characters of a name.
const LONGEST_NAME: usize = 64;

/// The paths of all cells come to at most so many bytes.
const MOST_PATHS: usize = 128 << 20;

/// Reads a file.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Document, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(problems::unpacks_too_large());
    }
    let text = String::from_utf8(bytes).map_err(|_| not_json())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let root = JsonNode::read(text).ok_or_else(not_json)?;
    let mut elements = ElementWriter::default();
    elements.write(&root, "$")?;
    let repeated = [(
        repeated(&root),
        [
            "一个对象里重复的名字 {} 个（只读最后一个）",
            "{} names that an object repeats (the last one is read)",
        ],
    )];
    let noticed = problems::parts_unread(repeated).into_iter().collect();
    Ok(elements.out.finish(DocumentOrigin::Elements, noticed))
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

/// Writes elements as lines and tables, each cell with its path.
#[derive(Default)]
struct ElementWriter {
    out: ProjectedText,
    /// Bytes of the paths so far.
    path_bytes: usize,
}

impl ElementWriter {
    /// Writes an element at a path. Recursion is bounded by the reader of nodes.
    fn write(&mut self, node: &JsonNode, path: &str) -> Result<(), Refusal> {
        match node {
            JsonNode::Leaf(text) => self.line(path, &[text]),
            JsonNode::Fields(fields) => {
                for (name, value) in fields {
                    let path = format!("{path}.{}", in_path(name));
                    match value {
                        JsonNode::Leaf(text) => self.line(&path, &[name, text])?,
                        inner => {
                            // What stands in it is called so, as a table by the title over it.
                            self.line(&path, &[name])?;
                            self.write(inner, &path)?;
                            self.out.end_line();
                        }
                    }
                }
                Ok(())
            }
            JsonNode::List(items) => match columns(items) {
                Some(columns) => self.table(items, &columns, path),
                None => (items.iter().enumerate())
                    .try_for_each(|(number, item)| self.write(item, &format!("{path}[{number}]"))),
            },
        }
    }

    /// A row of names, and a row for each object.
    fn table(&mut self, items: &[JsonNode], columns: &[&str], path: &str) -> Result<(), Refusal> {
        self.line(path, columns)?;
        for (number, item) in items.iter().enumerate() {
            let JsonNode::Fields(fields) = item else { continue };
            let values: HashMap<&str, &JsonNode> =
                fields.iter().map(|(name, value)| (name.as_str(), value)).collect();
            for name in columns {
                let text = match values.get(name) {
                    Some(JsonNode::Leaf(text)) => text.as_str(),
                    _ => "",
                };
                self.cell(&format!("{path}[{number}].{}", in_path(name)), text)?;
            }
            self.out.end_line();
        }
        self.out.end_line();
        Ok(())
    }

    /// A line of the texts, which stands at one path.
    fn line(&mut self, path: &str, texts: &[&str]) -> Result<(), Refusal> {
        texts.iter().try_for_each(|text| self.cell(path, text))?;
        self.out.end_line();
        Ok(())
    }

    fn cell(&mut self, path: &str, text: &str) -> Result<(), Refusal> {
        self.path_bytes += path.len();
        if self.path_bytes > MOST_PATHS {
            return Err(problems::unpacks_too_large());
        }
        self.out.addresses.part(path);
        self.out.addresses.cell(self.out.next_cell(), 0, 0, None);
        self.out.cell(text, (1, 1))
    }
}

/// A name as paths show it.
fn in_path(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// The names in a list of flat objects, in the order in which they come first; `None` for another list.
fn columns(items: &[JsonNode]) -> Option<Vec<&str>> {
    let (mut names, mut seen) = (Vec::new(), HashSet::new());
    for item in items {
        let JsonNode::Fields(fields) = item else { return None };
        for (name, value) in fields {
            if !matches!(value, JsonNode::Leaf(_)) {
                return None;
            }
            if seen.insert(name.as_str()) {
                names.push(name.as_str());
            }
        }
    }
    (!names.is_empty() && names.len() <= MOST_COLUMNS).then_some(names)
}
