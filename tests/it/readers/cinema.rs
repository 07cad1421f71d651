//! What readers make of the files for cinemas.

use super::{python, text, with_site};

#[test]
fn pysubs2_reads_each_spot_as_its_script_says() {
    with_site(|public| python("subtitles.py", &[text(&public.join("feeds/cinema"))]));
}

#[test]
fn ffmpeg_turns_each_subtitle_into_the_other_forms() {
    with_site(|public| python("players.py", &[text(&public.join("feeds/cinema"))]));
}
