//! The incremental whole. Inputs are rule texts, documents and which packs are in force; everything
//! else is a query over the pure crates, recomputed only where something it read has changed.
//!
//! ```text
//! rule text ─ tree ─┐                         ┌─ rule ──────────┐
//! configuration ────┴─ checked ── schema ─────┤                 ├─ local_result (rule × region) ──┐
//!                                    │        │                 ├─ global_result (rule × document)┤
//! document ─ piece ─ piece_notes ────┴─ planned ── fragment ────┘                                 │
//!                                          └──────────────── absolute places ── document_report ──┘
//! ```
//!
//! A document is assembled of its pieces and laid out against its [`digest`], which is merged from them.
//! Fragments and results hold places relative to their region; absolute ones are added by
//! [`document_report`] alone, so a blank line typed at the top of a file evaluates nothing.
//!
//! Must never know: files, the language-server protocol.

#![warn(clippy::all)]

mod collected;
mod document_words;
#[allow(missing_docs, reason = "the constructors and setters that salsa generates carry none")]
mod documents;
#[allow(missing_docs, reason = "the constructors and setters that salsa generates carry none")]
mod inputs;
#[allow(missing_docs, reason = "the constructors that salsa generates carry none")]
mod projections;
mod readings;
mod reads;
mod reports;
#[allow(missing_docs, reason = "the constructors that salsa generates carry none")]
mod results;
#[allow(missing_docs, reason = "the constructors and setters that salsa generates carry none")]
mod rules;
#[allow(missing_docs, reason = "the constructors that salsa generates carry none")]
mod scopes;
mod tallies;

pub use document_words::{Word, words};
pub use documents::{
    Assembled, FormNumber, FormSet, PieceText, Plan, Planned, RegionKind, RegionSlice, assembled,
    digest, document_facts, fragment, fragments_of_form, model, piece, piece_notes, planned,
    whole_fragments_of_form,
};
pub use inputs::{Configuration, DocumentFile, GoujiDatabase, PackFiles, RuleFile};
pub use projections::{
    FieldsAtRegion, fields_of_form, form_projections, projection, records_with_fields,
    region_projections,
};
pub use readings::reading;
pub use reads::{Reads, reads};
pub use reports::{
    DocumentFindings, applicable, document_findings, document_report, rule_file_diagnostics,
};
pub use results::{RuleAtRegion, global_result, local_result, region_results, whole_result};
pub use rules::{
    CheckedRules, RuleItemText, RuleKey, RulesAndNames, checked, checked_with_names,
    checked_with_stray, item, reader, rule, rule_keys, rule_program, ruleset_name, schema, tree,
    tree_without_examples,
};
pub use salsa::{Cancelled, Database, Durability, Setter};
pub use scopes::{FieldSet, RuleScope, RuleScopes, rule_scopes};
pub use tallies::{DocumentTally, findings_of_rules, tally};
