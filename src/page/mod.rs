//! What all channels share: the description of an output file, how it is made, and how pages and addresses
//! are written.
//!
//! In: a `Site`. Out: orders (which files a channel wants) and, for each order, its inputs and its bytes.
//! Nothing here knows a channel, and no channel knows another one; `plan` lists them all.

mod address;
mod archive;
mod asset_names;
mod body;
mod card;
mod channel_state;
mod context;
mod crumb;
mod dates;
mod frame;
mod head;
mod json_feed;
mod linked_data;
pub mod note;
mod order;
mod prepared;
mod row;
mod rows;
mod script;
mod share;
mod shared;
mod staff;
mod surroundings;
pub mod written;

pub use address::{Addresses, PageTargets, encoded, notice};
pub use archive::Archive;
pub use asset_names::{ASSETS, AssetNames, hashed};
pub use body::{BodyHtml, Place};
pub use card::{CARD_SIZE, are_drawn, card_path};
pub use channel_state::ChannelState;
pub use context::{MadeFiles, RenderContext, Scope, Wanted};
pub use crumb::{Crumb, link};
pub use dates::{date_of, rfc2822, rfc3339, validity};
pub use frame::{Frame, FrameBase};
pub use head::PageHeading;
pub use json_feed::json_feed;
pub use order::{Addressee, Delivery, Display, DisplayKind, Form, Order, Output, Recipe, Wave};
pub use prepared::{BYTES, Prepared};
pub use row::{id_of, summary_of};
pub use rows::{RowRef, row_views, rows, slogan_view};
pub use script::in_script;
pub use shared::{Shared, site_value};
pub use staff::StaffPage;
pub use surroundings::{Article, FrameSettings, SectionPath};
