//! A site on an editor's computer, and the target to which it is published.
//!
//! In: the settings of a target, and the folder in which its files arrive. Out: runs of the program, and what
//! is in that folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;
use walkdir::WalkDir;

/// Paths and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A target as a test needs it.
pub struct TestTarget {
    /// Its settings in `site.yaml` but for its id, in YAML's flow style: `kind: sftp, host: 127.0.0.1, …`.
    pub settings: String,
    /// The folder of this machine in which the published files arrive.
    pub root: PathBuf,
    /// Secrets, as variables of the environment.
    pub environment: Vec<(String, String)>,
}

/// The office's computer.
pub struct Office {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run said.
pub struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Office {
    /// The site that `fanzha init` makes, without pictures, and `target` under the id `portal`.
    pub fn new(target: &TestTarget) -> Self {
        let office = Self {
            folder: TempDir::new_in("/dev/shm")
                .or_else(|_| TempDir::new())
                .unwrap(),
            environment: target.environment.clone(),
        };
        let said = office.run_in(office.folder.path(), &["init", "site"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        let settings = fs::read_to_string(office.site().join("site.yaml")).unwrap();
        let publish = format!("publish:\n  - {{id: portal, {}}}\n", target.settings);
        office.write(
            "site.yaml",
            &format!("{settings}\npicture_font: none\n{publish}"),
        );
        office
    }

    /// A copy of the site on another computer, which has published nothing yet.
    pub fn colleague(&self) -> Self {
        let folder = TempDir::new().unwrap();
        for (path, bytes) in files_in(&self.site()) {
            if path.starts_with("publish/")
                || path.starts_with("public/")
                || path.starts_with(".fanzha")
            {
                continue;
            }
            let path = folder.path().join("site").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Self {
            folder,
            environment: self.environment.clone(),
        }
    }

    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.site().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.site().join(path)).unwrap();
    }

    /// An article whose text is `text`.
    pub fn article(&self, name: &str, text: &str) {
        let head = format!(
            "---\n标题: 案例 {name}\n日期: 2026-11-01\n诈骗类型: 冒充客服\n人群: 老年人\n案发月份: 2026-10\n\
             损失金额: 3000 元\n结果: 民警及时劝阻，没有造成损失\n示例: 是\n---\n"
        );
        self.write(
            &format!("content/cases/{name}.md"),
            &format!("{head}\n{text}\n"),
        );
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        self.run_in(&self.site(), arguments)
    }

    /// Runs a command that must succeed.
    pub fn does(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}\n{}", said.stderr);
        said
    }

    /// Runs a command that must fail with a message that contains `message`.
    pub fn refuses(&self, arguments: &[&str], message: &str) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}\n{}", said.stderr);
        assert!(
            said.stderr.contains(message),
            "{arguments:?}: no “{message}” in\n{}",
            said.stderr
        );
        said
    }

    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(&self.site(), arguments);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What the site consists of after the last build.
    pub fn public(&self) -> Files {
        without_notes(files_in(&self.site().join("public")))
    }

    fn run_in(&self, folder: &Path, arguments: &[&str]) -> Said {
        let output: Output = self.command(folder, arguments).output().unwrap();
        Said {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fanzha"));
        command
            .args(arguments)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .env("USER", "编辑");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl TestTarget {
    /// What readers could see at the target.
    pub fn published(&self) -> Files {
        without_notes(files_in(&self.root))
    }

    /// Everything there, with the program's own notes and temporary files.
    pub fn everything(&self) -> Files {
        files_in(&self.root)
    }
}

pub fn files_in(folder: &Path) -> Files {
    let entries = WalkDir::new(folder).into_iter().flatten();
    entries
        .filter(|it| it.file_type().is_file())
        .map(|it| {
            let path = it.path().strip_prefix(folder).unwrap();
            let parts: Vec<_> = path.iter().map(|it| it.to_str().unwrap()).collect();
            (parts.join("/"), fs::read(it.path()).unwrap())
        })
        .collect()
}

fn without_notes(files: Files) -> Files {
    let is_note = |path: &str| {
        let name = path.rsplit('/').next().unwrap();
        name.starts_with(".fanzha-") || name.starts_with("fanzha-")
    };
    files.into_iter().filter(|it| !is_note(&it.0)).collect()
}
