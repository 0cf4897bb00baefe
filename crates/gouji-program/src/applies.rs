//! What has to be read of a document before it is known which packs apply to it.

use crate::{Applies, Expr, Pack, Program, RecordTypeId};

impl Applies {
    /// The records that the condition asks for beside the one that describes the document, each once.
    pub fn asked(&self) -> Vec<RecordTypeId> {
        let mut asked = Vec::new();
        self.condition.walk(&mut |expr| {
            let record = match expr {
                Expr::Aggregate(aggregate) => aggregate.record,
                Expr::Sole(sole) => sole.record,
                _ => return,
            };
            if !asked.contains(&record) {
                asked.push(record);
            }
        });
        asked
    }
}

impl Program {
    /// The records in which documents say what they are.
    pub fn self_descriptions(&self) -> impl Iterator<Item = RecordTypeId> {
        self.packs.iter().filter_map(|pack| Some(pack.self_description?.record))
    }
}

impl Pack {
    /// The records by which it knows whether it applies: the one that describes the document, and those
    /// that 适用 asks for.
    pub fn deciding_records(&self) -> impl Iterator<Item = RecordTypeId> {
        let described = self.self_description.map(|described| described.record);
        let asked = self.applies.as_ref().map(Applies::asked).unwrap_or_default();
        described.into_iter().chain(asked)
    }
}
