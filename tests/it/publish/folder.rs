//! A folder as the target.

use std::fs;

use tempfile::TempDir;

use super::{
    battery,
    office::{Office, TestTarget},
};

fn target(more: &str) -> (TempDir, TestTarget) {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("www");
    fs::create_dir(&root).unwrap();
    let target = TestTarget {
        settings: format!("kind: folder, folder: '{}'{more}", root.display()),
        root,
        environment: Vec::new(),
    };
    (folder, target)
}

#[test]
fn a_site_goes_live_and_back() {
    let (_folder, target) = target("");
    battery::goes_live_and_back(&target);
}

#[test]
fn files_of_others_are_respected() {
    let (_folder, target) = target("");
    battery::respects_what_others_have_changed(&target);
}

#[test]
fn a_killed_publication_goes_on() {
    let (_folder, target) = target("");
    battery::survives_kills(&target, 6);
}

#[test]
fn two_publishers_do_not_mix() {
    let (_folder, target) = target("");
    battery::excludes_a_second_publisher(&target);
}

#[test]
#[cfg(unix)]
fn a_link_is_switched_to_the_folder_of_each_release() {
    let (_folder, mut target) = target(", switch: link, keep: 2");
    let top = target.root.clone();
    let office = Office::new(&target);
    target.root = top.join("current");
    let mut releases = Vec::new();
    for number in 0..4 {
        office.article("first", &format!("第 {number} 版。"));
        office.does(&["publish", "portal"]);
        releases.push(fs::read_link(&target.root).unwrap());
        let public = office.public();
        assert!(
            target
                .published()
                .iter()
                .all(|(path, bytes)| public.get(path) == Some(bytes))
        );
    }
    let kept = fs::read_dir(top.join("releases")).unwrap().count();
    assert!((2..=3).contains(&kept), "{kept} folders");
    office.does(&["rollback", "portal"]);
    assert_eq!(fs::read_link(&target.root).unwrap(), releases[2]);
}

#[test]
fn a_folder_that_is_not_there_is_never_made() {
    let (folder, target) = target("");
    fs::remove_dir(&target.root).unwrap();
    let office = Office::new(&target);
    let said = office.refuses(&["publish", "portal"], "找不到需要的文件或文件夹");
    assert!(
        said.stderr.contains("文件夹（或存储桶）写得对不对"),
        "{}",
        said.stderr
    );
    assert!(!folder.path().join("www").exists());
}
