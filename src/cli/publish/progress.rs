//! The progress of a publication on a terminal: files, bytes and the time that is left, on one line.
//!
//! Where nobody watches, each phase is one plain line, for the log of a scheduled job.

use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::terminal::Terminal;
use crate::publish::Events;

pub(super) struct TransferBar<'a> {
    terminal: &'a Terminal,
    bar: ProgressBar,
    phase: Mutex<Phase>,
}

#[derive(Default)]
struct Phase {
    name: String,
    done: usize,
    count: usize,
}

impl<'a> TransferBar<'a> {
    pub fn new(terminal: &'a Terminal) -> Self {
        let bar = ProgressBar::hidden();
        let style = "{msg} {bar:24} {bytes}/{total_bytes} 还要 {eta}";
        bar.set_style(
            ProgressStyle::with_template(style).expect("the template uses known fields only"),
        );
        if terminal.is_watched() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        }
        Self {
            terminal,
            bar,
            phase: Mutex::default(),
        }
    }

    /// Clears the line before other messages.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn phase(&self) -> std::sync::MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Events for TransferBar<'_> {
    fn begin(&self, phase: &str, steps: usize, bytes: u64) {
        if steps == 0 {
            return;
        }
        *self.phase() = Phase {
            name: phase.to_owned(),
            done: 0,
            count: steps,
        };
        match self.terminal.is_watched() {
            true => {
                self.bar.set_message(format!("{phase} 0/{steps}"));
                self.bar.set_length(bytes);
                self.bar.set_position(0);
            }
            false => self.terminal.message(&format!("{phase}：{steps} 个")),
        }
    }

    fn done(&self, _path: &str, bytes: u64) {
        let mut phase = self.phase();
        phase.done += 1;
        let message = format!("{} {}/{}", phase.name, phase.done, phase.count);
        drop(phase);
        if self.terminal.is_watched() {
            self.bar.set_message(message);
            self.bar.inc(bytes);
        }
    }

    fn note(&self, text: &str) {
        self.bar.suspend(|| self.terminal.message(text));
    }
}
