//! One file understood: front matter, outline, and what its kind of content adds.
//!
//! In: a source and the kind that its section gives it. Out: a `Document` and diagnostics; pure, per file,
//! parallel. Parsing never fails: what could not be understood stands empty and a diagnostic says why. No
//! file looks at another here.

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
