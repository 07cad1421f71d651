//! Signage: one page for each display that shows web pages, and pictures for those that do not.
//!
//! `signage/<id>.html` is self-contained: it requests no other file, runs in an old `WebView`, and hides a
//! slogan when it expires, even if the page is never reloaded. `signage/<id>.htz` is the same page as a
//! package for Xibo, and `signage/slides/<id>/` contains pictures. Source:
//! `docs/signage.md#pages-for-displays`.

mod board;
mod slide;

use std::sync::Arc;

use self::board::{BoardPart, SignageBoard, board};
use crate::{
    config::FeedKind,
    diagnostics::Diagnostics,
    page::{
        Addressee, Archive, Delivery, Display, DisplayKind, Form, Order, Output, Prepared,
        RenderContext, Wanted,
    },
    paths::OutputPath,
    vocabulary::Channel,
};

pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut orders = Vec::new();
    for (id, feed) in site.feeds.iter_with_ids() {
        let FeedKind::Signage { shape } = feed.settings.kind else {
            continue;
        };
        let board = Arc::new(board(feed, shape, site));
        if board.items.is_empty() {
            continue;
        }
        let mut files = vec![BoardPart::Page, BoardPart::Package];
        if wanted.has_font {
            files.extend((0..board.items.len()).map(BoardPart::Slide));
        }
        for file in files {
            orders.push(Order {
                output: output(&board, file),
                recipe: Arc::new(BoardFile {
                    board: Arc::clone(&board),
                    file,
                }),
                origin: Some(feed.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Signage,
                    form: match file {
                        BoardPart::Page => Form::Utf8,
                        BoardPart::Package | BoardPart::Slide(_) => Form::Binary,
                    },
                    addressee: Addressee::Feed(id),
                    slogans: match file {
                        BoardPart::Slide(item) => board.items[item].slogan.into_iter().collect(),
                        _ => feed.slogans.as_slice().into(),
                    },
                }),
            });
        }
    }
    orders
}

/// One file of one board.
#[derive(Debug)]
struct BoardFile {
    board: Arc<SignageBoard>,
    file: BoardPart,
}

impl Output for BoardFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let board = &self.board;
        match self.file {
            BoardPart::Page => board.filling(context).into(),
            BoardPart::Package => {
                let filling = board.filling(context);
                Prepared::new(filling.inputs(), move || {
                    let mut archive = Archive::default();
                    archive.add("index.html", &filling.render()?);
                    Ok(archive.finish())
                })
            }
            BoardPart::Slide(item) => {
                let filling = slide::filling(&board.items[item].lines, board, context);
                Prepared::drawn(filling, board.size(), context)
            }
        }
    }

    fn display(&self) -> Option<Display> {
        (self.file == BoardPart::Page).then(|| Display {
            kind: DisplayKind::Signage,
            name: self.board.name.clone(),
            place: None,
            facts: format!("{} 个画面", self.board.items.len()),
            output: output(&self.board, BoardPart::Page),
            frame: None,
        })
    }
}

fn output(board: &SignageBoard, file: BoardPart) -> OutputPath {
    OutputPath::new(&board.path(file)).expect("a feed's id is a safe name")
}
