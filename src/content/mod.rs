//! Parsing of one file: front matter, outline, and the fields of its kind of content.
//!
//! In: a source and the kind that its section sets for it. Out: a `Document` and diagnostics. Parsing is pure
//! and runs in parallel. It never fails: what could not be parsed is empty, and a diagnostic gives the
//! reason. Parsing a file never depends on another file.

mod detail;
mod document;
mod front_matter;
mod parse;
mod plain;
mod records;
mod rules;
mod schedule;
mod schema;
mod slogan;
mod stray_mark;
mod words;

pub use detail::{Board, Bulletin, Case, Outreach, Policy, Quiz, ScamType, SpotClass};
pub use document::{Document, Role};
pub use front_matter::{FrontMatter, SortBy, TaxonomyId};
pub use parse::{parse, section_kind};
pub use rules::Rules;
pub use schedule::Standing;
pub use schema::Detail;
pub use slogan::Wordings;
pub use words::Words;
