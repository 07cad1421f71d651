//! Loudspeakers: `voice/<id>.txt`, the text to be read aloud, one sentence per line, and
//! `voice/<id>_note.txt`, the instructions for the speaker.
//!
//! UTF-8 with a byte-order mark and CR LF. Numbers are written as they are spoken. The text takes at most the
//! feed's seconds, at 240 characters per minute and with a pause between sentences; slogans for which there
//! is no time are listed in the note. Source: `docs/voice.md#length`.

mod spoken;

use std::sync::Arc;

use serde::Serialize;

use crate::{
    charset::utf8_bom_lines,
    config::FeedKind,
    diagnostics::{Diagnostic, Diagnostics, code},
    page::{Addressee, Delivery, Form, Order, Output, Prepared, RenderContext, Wanted, note},
    paths::OutputPath,
    site::{Feed, Site, SloganId},
    span::Span,
    theme::Filling,
    typeset::speaking_ms,
    vocabulary::Channel,
};
use spoken::spoken;

/// The pause between two sentences.
const PAUSE_MS: u32 = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum VoiceFile {
    Text,
    Note,
}

/// The text of one loudspeaker, and what its note states.
#[derive(Clone, Debug)]
struct Speech {
    id: String,
    name: String,
    place: Option<String>,
    date: String,
    contact: String,
    seconds: u32,
    sentences: Vec<String>,
    /// The omitted slogans, as they are written.
    left_out: Vec<String>,
    said_ms: u32,
}

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut orders = Vec::new();
    for (id, feed) in site.feeds.iter_with_ids() {
        let FeedKind::Voice { seconds } = feed.settings.kind else {
            continue;
        };
        let (speech, said) = speech(feed, seconds, site, diagnostics);
        let speech = Arc::new(speech);
        for (file, ending) in [(VoiceFile::Text, ""), (VoiceFile::Note, "_note")] {
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
                    addressee: Addressee::Feed(id),
                    slogans: match file {
                        VoiceFile::Text => said.clone(),
                        VoiceFile::Note => feed.slogans.as_slice().into(),
                    },
                }),
            });
        }
    }
    orders
}

/// The speech of a feed, and the indices of the slogans in it. A slogan that alone takes longer than the
/// feed's seconds is reported.
fn speech(
    feed: &Feed,
    seconds: u32,
    site: &Site,
    diagnostics: &mut Diagnostics,
) -> (Speech, Arc<[SloganId]>) {
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
        let pause_ms = if said.is_empty() { 0 } else { PAUSE_MS };
        let end_ms = speech.said_ms + pause_ms + sentence_ms;
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
    file: VoiceFile,
}

impl Output for SpeechFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        match self.file {
            VoiceFile::Text => {
                let lines = self.speech.sentences.iter().map(String::as_str);
                Prepared::made(utf8_bom_lines(lines))
            }
            VoiceFile::Note => {
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
    /// The day for which the text was generated.
    date: String,
    contact: String,
    /// The number of spoken sentences.
    sentences: usize,
    /// How long one reading takes, and the limit, in seconds.
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
