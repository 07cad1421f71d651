//! Loudspeakers: `voice/<id>.txt`, what is said, one sentence a line, and `voice/<id>_note.txt` for whoever says it.
//!
//! UTF-8 with a byte-order mark and CR LF. Numbers are written as they are spoken. What is said takes no
//! longer than the feed's seconds at 240 characters a minute with a breath between sentences; what has no
//! room is named in the note. Source: `docs/voice.md#length`.

mod spoken;

use std::sync::Arc;

use serde::Serialize;

use crate::{
    charset::utf8_bom_lines,
    config::FeedKind,
    content::Channel,
    diagnostics::{Diagnostic, Diagnostics, code},
    page::{Addressee, Delivery, Form, Order, Output, Prepared, RenderContext, Wanted, note},
    paths::OutputPath,
    site::{Feed, Site},
    span::Span,
    theme::Filling,
    typeset::speaking_ms,
};
use spoken::spoken;

/// Between two sentences.
const BREATH_MS: u32 = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Text,
    Note,
}

/// What one loudspeaker says.
#[derive(Clone, Debug)]
struct Speech {
    id: String,
    name: String,
    place: Option<String>,
    date: String,
    contact: String,
    seconds: u32,
    sentences: Vec<String>,
    /// In the words of their slogans.
    left_out: Vec<String>,
    said_ms: u32,
}

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut orders = Vec::new();
    for (index, feed) in site.feeds.iter().enumerate() {
        let FeedKind::Voice { seconds } = feed.settings.kind else {
            continue;
        };
        let (speech, said) = speech(feed, seconds, site, diagnostics);
        let speech = Arc::new(speech);
        for (file, ending) in [(File::Text, ""), (File::Note, "_note")] {
            orders.push(Order {
                output: OutputPath::new(&format!("voice/{}{ending}.txt", speech.id))
                    .expect("a feed's id is a safe name"),
                recipe: Arc::new(SpeechFile {
                    speech: Arc::clone(&speech),
                    file,
                }),
                origin: Some(feed.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Voice,
                    form: Form::Utf8Bom,
                    addressee: Addressee::Feed(index),
                    slogans: match file {
                        File::Text => said.clone(),
                        File::Note => feed.slogans.as_slice().into(),
                    },
                }),
            });
        }
    }
    orders
}

/// What is said, and which slogans that are; one that alone takes longer than all the time is a problem.
fn speech(
    feed: &Feed,
    seconds: u32,
    site: &Site,
    diagnostics: &mut Diagnostics,
) -> (Speech, Arc<[usize]>) {
    let settings = &feed.settings;
    let mut speech = Speech {
        id: settings.id.value.clone(),
        name: settings.name.clone(),
        place: settings.place.clone(),
        date: site.at.date().to_string(),
        contact: site.config.contact(),
        seconds,
        sentences: Vec::new(),
        left_out: Vec::new(),
        said_ms: 0,
    };
    let mut said = Vec::new();
    for index in &feed.slogans {
        let words = site.slogans[*index].wording(Channel::Voice);
        let sentence = spoken(&words.value);
        let sentence_ms = speaking_ms(&sentence);
        if sentence_ms > seconds * 1000 {
            diagnostics.push_once(too_long(words.span, sentence_ms, seconds));
        }
        let breath_ms = if said.is_empty() { 0 } else { BREATH_MS };
        let end_ms = speech.said_ms + breath_ms + sentence_ms;
        if end_ms > seconds * 1000 {
            speech.left_out.push(words.value.clone());
            continue;
        }
        speech.said_ms = end_ms;
        speech.sentences.push(sentence);
        said.push(*index);
    }
    (speech, said.into())
}

/// One file of one loudspeaker.
#[derive(Debug)]
struct SpeechFile {
    speech: Arc<Speech>,
    file: File,
}

impl Output for SpeechFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        match self.file {
            File::Text => {
                let lines = self.speech.sentences.iter().map(String::as_str);
                Prepared::made(utf8_bom_lines(lines))
            }
            File::Note => {
                let mut filling = Filling::new(context.theme, "notes/voice.txt");
                filling.insert("speech", SpeechView::of(&self.speech));
                note::prepared(filling, |lines| {
                    utf8_bom_lines(lines.iter().map(String::as_str))
                })
            }
        }
    }
}

/// The variable `speech` of the note.
#[derive(Serialize)]
struct SpeechView {
    id: String,
    name: String,
    place: Option<String>,
    /// The day for which it was made.
    date: String,
    contact: String,
    /// How many are said.
    sentences: usize,
    /// How long that takes, and how long it may take.
    spoken_seconds: u32,
    seconds: u32,
    left_out: Vec<String>,
}

impl SpeechView {
    fn of(speech: &Speech) -> Self {
        Self {
            id: speech.id.clone(),
            name: speech.name.clone(),
            place: speech.place.clone(),
            date: speech.date.clone(),
            contact: speech.contact.clone(),
            sentences: speech.sentences.len(),
            spoken_seconds: speech.said_ms.div_ceil(1000),
            seconds: speech.seconds,
            left_out: speech.left_out.clone(),
        }
    }
}

fn too_long(at: Span, said_ms: u32, seconds: u32) -> Diagnostic {
    Diagnostic::error(
        code::FEED_TOO_SHORT,
        format!("{seconds} 秒念不完这条警示语"),
    )
    .label(at, format!("念一遍约 {} 秒", said_ms.div_ceil(1000)))
    .help("在这一条下面写一行短的“voice: ……”，或者把播放单的时长秒改大，最多 60")
}
