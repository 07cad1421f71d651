//! Handles one request: from its address to the response.
//!
//! In: a request. Out: a file of the site, a part of the preview, or an error page. An address is looked up
//! among the site's files and never on the disk, so no address can leave the site. Responses are never cached
//! by the browser.

use std::{borrow::Cow, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::Response,
};
use percent_encoding::percent_decode_str;

use super::{
    desk,
    events::{TabView, events},
    guard::Verdict,
    inject::inject,
    notice::page as notice,
    range::{Part, part},
    reach::Connection,
    served::{Served, ServedFile, Trouble},
};
use crate::{
    fingerprint::Fingerprint,
    media,
    paths::{OutputPath, UrlPath},
};

/// The prefix of all addresses that belong to the preview itself.
const OWN: &str = "/_fanzha/";
const SCRIPT: &str = include_str!("client/preview.js");
const STYLES: &str = include_str!("client/preview.css");
const DESK_STYLES: &str = include_str!("client/desk.css");
const HTML: &str = "text/html; charset=utf-8";

pub(super) async fn answer(
    State(served): State<Arc<Served>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (uri, headers) = (request.uri(), request.headers());
    let mut response = match served.guard.judge(connection, uri, headers) {
        Verdict::WrongHost => wrong_host(),
        Verdict::NoToken => no_token(),
        Verdict::Welcome { cookie, address } => welcome(&cookie, &address),
        Verdict::Admit if !matches!(*request.method(), Method::GET | Method::HEAD) => no_method(),
        Verdict::Admit => admitted(&served, uri, headers).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

async fn admitted(served: &Arc<Served>, uri: &Uri, headers: &HeaderMap) -> Response {
    let path = uri.path();
    if let Some(own) = path.strip_prefix(OWN) {
        return own_part(own, served, uri);
    }
    let base = served.base_path();
    let Some(below) = below(path, &base) else {
        return match path {
            "/" => redirect(&base),
            _ if format!("{path}/") == base => redirect(&base),
            // Requested by browsers on their own; it belongs to the portal.
            "/favicon.ico" => status(StatusCode::NO_CONTENT, Body::empty()),
            _ => missing(served, None).await,
        };
    };
    let page = match below.is_empty() || below.ends_with('/') {
        true => OutputPath::new(&format!("{below}index.html")),
        false => OutputPath::new(&below),
    };
    let Some(page) = page else {
        return missing(served, None).await;
    };
    match served.show(&page).await {
        ServedFile::File { bytes, key } => file(&page, bytes, key, headers),
        ServedFile::Trouble { trouble, key } => troubled(served, &page, &trouble, key),
        ServedFile::Missing if is_folder(served, &page) => {
            let query = uri.query().map_or(String::new(), |it| format!("?{it}"));
            redirect(&format!("{path}/{query}"))
        }
        ServedFile::Missing => missing(served, Some(&page)).await,
    }
}

/// The part of `path` below `base`, percent-decoded; `None` if it is not below it.
fn below(path: &str, base: &str) -> Option<String> {
    // Both may encode one character in several ways.
    let decoded = |it| {
        percent_decode_str(it)
            .decode_utf8()
            .ok()
            .map(Cow::into_owned)
    };
    let path = decoded(path)?;
    path.strip_prefix(&decoded(base)?).map(str::to_owned)
}

/// Whether the address lacks only the trailing slash.
fn is_folder(served: &Served, page: &OutputPath) -> bool {
    let index = UrlPath::folder(&[page.as_str()]).output();
    served.now().snapshot.has(&index)
}

/// Serves the preview's own addresses.
fn own_part(part: &str, served: &Arc<Served>, uri: &Uri) -> Response {
    match part {
        "" => content(StatusCode::OK, HTML, desk::page(&served.now().snapshot)),
        "preview.js" => content(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT),
        "preview.css" => content(StatusCode::OK, "text/css; charset=utf-8", STYLES),
        "desk.css" => content(StatusCode::OK, "text/css; charset=utf-8", DESK_STYLES),
        "events" => {
            let query = uri.query().unwrap_or_default();
            let page = query.split('&').find_map(|it| it.strip_prefix("page="));
            let page = page.and_then(|it| percent_decode_str(it).decode_utf8().ok());
            events(served, TabView::named(&page.unwrap_or_default()))
        }
        _ => {
            let page = notice("没有这个页面", "预览里没有这个地址。", None);
            content(StatusCode::NOT_FOUND, HTML, page)
        }
    }
}

fn file(
    path: &OutputPath,
    bytes: Bytes,
    key: Option<Fingerprint>,
    headers: &HeaderMap,
) -> Response {
    let content_type = media::content_type(path, &bytes);
    let bytes = match media::is_html(path) {
        true => inject(&bytes, Some(path), key).into(),
        false => bytes,
    };
    let range = headers.get(header::RANGE).and_then(|it| it.to_str().ok());
    // `If-Range` cannot match, since no validator is ever sent.
    let range = range.filter(|_| !headers.contains_key(header::IF_RANGE));
    let length = bytes.len();
    let mut response = match part(range, length) {
        Part::Whole => content(StatusCode::OK, &content_type, bytes),
        Part::Bytes(part) => {
            let told = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            let bytes = bytes.slice(part);
            let mut response = content(StatusCode::PARTIAL_CONTENT, &content_type, bytes);
            set(&mut response, header::CONTENT_RANGE, &told);
            response
        }
        Part::Outside => {
            let mut response = status(StatusCode::RANGE_NOT_SATISFIABLE, Body::empty());
            let told = format!("bytes */{length}");
            set(&mut response, header::CONTENT_RANGE, &told);
            response
        }
    };
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    response
}

/// The site's own page for unknown addresses; once `page` exists, the script in it shows that page.
async fn missing(served: &Arc<Served>, page: Option<&OutputPath>) -> Response {
    let html = match served
        .show(&UrlPath::default().file("404.html").output())
        .await
    {
        ServedFile::File { bytes, .. } => bytes,
        ServedFile::Missing | ServedFile::Trouble { .. } => {
            notice("没有这个页面", "网站里没有这个地址。", None).into()
        }
    };
    content(StatusCode::NOT_FOUND, HTML, inject(&html, page, None))
}

/// The page for a file that cannot be shown and has no last good version.
fn troubled(
    served: &Served,
    path: &OutputPath,
    trouble: &Trouble,
    key: Option<Fingerprint>,
) -> Response {
    let (message, help) = trouble.words();
    let drawing = trouble.drawing(&served.now().snapshot);
    let page = notice(message, help, drawing.as_deref());
    let page = inject(page.as_bytes(), Some(path), key);
    content(StatusCode::SERVICE_UNAVAILABLE, HTML, page)
}

fn wrong_host() -> Response {
    let page = notice(
        "这个地址看不了预览",
        "预览只能用启动时显示的地址打开，请照着终端里的地址输入。",
        None,
    );
    content(StatusCode::FORBIDDEN, HTML, page)
}

fn no_token() -> Response {
    let page = notice(
        "请扫码打开预览",
        "用手机扫终端里的二维码，或者完整输入二维码下面的地址。重新启动预览以后，要重新扫码。",
        None,
    );
    content(StatusCode::FORBIDDEN, HTML, page)
}

fn welcome(cookie: &str, address: &str) -> Response {
    let mut response = redirect(address);
    set(&mut response, header::SET_COOKIE, cookie);
    response
}

fn no_method() -> Response {
    let mut response = status(StatusCode::METHOD_NOT_ALLOWED, Body::empty());
    set(&mut response, header::ALLOW, "GET, HEAD");
    response
}

fn redirect(address: &str) -> Response {
    let mut response = status(StatusCode::TEMPORARY_REDIRECT, Body::empty());
    set(&mut response, header::LOCATION, address);
    response
}

fn content(code: StatusCode, content_type: &str, body: impl Into<Body>) -> Response {
    let mut response = status(code, body.into());
    set(&mut response, header::CONTENT_TYPE, content_type);
    response
}

fn status(code: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = code;
    response
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("generated, or taken from a valid header");
    response.headers_mut().insert(name, value);
}
