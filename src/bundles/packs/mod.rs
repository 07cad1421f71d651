//! Packs: archives that contain all files for one recipient.
//!
//! In: the files of all channels. Out: `packs/<unit>.zip` for each member unit, `packs/mass.zip` for everyone
//! (大水漫灌), and `packs/<type>-<audience>.zip` for each audience of a scam type (精准滴灌). Names in an
//! archive are those in the output folder without `feeds/`. Times are the oldest that the format can store,
//! so equal files give equal archives. The only files that a pack adds are its note and, in targeted packs,
//! its list of slogans.

mod names;
mod note;
mod page;
mod select;

use std::sync::Arc;

use self::{names::name_in_pack, note::PackNote, page::PackRow};
use super::Member;
use crate::{
    fingerprint::Fingerprint,
    page::{Addressee, Archive, Delivery, Form, Order, Output, Prepared, RenderContext, Wave},
    paths::OutputPath,
    site::{Site, SloganId},
    theme::{Filling, Problem},
    vocabulary::Channel,
};

/// The contents of one archive.
#[derive(Clone, Debug)]
struct Pack {
    files: Vec<Member>,
    note: PackNote,
    /// The list of slogans, in targeted packs.
    slogans: Option<Vec<u8>>,
}

/// The orders for all packs that are made of `members`, and for the page that lists them.
pub fn orders(site: &Site, members: &[Member]) -> (Vec<Order>, Option<Order>) {
    let selections = select::selections(site, members);
    let packs = selections.into_iter().map(|it| order(it, site));
    let (orders, rows): (Vec<Order>, Vec<PackRow>) = packs.unzip();
    (orders, page::order(rows))
}

fn order(selection: select::PackSelection, site: &Site) -> (Order, PackRow) {
    let mut slogans: Vec<SloganId> = selection.slogans.clone();
    let of_files = selection.files.iter();
    slogans.extend(of_files.flat_map(|it| it.delivery.slogans.iter()));
    slogans.sort_unstable();
    slogans.dedup();
    let output = OutputPath::new(&format!("packs/{}.zip", selection.name))
        .expect("names of packs are made of safe names");
    let row = PackRow::new(&selection, &slogans, &output, site);
    let pack = Pack {
        note: PackNote::new(&selection, &slogans, site),
        slogans: note::slogans(&selection, site),
        files: selection.files,
    };
    let order = Order {
        output,
        recipe: Arc::new(PackFile(Arc::new(pack))),
        origin: None,
        delivery: Some(Delivery {
            channel: Channel::Web,
            form: Form::Binary,
            addressee: Addressee::Everyone,
            slogans: slogans.into(),
        }),
    };
    (order, row)
}

#[derive(Debug)]
struct PackFile(Arc<Pack>);

impl Output for PackFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        prepare(&self.0, context)
    }

    fn wave(&self) -> Wave {
        Wave::Packs
    }
}

fn prepare<'a>(pack: &Arc<Pack>, context: &RenderContext<'a>) -> Prepared<'a> {
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
