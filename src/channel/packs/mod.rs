//! Packs: what a unit takes away with it, in one archive.
//!
//! In: the orders of all other channels. Out: `packs/<unit>.zip` for each member unit, `packs/mass.zip` for all (大水漫灌),
//! and `packs/<type>-<audience>.zip` for whom a scam type hits (精准滴灌). Names in an archive are those of the output
//! folder without `feeds/`; times are the oldest that an archive can hold, so equal files are equal archives.
//! A pack makes no file of its own but its note and, where it is aimed at somebody, its slogans.

mod note;
mod select;

use std::{
    io::{Cursor, Write as _},
    sync::Arc,
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{Addressee, Delivery, Form, Order, Prepared, Recipe, RenderContext, gathered::Member};
use crate::{
    content::Channel, fingerprint::Fingerprint, paths::OutputPath, site::Site, theme::Problem,
};

/// One archive.
#[derive(Clone, Debug)]
pub struct Pack {
    pub title: String,
    /// What its receiver has to do, in a sentence.
    pub duty: String,
    pub files: Vec<Member>,
    /// Its own texts: name and bytes.
    own: Vec<(String, Vec<u8>)>,
}

/// The orders for all packs that are made of `orders`.
pub fn orders(site: &Site, orders: &[Order]) -> Vec<Order> {
    let members: Vec<Member> = orders.iter().filter_map(Member::of).collect();
    let selections = select::selections(site, &members);
    selections.into_iter().map(|it| order(it, site)).collect()
}

fn order(selection: select::Selection, site: &Site) -> Order {
    let mut slogans: Vec<usize> = selection.slogans.clone();
    let of_files = selection.files.iter();
    slogans.extend(of_files.flat_map(|it| it.delivery.slogans.iter()));
    slogans.sort_unstable();
    slogans.dedup();
    let pack = Pack {
        own: note::own_files(&selection, &slogans, site),
        title: selection.title,
        duty: selection.duty,
        files: selection.files,
    };
    Order {
        output: OutputPath::new(&format!("packs/{}.zip", selection.name))
            .expect("names of packs are made of safe names"),
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
    let fingerprint = Fingerprint::of_value(&(&pack.own, files));
    Prepared::new(vec![("files", fingerprint)], move || pack.archive(&context))
}

impl Pack {
    fn archive(&self, context: &RenderContext<'_>) -> Result<Vec<u8>, Problem> {
        let mut archive = Archive::default();
        for (name, bytes) in &self.own {
            archive.add(name, bytes);
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

/// A zip archive in memory.
struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Default for Archive {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::default()))
    }
}

impl Archive {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        // Pictures are compressed already.
        let method = match name.ends_with(".png") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let started = self.0.start_file(name, options);
        let written = started.and_then(|()| Ok(self.0.write_all(bytes)?));
        written.expect("memory takes every file of a size that a site has");
    }

    fn finish(self) -> Vec<u8> {
        let bytes = self.0.finish();
        bytes.expect("memory takes every archive").into_inner()
    }
}
