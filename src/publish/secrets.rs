//! Where the passwords and keys of targets come from: the environment, or files outside the site.
//!
//! In: the settings and the environment. Out: secrets, which are never written anywhere.
//! A file that other users can read, or that lies in the site, is refused.

use std::{fs, path::Path};

use super::{disk, remote::Secret};
use crate::{config::Account, pipeline::Failure};

/// The environment, as `cli` reads it.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variable with the password of target `id`: `FANZHA_PORTAL_PASSWORD`.
pub fn variable(id: &str) -> String {
    named(id, "PASSWORD")
}

/// A variable of target `id`: `FANZHA_PORTAL_PASSPHRASE`.
pub fn named(id: &str, what: &str) -> String {
    format!(
        "FANZHA_{}_{what}",
        id.to_ascii_uppercase().replace('-', "_")
    )
}

/// Where the secrets of one target are looked for.
#[derive(Clone, Copy)]
pub struct Secrets<'a> {
    pub id: &'a str,
    pub site: &'a Path,
    pub environment: Environment<'a>,
}

impl Secrets<'_> {
    /// The password of `account`: from the environment, else from its file; `None` if neither is given.
    ///
    /// # Errors
    /// The file cannot be read, lies in the site, or is open to other users.
    pub fn password(&self, account: &Account) -> Result<Option<Secret>, Failure> {
        if let Some(text) = (self.environment)(&variable(self.id)) {
            return Ok(Some(Secret::new(text)));
        }
        let Some(path) = &account.password_file else {
            return Ok(None);
        };
        let text = self.secret_file(path)?;
        let first = text.lines().next().unwrap_or_default();
        Ok(Some(Secret::new(
            first.trim_start_matches('\u{feff}').to_owned(),
        )))
    }

    /// The text of a file outside the site that nobody else can read.
    ///
    /// # Errors
    /// As `password`.
    pub fn secret_file(&self, path: &Path) -> Result<String, Failure> {
        let path = self.site.join(path);
        let real = fs::canonicalize(&path).map_err(|it| disk::failed("读取", &path, &it))?;
        let site =
            fs::canonicalize(self.site).map_err(|it| disk::failed("读取", self.site, &it))?;
        if real.starts_with(&site) {
            return Err(secret_in_site(&path));
        }
        if is_open_to_others(&real) {
            return Err(open_to_others(&path));
        }
        let bytes = disk::read(&real)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|it| it.permissions().mode() & 0o077 != 0)
}

/// On Windows, the files of a user's own folders are closed to others by default, and the standard library
/// does not read access lists.
#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> bool {
    false
}

fn secret_in_site(path: &Path) -> Failure {
    Failure {
        message: format!("密码文件 {} 在网站文件夹里，没有使用", path.display()),
        help: "网站文件夹会被复制和发给别人；把它移到外面，例如用户自己的文件夹，再改 site.yaml"
            .to_owned(),
    }
}

fn open_to_others(path: &Path) -> Failure {
    Failure {
        message: format!("密码文件 {} 别的用户也能读，没有使用", path.display()),
        help: format!("运行 chmod 600 {}，再运行一次", path.display()),
    }
}
