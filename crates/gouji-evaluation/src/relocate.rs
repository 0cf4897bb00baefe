//! Findings of a part of the facts, told of the whole.

use crate::Finding;
use gouji_facts::RecordRef;

impl Finding {
    /// Changes every record that the finding names: results of single regions are put together
    /// under the numbers that the whole document gives its fragments.
    pub fn for_each_record(&mut self, change: impl Fn(&mut RecordRef)) {
        for place in &mut self.places {
            change(&mut place.record);
        }
        for fix in &mut self.fixes {
            change(&mut fix.record);
        }
        if let Some(proof) = &mut self.proof {
            let terms = proof.left.terms.iter_mut().chain(&mut proof.right.terms);
            for (record, _) in terms.filter_map(|term| term.place.as_mut()) {
                change(record);
            }
        }
    }
}
