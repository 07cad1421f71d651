//! Packs: what a unit takes away with it, in one archive.
//!
//! In: the files of all other channels. Out: `packs/<unit>.zip` for each member unit, `packs/mass.zip` for all (大水漫灌),
//! and `packs/<type>-<audience>.zip` for whom a scam type hits (精准滴灌). Names in an archive are those of the output
//! folder without `feeds/`; times are the oldest that an archive can hold, so equal files are equal archives.
//! A pack makes no file of its own but its note and, where it is aimed at somebody, its slogans.

mod note;
mod page;
mod select;

use std::sync::Arc;

use note::PackNote;
pub use page::{PackRow, page, page_order};

use super::{
    Addressee, Delivery, Form, Order, Prepared, Recipe, RenderContext, archive::Archive,
    gathered::Member,
};
use crate::{
    content::Channel,
    fingerprint::Fingerprint,
    paths::OutputPath,
    site::Site,
    theme::{Filling, Problem},
};

/// One archive.
#[derive(Clone, Debug)]
pub struct Pack {
    row: PackRow,
    files: Vec<Member>,
    note: PackNote,
    /// The file of the slogans that were chosen for it.
    slogans: Option<Vec<u8>>,
}

/// The orders for all packs that are made of `members`.
pub fn orders(site: &Site, members: &[Member]) -> Vec<Order> {
    let selections = select::selections(site, members);
    selections.into_iter().map(|it| order(it, site)).collect()
}

fn order(selection: select::Selection, site: &Site) -> Order {
    let mut slogans: Vec<usize> = selection.slogans.clone();
    let of_files = selection.files.iter();
    slogans.extend(of_files.flat_map(|it| it.delivery.slogans.iter()));
    slogans.sort_unstable();
    slogans.dedup();
    let output = OutputPath::new(&format!("packs/{}.zip", selection.name))
        .expect("names of packs are made of safe names");
    let pack = Pack {
        row: PackRow::new(&selection, &slogans, &output, site),
        note: PackNote::new(&selection, &slogans, site),
        slogans: note::slogans(&selection, site),
        files: selection.files,
    };
    Order {
        output,
        recipe: Recipe::Pack(Arc::new(pack)),
        origin: None,
        delivery: Some(Delivery {
            channel: Channel::Web,
            form: Form::Binary,
            addressee: Addressee::Everyone,
            slogans: slogans.into(),
        }),
    }
}

pub fn prepare<'a>(pack: &Arc<Pack>, context: &RenderContext<'a>) -> Prepared<'a> {
    let (pack, context) = (Arc::clone(pack), *context);
    let files = pack.files.iter().map(|it| it.fingerprint(&context));
    let files: Vec<Fingerprint> = files.collect();
    let note = pack.note.filling(&context);
    let mut inputs = note.inputs();
    inputs.push(("files", Fingerprint::of_value(&(&pack.slogans, files))));
    Prepared::new(inputs, move || pack.archive(note, &context))
}

impl Pack {
    fn archive(
        &self,
        filling: Filling<'_>,
        context: &RenderContext<'_>,
    ) -> Result<Vec<u8>, Problem> {
        let mut archive = Archive::default();
        archive.add(note::NOTE, &note::bytes(filling)?);
        if let Some(slogans) = &self.slogans {
            archive.add(note::SLOGANS, slogans);
        }
        for file in &self.files {
            archive.add(name_in_pack(&file.output), &file.bytes(context)?);
        }
        Ok(archive.finish())
    }
}

/// The folder of all feeds says nothing to whoever unpacks one.
fn name_in_pack(output: &OutputPath) -> &str {
    let path = output.as_str();
    path.strip_prefix("feeds/").unwrap_or(path)
}

/// What a channel's files are called.
fn what(channel: Channel) -> &'static str {
    match channel {
        Channel::Led => "LED 屏",
        Channel::Cinema => "影院映前",
        Channel::Wechat => "微信",
        Channel::Signage => "电子屏",
        Channel::Print => "印刷品",
        Channel::Voice => "广播稿",
        Channel::Web => "警示语",
    }
}
