//! A video of each cinema spot, in both sizes of its stills: `feeds/cinema/<id>/` becomes
//! `video/<id>_15s_1998x1080.mp4`.
//!
//! Made by ffmpeg: H.264 High, 4:2:0, BT.709, 24 frames per second and exactly as many as the length of the
//! spot requires, with a silent stereo track (AAC, 48 kHz). Sources: the spot's cue sheet, then its stills in
//! order; between stills the colour of the first one's upper left corner is shown. Source of the numbers:
//! `docs/cinema.md#video`.
//! One thread per video, so that the output is byte-identical on every machine with the same ffmpeg.

use std::{iter, path::Path, process::Command, time::Duration};

use serde::Deserialize;

use super::{
    Maker, Task,
    programs::{ExternalProgram, Machine},
    read_result,
    run::{run, work_folder},
};
use crate::{
    channels::cinema::StillFormat,
    fingerprint::Fingerprint,
    output::{self, OutputError},
    paths::OutputPath,
    picture,
};

/// Frames per second.
const RATE: u32 = 24;
/// Per video; a recent machine needs ten seconds for half a minute.
const LIMIT: Duration = Duration::from_secs(900);

/// Encoding options. The last lines keep version numbers and timestamps out of the file, and move the index
/// to the front for streaming.
#[rustfmt::skip]
const ENCODING_OPTIONS: &[&str] = &[
    "-c:v", "libx264", "-profile:v", "high", "-preset", "medium", "-crf", "16", "-tune", "stillimage", "-threads", "1",
    "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709",
    "-c:a", "aac", "-b:a", "128k",
    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1",
    "-movflags", "+faststart",
];

/// The ffmpeg of this machine.
#[derive(Clone, Debug)]
pub struct VideoMaker(ExternalProgram);

/// Two videos for each spot that has stills.
///
/// # Errors
/// The export's manifest cannot be read.
pub fn video_tasks(export: &Path) -> Result<Vec<Task>, OutputError> {
    let listed = output::listed(export)?.unwrap_or_default();
    let spots = listed.iter().filter(|(path, _)| {
        let path = path.as_str();
        path.starts_with("feeds/cinema/") && path.ends_with("_cue.csv")
    });
    let tasks = spots.flat_map(|sheet| StillFormat::ALL.map(|frame| task(sheet, frame, &listed)));
    Ok(tasks.flatten().collect())
}

/// The video of a spot's stills of one size; `None` without stills.
fn task(
    sheet: &(OutputPath, Fingerprint),
    frame: StillFormat,
    listed: &[(OutputPath, Fingerprint)],
) -> Option<Task> {
    let folder = sheet.0.as_str().strip_suffix(sheet.0.file_name())?;
    let size = size(frame);
    let end = format!("_{size}.png");
    let is_still = |path: &str| path.starts_with(folder) && path.ends_with(&end);
    let stills = listed.iter().filter(|(path, _)| is_still(path.as_str()));
    let sources: Vec<_> = iter::once(sheet).chain(stills).cloned().collect();
    // `<id>_15s_01_1998x1080.png`: the name of the first still without its number.
    let first = sources.get(1)?.0.file_name();
    let (spot, _) = first.strip_suffix(&end)?.rsplit_once('_')?;
    let target = spot.to_owned() + &video_end(&size);
    Some(Task::new(OutputPath::new(&target)?, sources))
}

fn size(frame: StillFormat) -> String {
    let (width, height) = frame.size();
    format!("{width}x{height}")
}

fn video_end(size: &str) -> String {
    format!("_{size}.mp4")
}

/// The video maker of this machine; `None` without a working ffmpeg.
pub fn video_maker(machine: &Machine) -> Option<VideoMaker> {
    ExternalProgram::query(machine.ffmpeg()?, "-version").map(VideoMaker)
}

/// When a still is visible, according to the cue sheet.
#[derive(Clone, Copy, Debug, Deserialize)]
struct StillCue {
    start_s: f64,
    end_s: f64,
    /// The length of the spot.
    spot_s: u32,
}

fn cues(sheet: &[u8]) -> Result<Vec<StillCue>, String> {
    let sheet = sheet.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sheet);
    let cues: Result<Vec<StillCue>, _> = csv::Reader::from_reader(sheet).deserialize().collect();
    cues.map_err(|it| format!("时间表读不出来：{it}"))
}

/// The ffmpeg filter graph: the background, each still over it during its cue, and silence.
fn graph(cues: &[StillCue], size: &str, spot_s: u32, ground: &str) -> String {
    // Explicit, because otherwise each ffmpeg filter chooses its own matrix, and the background colours
    // differ.
    const INTO_VIDEO: &str = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p";
    let frame = |seconds: f64| (seconds * f64::from(RATE)).round();
    let ground = format!("color=c={ground}:s={size}:r={RATE}:d={spot_s},format=rgb24");
    let mut graph = format!("{ground},{INTO_VIDEO}[v0]");
    for (still, cue) in cues.iter().enumerate() {
        let (from, until, next) = (frame(cue.start_s), frame(cue.end_s) - 1.0, still + 1);
        graph += &format!(";[{still}:v]{INTO_VIDEO}[still{still}]");
        graph += &format!(
            ";[v{still}][still{still}]overlay=enable='between(n,{from},{until})'[v{next}]"
        );
    }
    graph + &format!(";anullsrc=r=48000:cl=stereo:d={spot_s}[silence]")
}

impl VideoMaker {
    fn command(&self, task: &Task, export: &Path, result: &Path) -> Result<Command, String> {
        let (sheet, stills) = task.sources.split_first().ok_or("没有时间表")?;
        let cues = cues(&read_result(&sheet.below(export)))?;
        let spot_s = match cues.first() {
            Some(first) if cues.len() == stills.len() => first.spot_s,
            _ => return Err("画面的张数和时间表不一样".to_owned()),
        };
        let target = task.target.as_str();
        let sizes = StillFormat::ALL.map(size);
        let mut sizes = sizes.iter().filter(|it| target.ends_with(&video_end(it)));
        let size = sizes.next().ok_or("不知道画面的大小")?;
        let first = read_result(&stills.first().ok_or("没有画面")?.below(export));
        let [red, green, blue] = picture::corner(&first).ok_or("画面读不出来")?;
        let ground = format!("#{red:02x}{green:02x}{blue:02x}");
        let mut command = Command::new(&self.0.file);
        command.args(["-nostdin", "-v", "error", "-filter_complex_threads", "1"]);
        for still in stills {
            command.arg("-i").arg(still.below(export));
        }
        command
            .args(["-filter_complex", &graph(&cues, size, spot_s, &ground)])
            .args(["-map", &format!("[v{}]", stills.len()), "-map", "[silence]"])
            .args(["-frames:v", &(spot_s * RATE).to_string()])
            .args(ENCODING_OPTIONS)
            .arg(result);
        Ok(command)
    }
}

impl Maker for VideoMaker {
    fn identity(&self) -> Fingerprint {
        self.0.identity()
    }

    fn make(&self, task: &Task, export: &Path) -> Result<Vec<u8>, String> {
        let work = work_folder()?;
        let result = work.path().join("spot.mp4");
        let mut command = self.command(task, export, &result)?;
        run(&mut command, work.path(), LIMIT)?;
        let bytes = read_result(&result);
        match bytes.get(4..8) {
            Some(b"ftyp") => Ok(bytes),
            _ => Err("程序没有做出视频".to_owned()),
        }
    }
}
