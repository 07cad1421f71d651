//! What readers make of the files for cinemas.

use std::os::unix::fs::symlink;

use super::{export_by, python, read_with, text, with_site};

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn pysubs2_reads_each_spot_as_its_script_says() {
    with_site(|public| python("subtitles.py", &[text(&public.join("feeds/cinema"))]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn ffmpeg_turns_each_subtitle_into_the_other_forms() {
    with_site(|public| python("players.py", &[text(&public.join("feeds/cinema"))]));
}

/// Made by a real ffmpeg: a video of each spot, of exactly its length, that shows what its cue sheet says.
#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn ffmpeg_plays_each_video_as_its_cue_sheet_says() {
    with_site(|_| {
        let folder = tempfile::tempdir().unwrap();
        let found = "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe(), end='')";
        let ffmpeg = read_with("python3", &["-c", found]);
        symlink(ffmpeg, folder.path().join("ffmpeg")).unwrap();
        let export = folder.path().join("export");
        let stderr = export_by("--video", &export, folder.path().as_os_str());
        assert!(stderr.contains("视频：新做 4 段"), "{stderr}");
        python("video.py", &[text(&export)]);
    });
}
