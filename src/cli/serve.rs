//! `fanzha serve`: shows the site in a browser while it is being written.
//!
//! All messages go to stderr: the addresses, one line per update, and every problem once, when it is new.
//! All decisions about the site are made in `pipeline` and `serve`.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use qrcode::{QrCode, render::unicode::Dense1x2};

use super::{
    arguments::ServeArguments, build, end::CommandEnd, environment::font_folders,
    terminal::Terminal, usage::Complaint,
};
use crate::{
    diagnostics::{ColourMode, Drawing, Severity},
    fingerprint::Fingerprint,
    pipeline::{BuildOptions, Changes, Drafts, Memory, Removals, Scope, Snapshot, Warnings},
    program::Program,
    serve::{self, Cause, Observer, Reach, Ready, ServeOptions, Update, WatchMode},
};

/// How many changed files are named per update.
const NAMED_MAX: usize = 3;

pub(super) fn run(
    arguments: ServeArguments,
    program: Arc<Program>,
    terminal: Terminal,
) -> Result<CommandEnd, Complaint> {
    build::require_folder(&arguments.folder.site)?;
    let observer = TerminalObserver {
        terminal,
        asked_port: arguments.port,
        opens: arguments.open,
        told: Mutex::default(),
    };
    let observer: Arc<dyn Observer> = Arc::new(observer);
    serve::run(options(arguments, program), &observer)?;
    Ok(CommandEnd::Done)
}

fn options(arguments: ServeArguments, program: Arc<Program>) -> ServeOptions {
    ServeOptions {
        site: BuildOptions {
            program,
            site: arguments.folder.site,
            output: None,
            as_of: arguments.as_of,
            now: jiff::Timestamp::now(),
            drafts: Drafts::IncludeScheduled,
            warnings: Warnings::Allow,
            memory: Memory::Use,
            removals: Removals::Usual,
            base_url: arguments.base_url,
            font_folders: font_folders(),
            scope: Scope::Site,
            explain: None,
        },
        port: arguments.port,
        reach: match arguments.lan {
            true => Reach::Network,
            false => Reach::Machine,
        },
        mode: match arguments.poll {
            true => WatchMode::Poll,
            false => WatchMode::Auto,
        },
    }
}

/// Prints the events of the preview to the terminal.
struct TerminalObserver {
    terminal: Terminal,
    asked_port: u16,
    opens: bool,
    /// The problems of the previous update.
    told: Mutex<BTreeSet<Fingerprint>>,
}

impl Observer for TerminalObserver {
    fn ready(&self, ready: &Ready) {
        let say = |text: &str| self.terminal.message(text);
        if self.asked_port != 0 && self.asked_port != ready.port {
            say(&format!(
                "端口 {} 已被别的程序占用，改用 {}",
                self.asked_port, ready.port
            ));
        }
        say(&format!("预览：{}", ready.address));
        if let Some(first) = ready.network_addresses.first() {
            if let Some(code) = qr_code(first, self.terminal.colour) {
                say(&format!("\n{code}\n"));
            }
            say("手机连上同一个网络后扫码，或者输入：");
            for address in &ready.network_addresses {
                say(&format!("  {address}"));
            }
            say("得到这个地址的人都能看到草稿，请不要转发");
        }
        say("保存文件后页面自动更新；按 Ctrl-C 结束");
        if self.opens && open::that_detached(&ready.address).is_err() {
            say("没能自动打开浏览器，请把上面的地址复制到浏览器里");
        }
    }

    fn polls(&self, reason: &str) {
        self.terminal.message(reason);
    }

    fn updated(&self, update: &Update<'_>) {
        self.tell_new_problems(update.snapshot);
        let diagnostics = &update.snapshot.diagnostics;
        self.terminal.message(&format!(
            "{}，用时 {:.2} 秒，{} 个错误，{} 个警告",
            what(update.cause),
            update.duration.as_secs_f64(),
            diagnostics.count(Severity::Error),
            diagnostics.count(Severity::Warning),
        ));
    }

    fn failed(&self) {
        self.terminal
            .message("程序出错，预览保持原来的样子；请把上面的信息发给维护人员");
    }
}

impl TerminalObserver {
    fn tell_new_problems(&self, snapshot: &Snapshot) {
        let mut drawing = Drawing::new(&*snapshot.sources);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = BTreeSet::new();
        for diagnostic in snapshot.diagnostics.iter() {
            let problem = Fingerprint::of_value(diagnostic);
            if now.insert(problem) && !told.contains(&problem) {
                let drawn = drawing.terminal(diagnostic, self.terminal.colour);
                self.terminal.message(&format!("{drawn}\n"));
            }
        }
        *told = now;
    }
}

/// What has changed, for the line of an update.
fn what(cause: Cause<'_>) -> String {
    match cause {
        Cause::Start => "网站已读入".to_owned(),
        Cause::Schedule => "到了定时发布或下线的时间".to_owned(),
        Cause::Changes(Changes::Everything) => "重新查看了全部文件".to_owned(),
        Cause::Changes(Changes::Files(files)) => {
            let names: Vec<&str> = files.iter().take(NAMED_MAX).map(|it| it.as_str()).collect();
            let names = names.join("、");
            match files.len() {
                count if count > NAMED_MAX => format!("{names} 等 {count} 个文件有改动"),
                _ => format!("{names} 有改动"),
            }
        }
    }
}

/// The address as a QR code, two modules per character; `None` if it is too long.
fn qr_code(address: &str, colour: ColourMode) -> Option<String> {
    let code = QrCode::new(address).ok()?;
    // Terminals are usually dark, so the light modules are drawn. The crate's `Dark` means drawn modules.
    let drawn = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .quiet_zone(true)
        .build();
    // Explicit colours make it work in light terminals.
    let (white_on_black, plain) = match colour {
        ColourMode::Ansi => ("\x1b[97;40m", "\x1b[0m"),
        ColourMode::Plain => ("", ""),
    };
    let lines = drawn.lines();
    let lines: Vec<String> = lines
        .map(|it| format!("{white_on_black}{it}{plain}"))
        .collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_has_a_quiet_zone_of_four_modules() {
        let code = qr_code("http://192.168.1.7:4321/", ColourMode::Plain).unwrap();
        let lines: Vec<&str> = code.lines().collect();
        let width = lines[0].chars().count();
        // Version 2 has 25 modules; two lines of characters are four modules.
        assert_eq!(width, 25 + 2 * 4);
        for line in &lines[..2] {
            assert!(line.chars().all(|it| it == '█'), "{code}");
        }
        let (last, lines) = lines.split_last().unwrap();
        // 33 is odd: only the upper half of the last line belongs to the code.
        assert!(last.chars().all(|it| it == '▀'), "{code}");
        for line in lines {
            assert!(line.starts_with("████"), "{code}");
            assert!(line.chars().count() == width, "{code}");
        }
    }
}
