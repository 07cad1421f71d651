//! What readers make of the files for cinemas.

use std::{os::unix::fs::symlink, process::Command};

use super::{python, read_with, root, text, with_site};
use crate::site_test::TODAY;

#[test]
fn pysubs2_reads_each_spot_as_its_script_says() {
    with_site(|public| python("subtitles.py", &[text(&public.join("feeds/cinema"))]));
}

#[test]
fn ffmpeg_turns_each_subtitle_into_the_other_forms() {
    with_site(|public| python("players.py", &[text(&public.join("feeds/cinema"))]));
}

/// Made by a real ffmpeg: a video of each spot, of exactly its length, that shows what its cue sheet says.
#[test]
fn ffmpeg_plays_each_video_as_its_cue_sheet_says() {
    with_site(|_| {
        let folder = tempfile::tempdir().unwrap();
        let found = "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe(), end='')";
        let ffmpeg = read_with("python3", &["-c", found]);
        symlink(ffmpeg, folder.path().join("ffmpeg")).unwrap();
        let export = folder.path().join("export");
        let ran = Command::new(env!("CARGO_BIN_EXE_fanzha"))
            .args(["export", "--video", "--as-of", TODAY, "--output"])
            .arg(&export)
            .current_dir(root())
            .env("PATH", folder.path())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{stderr}");
        assert!(stderr.contains("视频：新做 4 段"), "{stderr}");
        python("video.py", &[text(&export)]);
    });
}
