//! The address at which the site is published.

/// The URL at which the site is published: `https://www.example.gov.cn/zt/fanzha/`. It always ends in a
/// slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(url::Url);

impl BaseUrl {
    /// Parses an http or https address without a query or fragment; `None` if `text` is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut url = url::Url::parse(text.trim()).ok()?;
        let fits = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none();
        if !fits {
            return None;
        }
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Some(Self(url))
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host: `www.example.gov.cn`.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The path alone: `/zt/fanzha/`.
    pub fn path(&self) -> &str {
        self.0.path()
    }
}
