//! The site as a whole: addresses, sections, order and links of all documents.
//!
//! In: documents, settings and the moment of the build. Out: a `Site` and diagnostics. This module is pure
//! and runs once per build. A `Site` does not change after `assemble`; nothing here depends on templates or
//! output formats.

mod assemble;
mod asset;
mod classify;
mod feeds;
mod ids;
mod index;
mod interpretations;
mod links;
mod menu;
mod order;
mod other_names;
mod page;
mod permalink;
mod pictures;
mod placed;
mod related;
mod rules;
mod section;
mod selection;
mod sheets;
mod slogans;
mod standing;
mod target;
mod taxonomy;
mod versions;
mod whole;

pub use crate::content::TaxonomyId;
pub use assemble::{Input, assemble};
pub use asset::Asset;
pub use feeds::Feed;
pub use ids::{FeedId, PageId, SectionId, SheetId, SloganId, TermId};
pub use interpretations::Interpretation;
pub use menu::{MenuEntry, MenuTarget};
pub use other_names::OtherNames;
pub use page::Page;
pub use permalink::slug;
pub use related::Neighbours;
pub use rules::rules;
pub use section::{Kinds, Section, kind_of};
pub use selection::{AUDIENCES, SCAM_TYPES, UNITS, VENUES};
pub use sheets::Sheet;
pub use slogans::SiteSlogan;
pub use standing::{Drafts, LeftOut};
pub use target::{Links, Target};
pub use taxonomy::{Taxonomy, Term};
pub use versions::{Encoding, Pictures, Publishing, Versions};
pub use whole::Site;
