//! What players, calendars and readers of news make of the slogans.

use std::fs;

use super::{BASE_URL, python, read_with, root, text, with_site};
use crate::site_test::TODAY;

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn players_and_calendars_read_every_slogan_feed_alike() {
    with_site(|public| python("slogans.py", &[text(public), BASE_URL, TODAY]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn xibo_reads_the_table_and_the_data_set() {
    with_site(|public| {
        let script = root().join("tests/it/readers/xibo.php");
        read_with("php", &[text(&script), text(&public.join("feeds"))]);
    });
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn newsboat_and_xmllint_read_every_slogan_as_an_entry() {
    with_site(|public| {
        let feed = public.join("feeds/slogans.rss.xml");
        read_with("xmllint", &["--noout", text(&feed)]);
        let folder = tempfile::TempDir::new().unwrap();
        let (urls, cache) = (folder.path().join("urls"), folder.path().join("cache.db"));
        fs::write(&urls, format!("file://{}\n", feed.display())).unwrap();
        let options = ["-C", "/dev/null", "-u", text(&urls), "-c", text(&cache)];
        let commands = ["-x", "reload", "print-unread"];
        let said = read_with("newsboat", &[&options[..], &commands[..]].concat());
        let count = fs::read_to_string(public.join("feeds/slogans.txt"))
            .unwrap()
            .lines()
            .count();
        assert_eq!(said.trim(), format!("{count} unread articles"));
    });
}
