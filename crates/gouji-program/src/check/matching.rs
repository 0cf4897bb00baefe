//! 对应 …: the records that a rule holds its own against.

use super::report::quoted_name;
use super::rules::{RuleWriter, is_key, list_name};
use super::scope::Frame;
use super::types::Typed;
use crate::codes;
use crate::{Matching, Meaning, PARTNER, RecordTypeId};
use gouji_syntax::ast::{self, BinaryOperator, Expression, ExpressionKind, Name};
use gouji_text::Localized;

impl RuleWriter<'_, '_> {
    /// Puts the partner of the record in frame 0 into frame 1.
    pub(super) fn matching(&mut self, node: &ast::Matching, own: RecordTypeId) -> Option<Matching> {
        let iterated = self.iterated(&node.path);
        let (record, owners, via) = self.kept(iterated)?;
        let alias = match &node.name {
            Some(name) => {
                self.partner_name(name);
                name.text.clone()
            }
            None => {
                if record == own {
                    self.needs_name(node);
                }
                self.compiler.declarations.record(record).name.clone()
            }
        };
        let partner = Frame {
            record: Some(record),
            owners,
            alias: vec![alias],
            link: None,
            is_partner: true,
        };
        let own_frames = self.compiler.scope.frames.clone();
        let nothing = Frame {
            record: None,
            owners: Vec::new(),
            alias: Vec::new(),
            link: None,
            is_partner: false,
        };
        let open = Frame { is_partner: false, ..partner.clone() };
        let mut keys = Vec::with_capacity(node.keys.len());
        for key in &node.keys {
            let (ours, theirs) = match &*key.kind {
                ExpressionKind::Binary { operator: BinaryOperator::Equal, left, right, .. } => {
                    (left, right)
                }
                _ => (key, key),
            };
            self.compiler.scope.frames.clone_from(&own_frames);
            let is_same = std::ptr::eq(ours, theirs);
            let ours = self.pair_key(ours);
            self.compiler.scope.frames = vec![nothing.clone(), open.clone()];
            // What is wrong with one expression on both sides is said once.
            let was_quiet = self.compiler.reporter.set_quiet(is_same && ours.is_none());
            let theirs = self.pair_key(theirs);
            self.compiler.reporter.set_quiet(was_quiet);
            if let (Some(mut ours), Some(mut theirs)) = (ours, theirs) {
                let agreed = self.compiler.agree(&mut ours, &mut theirs);
                self.kept(agreed);
                keys.push((ours.expr, theirs.expr));
            }
        }
        self.compiler.scope.frames = own_frames;
        self.compiler.scope.frames.push(partner);
        Some(Matching { record, via, keys, is_paired: node.is_paired, name: list_name(&node.path) })
    }

    fn pair_key(&mut self, key: &Expression) -> Option<Typed> {
        let typed = self
            .compiler
            .root(key)
            .and_then(|typed| if is_key(&typed.kind) { Ok(typed) } else { self.bad_key(&typed) });
        self.kept(typed)
    }

    /// The name of the partner, which must not hide another.
    fn partner_name(&mut self, name: &Name) {
        let meaning = Meaning::Local(self.compiler.source.item_id(), PARTNER);
        self.compiler.reporter.declared(self.compiler.source, name, meaning);
        self.shadows(name);
    }

    fn needs_name(&mut self, node: &ast::Matching) {
        let Some(last) = node.path.last() else { return };
        self.sound = false;
        let name = quoted_name(&last.text);
        self.compiler.report(
            &codes::PARTNER_NAME,
            last.range,
            Localized::new(
                format!("两边都是「{name}」，请用「为」给对应的那一条起个名字，例如 为 彼"),
                format!("both are `{name}`: give the partner a name, such as `as other`"),
            ),
            Localized::new("分不清是哪一条", "which one is not clear"),
        );
    }
}
