//! A real Chromium, driven through chromedriver with the `WebDriver` protocol.
//!
//! In: addresses, scripts and key presses. Out: what the page then is. Runs only with `BROWSER=1`. Whatever
//! happens to the test, neither chromedriver nor Chromium outlives it; no port is fixed.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const TAB: &str = "\u{e004}";

/// Nothing may take longer: not a page, not a script, not the start of the browser.
const PATIENCE: Duration = Duration::from_secs(30);

/// What keeps a browser quiet and off the network; root may not use the sandbox.
const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    // A phone lays its scrollbars over the page.
    "--hide-scrollbars",
];

/// One window. Dropping it ends the browser.
pub struct Chromium {
    agent: ureq::Agent,
    session: String,
    // Ended in this order: the browser before the folder that it writes to.
    _driver: Driver,
    _folder: TempDir,
}

/// How often a driver is started that ends before it says its port.
const STARTS_MAX: usize = 5;

/// The chromedriver process and, through its process group, the browsers that it started.
struct Driver {
    process: Child,
    /// Held open: chromedriver must not find its output closed.
    output: BufReader<ChildStdout>,
}

impl Chromium {
    /// A new browser with an empty profile. A browser that cannot be started is a failure: tests that call
    /// this are ignored without `BROWSER=1` (`build.rs`).
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let (driver, port) = Driver::start(folder.path());
        let address = format!("http://127.0.0.1:{port}");
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .into();
        let profile = folder.path().join("profile");
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(|it| (*it).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wishes = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"pageLoad": 20_000, "script": 20_000},
        }}});
        let session = send(&agent, &format!("{address}/session"), &wishes)
            .unwrap_or_else(|it| panic!("Chromium does not start: {it}"));
        let id = session["sessionId"].as_str().unwrap();
        Self {
            session: format!("{address}/session/{id}"),
            agent,
            _driver: driver,
            _folder: folder,
        }
    }

    /// Goes to `address` and waits until all of the page is there.
    ///
    /// # Errors
    /// Chromium's own words, such as `net::ERR_FILE_NOT_FOUND`.
    pub fn open(&self, address: &str) -> Result<(), String> {
        self.post("url", &json!({"url": address})).map(drop)
    }

    /// Goes back to the page before, as the browser's own button does.
    pub fn back(&self) {
        self.post("back", &json!({})).unwrap();
    }

    /// What the body of a function, `script`, returns in the page.
    pub fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": []}))
            .unwrap_or_else(|it| panic!("{it}\n{script}"))
    }

    /// What `script` returns, as soon as that is true; the page may be loaded again meanwhile.
    pub fn wait_for(&self, script: &str) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.post("execute/sync", &json!({"script": script, "args": []}));
            match &answer {
                Ok(Value::Null | Value::Bool(false)) | Err(_) if Instant::now() < end => (),
                _ => return answer.unwrap_or_else(|it| panic!("{it}\n{script}")),
            }
            assert!(Instant::now() < end, "never true: {script}");
        }
    }

    /// Opens one more tab and goes to it.
    pub fn new_tab(&self) -> String {
        let tab = self.post("window/new", &json!({"type": "tab"})).unwrap();
        let tab = tab["handle"].as_str().unwrap().to_owned();
        self.go_to_tab(&tab);
        tab
    }

    pub fn go_to_tab(&self, tab: &str) {
        self.post("window", &json!({"handle": tab})).unwrap();
    }

    /// Makes the window's inside `width_px` wide; every page opened later is so too.
    pub fn set_width(&self, width_px: u32) {
        self.set_size(width_px, 800);
    }

    /// Makes the window's inside as large as a display.
    pub fn set_size(&self, width_px: u32, height_px: u32) {
        let metrics = json!({
            "width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// A screen so many pixels of the page wide, with so many dots to each of them.
    pub fn set_screen(&self, width_px: u32, dots: u32) {
        let metrics = json!({
            "width": width_px, "height": 800, "deviceScaleFactor": dots, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Asks pages for their dark or light palette, as the system's setting does.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// Shows pages as they are printed, or on a screen again.
    pub fn show_as(&self, medium: &str) {
        self.devtools("Emulation.setEmulatedMedia", &json!({"media": medium}));
    }

    /// Switches JavaScript off in pages; `run` goes on working.
    pub fn forbid_scripts(&self) {
        let command = "Emulation.setScriptExecutionDisabled";
        self.devtools(command, &json!({"value": true}));
    }

    /// Runs `script` in every page opened from now on, before its own.
    pub fn before_each_page(&self, script: &str) {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        self.devtools(command, &json!({"source": script}));
    }

    /// The page as a PDF, in Base64.
    pub fn print(&self) -> String {
        let printed = self.post("print", &json!({"background": false})).unwrap();
        printed.as_str().unwrap().to_owned()
    }

    /// Lets pages read the clipboard and write to it, as a person would who is asked.
    pub fn allow_clipboard(&self) {
        let permissions = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
        self.devtools("Browser.grantPermissions", &permissions);
    }

    pub fn press(&self, key: &str) {
        let keys = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        let actions = json!({"actions": [{"type": "key", "id": "keys", "actions": keys}]});
        self.post("actions", &actions).unwrap();
    }

    /// The errors in the browser's console since the last call: failed requests, scripts and policies.
    pub fn console_errors(&self) -> Vec<String> {
        let entries = self.post("se/log", &json!({"type": "browser"})).unwrap();
        let entries = entries.as_array().unwrap().iter();
        entries
            .filter(|it| it["level"] == "SEVERE")
            .map(|it| it["message"].as_str().unwrap().to_owned())
            .collect()
    }

    fn devtools(&self, command: &str, parameters: &Value) {
        let command = json!({"cmd": command, "params": parameters});
        self.post("goog/cdp/execute", &command).unwrap();
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        send(&self.agent, &format!("{}/{command}", self.session), body)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Lets Chromium close its files; the driver's end would otherwise cut it off.
        drop(self.agent.delete(&self.session).call());
    }
}

impl Driver {
    /// A driver and the port that the system gave it; all temporary files of the browser go below `folder`.
    ///
    /// The driver asks for one port on two kinds of network; where another process has taken it on the second
    /// by then, it ends, and is started once more.
    fn start(folder: &Path) -> (Self, u16) {
        for _ in 0..STARTS_MAX {
            let mut driver = Self::spawn(folder);
            if let Some(port) = driver.port() {
                return (driver, port);
            }
        }
        panic!("chromedriver ended {STARTS_MAX} times before it said its port");
    }

    fn spawn(folder: &Path) -> Self {
        let mut command = Command::new("chromedriver");
        command
            .args(["--port=0", "--log-level=SEVERE"])
            .env("TMPDIR", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command
            .spawn()
            .unwrap_or_else(|it| panic!("chromedriver does not start: {it}"));
        let output = BufReader::new(process.stdout.take().unwrap());
        Self { process, output }
    }

    /// None if it has ended before it said so.
    fn port(&mut self) -> Option<u16> {
        let mut line = String::new();
        while self.output.read_line(&mut line).unwrap() > 0 {
            if let Some((_, rest)) = line.split_once("successfully on port ") {
                return Some(rest.trim().trim_end_matches('.').parse().unwrap());
            }
            line.clear();
        }
        None
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A browser that did not answer is in the driver's process group.
        #[cfg(unix)]
        drop(
            Command::new("kill")
                .args(["-KILL", "--", &format!("-{}", self.process.id())])
                .stderr(Stdio::null())
                .status(),
        );
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// One `WebDriver` command (W3C `WebDriver` §6): its value, or its error and message.
fn send(agent: &ureq::Agent, address: &str, body: &Value) -> Result<Value, String> {
    let mut response = agent
        .post(address)
        .send_json(body)
        .map_err(|it| it.to_string())?;
    let mut answer: Value = response
        .body_mut()
        .read_json()
        .map_err(|it| it.to_string())?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        None => Ok(value),
        Some(error) => Err(format!("{error}: {}", value["message"])),
    }
}
