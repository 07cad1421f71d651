//! The only file that prints: data to stdout, messages to stderr.
//!
//! Colour and the progress bar are shown only in a terminal, and no colour with `NO_COLOR`.
//! Never panics on a broken pipe.

use std::{
    fs::File,
    io::{self, IsTerminal as _, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::usage::Complaint;
use crate::{diagnostics::ColourMode, output::OutputError, pipeline::Progress};

/// No bar is shown for shorter work: it would only flicker.
const BAR_DELAY: Duration = Duration::from_millis(500);

#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// For messages.
    pub colour: ColourMode,
    is_watched: bool,
    /// Messages are appended to it as well; open until the process ends.
    log: Option<&'static Mutex<File>>,
}

impl Terminal {
    /// Detects colour support from the environment and from whether stderr is a terminal.
    pub fn of_this_process() -> Self {
        let is_watched = io::stderr().is_terminal();
        // Set to anything but the empty string: <https://no-color.org>.
        let wants_none = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
        // A console of Windows shows colours only after it was told to, which this question does.
        let can_colour = || !cfg!(windows) || console::Term::stderr().features().colors_supported();
        let colour = if is_watched && !wants_none && !is_dumb && can_colour() {
            ColourMode::Ansi
        } else {
            ColourMode::Plain
        };
        Self {
            colour,
            is_watched,
            log: None,
        }
    }

    /// The same terminal, whose messages are also appended to the file at `path`, UTF-8 with a byte-order
    /// mark: Notepad would take it for GBK otherwise.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn with_log(self, path: &Path) -> Result<Self, Complaint> {
        let opened = File::options().create(true).append(true).open(path);
        let mut file = opened.map_err(|it| OutputError::disk("写入", path, &it))?;
        if file.metadata().is_ok_and(|it| it.len() == 0) {
            // The first message will fail in the same way.
            drop(file.write_all("\u{feff}".as_bytes()));
        }
        let log: &'static Mutex<File> = Box::leak(Box::new(Mutex::new(file)));
        Ok(Self {
            colour: ColourMode::Plain,
            log: Some(log),
            ..self
        })
    }

    /// Prints the requested data, which includes its line breaks.
    ///
    /// # Errors
    /// It could not be written, for example to a file on a full disk. A broken pipe is not an error.
    pub fn data(&self, text: &str) -> Result<(), Complaint> {
        let mut stdout = io::stdout().lock();
        let written = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush());
        written.or_else(ignore_broken_pipe).map_err(|error| {
            Complaint::new(
                format!("无法输出结果：系统报告“{error}”"),
                "检查磁盘空间，或者把结果输出到别处",
            )
        })
    }

    /// Whether somebody watches the messages on a terminal.
    pub fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// The width of the terminal in characters; 80 if it is not known.
    pub fn columns(&self) -> usize {
        usize::from(console::Term::stdout().size().1)
    }

    /// Prints a message and a line break.
    pub fn message(&self, text: &str) {
        // A failure to print a message cannot be reported anywhere.
        drop(writeln!(io::stderr().lock(), "{text}"));
        if let Some(log) = self.log {
            let mut file = log.lock().unwrap_or_else(PoisonError::into_inner);
            drop(writeln!(file, "{text}"));
        }
    }

    /// Prints why the command could not run.
    pub fn complain(&self, complaint: &Complaint) {
        let (red, green, plain) = match self.colour {
            ColourMode::Ansi => ("\x1b[1;31m", "\x1b[1;32m", "\x1b[0m"),
            ColourMode::Plain => ("", "", ""),
        };
        let Complaint { message, help } = complaint;
        self.message(&format!(
            "{red}错误{plain}：{message}\n{green}办法{plain}：{help}"
        ));
    }

    /// A bar that appears only if the work takes long.
    pub fn bar(&self) -> Bar {
        Bar {
            is_watched: self.is_watched,
            start: Instant::now(),
            bar: Mutex::new(ProgressBar::hidden()),
            stages: Mutex::default(),
        }
    }
}

fn ignore_broken_pipe(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    }
}

/// The progress of a build, shown on one line of stderr that is cleared at the end.
#[derive(Debug)]
pub(super) struct Bar {
    is_watched: bool,
    start: Instant,
    bar: Mutex<ProgressBar>,
    /// The start time of each stage.
    stages: Mutex<Vec<(&'static str, Instant)>>,
}

/// The duration of a stage.
pub(super) struct StageTime {
    pub stage: &'static str,
    pub duration: Duration,
}

impl Bar {
    /// Clears the bar before other messages; returns the duration of each stage.
    pub fn finish(self) -> Vec<StageTime> {
        let now = Instant::now();
        let stages = self
            .stages
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|it| it.1).chain([now]);
        let times = stages
            .iter()
            .zip(ends)
            .map(|((stage, start), end)| StageTime {
                stage,
                duration: end.duration_since(*start),
            })
            .collect();
        let bar = self
            .bar
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        bar.finish_and_clear();
        times
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, count: usize) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.push((stage, Instant::now()));
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}")
            .expect("the template uses known fields only");
        let bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        bar.set_style(style);
        bar.set_message(stage);
        bar.set_position(0);
        bar.set_length(count as u64);
    }

    fn step(&self) {
        let bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_watched && bar.is_hidden() && self.start.elapsed() > BAR_DELAY {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(1);
    }
}
