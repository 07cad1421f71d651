//! What every server with passwords must pass.

use std::{fs, os::unix::fs::PermissionsExt as _};

use tempfile::TempDir;

use super::{
    super::{
        battery::assert_nowhere,
        office::{Office, TestTarget},
    },
    quoted,
};

/// A wrong password or secret key is told as one, and is written nowhere; nor is the right one.
pub fn keeps_passwords_to_itself(target: &TestTarget) {
    let wrong = "wrong-4e1b77";
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("password");
    let (_, right) = &target.environment[0];
    let tell = |password: &str| {
        fs::write(&file, format!("{password}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    };
    let target = TestTarget {
        settings: format!("{}, password_file: {}", target.settings, quoted(&file)),
        root: target.root.clone(),
        environment: Vec::new(),
    };
    let office = Office::new(&target);
    let message = "拒绝了用户名、密码或密钥";
    let mut said = Vec::new();
    tell(wrong);
    said.push(office.refuses(&["target", "check", "portal"], message));
    tell(right);
    said.push(office.does(&["target", "check", "portal"]));
    said.push(office.does(&["publish", "portal"]));
    let before = target.everything();
    tell(wrong);
    office.article("first", "第一版。");
    said.push(office.refuses(&["publish", "portal"], message));
    said.push(office.refuses(&["rollback", "portal"], "没有更早的版本"));
    assert_eq!(target.everything(), before);
    for secret in [wrong, right] {
        for said in &said {
            let text = format!("{}{}", said.stdout, said.stderr);
            assert!(!text.contains(secret), "{text}");
        }
        assert_nowhere(secret, &office);
    }
}
