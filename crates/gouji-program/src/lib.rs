//! From syntax trees to a checked program: names resolved, types and units agreed, forms and rules
//! compiled to slots. Everything that can be known before a document is read is decided here.
//!
//! Must never know: documents, salsa, files. It names rule texts by number ([`FileId`]) only.

#![warn(clippy::all)]

mod applies;
mod built_in;
mod check;
pub mod codes;
pub mod expression;
pub mod form;
mod ids;
mod model;
mod names;
mod naming;
mod problem;
mod relation;
pub mod template;
mod walk;

pub use built_in::{BuiltIn, BuiltInKind, BuiltInWords};
pub use check::{CheckedPacks, FileInput, PackInput, check};
pub use expression::{Expr, MessagePart, MessageTemplate};
pub use form::Form;
pub use gouji_syntax::ast::{Aggregate, Expectation, Modality, Predicate, TextTest};
pub use ids::{FieldId, FileId, FormId, Id, IdVec, RecordTypeId, RuleId, SourcePlace};
pub use model::{
    Applies, Basis, Correction, DateBound, Example, ExampleCase, ExampleContent, ExampleField,
    ExampleRecord, ExpectedContent, ExpectedField, ExpectedReading, ExpectedRecord,
    ExpectedRecords, FieldKind, FieldType, FixTarget, FormExample, FormExampleCase, Iteration,
    Matching, Obligation, Pack, Program, RecordType, Rule, RuleState, Scalar, SelfDescription,
    StatedTolerance,
};
pub use names::{ItemId, Meaning, Names, PARTNER, Resolution, Role};
pub use naming::{Naming, NamingPart};
pub use problem::Problem;
pub use relation::{Relation, Relations};
