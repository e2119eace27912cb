//! Drives a headless Chromium with the DevTools protocol over pipes, which needs no port, no driver and no crate.

use serde_json::{Value, json};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a step may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page.
pub struct Browser {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    session: Option<String>,
    /// The URLs that the page has requested.
    pub requests: Vec<String>,
    /// The messages of its console, and uncaught exceptions.
    pub complaints: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser. Without one, prints that the test is skipped; not with `println!`, whose output cargo hides
    /// if a test passes.
    pub fn start_or_say() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let found = names.into_iter().find(|name| {
            let mut version = Command::new(name);
            version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
            version.status().is_ok_and(|status| status.success())
        });
        if found.is_none() {
            let said = writeln!(io::stderr(), "skipped: there is no Chromium to open the docs page with");
            said.unwrap();
        }
        found.map(Self::start)
    }

    fn start(name: &str) -> Self {
        let profile = TempDir::new().unwrap();
        // The browser reads messages from the file descriptor 3 and writes them to 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 >/dev/null 2>&1", name])
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args(["--no-first-run", "--disable-background-networking", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            for message in output.split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).unwrap_or_default();
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let (requests, complaints) = (Vec::new(), Vec::new());
        let mut browser = Self {
            process,
            input,
            messages,
            last_id: 0,
            session: None,
            requests,
            complaints,
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let target = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", &target);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Calls a method of the protocol, and returns its result.
    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).unwrap();
        self.input.flush().unwrap();
        let start = Instant::now();
        loop {
            let rest = PATIENCE.saturating_sub(start.elapsed());
            let message =
                self.messages.recv_timeout(rest).unwrap_or_else(|error| panic!("{method}: {error}"));
            if message["id"] == json!(self.last_id) {
                assert_eq!(message.get("error"), None, "{method}");
                return message["result"].clone();
            }
            self.note(&message);
        }
    }

    /// Keeps an event.
    fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        match event["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                self.requests.extend(parameters["request"]["url"].as_str().map(str::to_owned));
            }
            Some("Runtime.exceptionThrown") => self.complaints.push(parameters.to_string()),
            // A response of 401 is an error of the network, and advice is not an error.
            Some("Log.entryAdded")
                if parameters["entry"]["level"] == "error" && parameters["entry"]["source"] != "network" =>
            {
                self.complaints.push(parameters["entry"].to_string());
            }
            _ => {}
        }
    }

    /// Opens a page.
    pub fn open(&mut self, url: &str) {
        let result = self.call("Page.navigate", &json!({ "url": url }));
        assert_eq!(result.get("errorText"), None, "{url}");
    }

    /// Returns the value of an expression in the page.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "returnByValue": true });
        let result = self.call("Runtime.evaluate", &parameters);
        assert_eq!(result.get("exceptionDetails"), None, "{expression}");
        result["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    pub fn wait_for(&mut self, expression: &str) {
        let start = Instant::now();
        while self.evaluate(expression) != json!(true) {
            if start.elapsed() > PATIENCE {
                let text = self.evaluate("document.body.innerText");
                let (requests, complaints) = (&self.requests, &self.complaints);
                panic!("it does not become true: {expression}\n{text}\n{requests:#?}\n{complaints:#?}");
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Clicks on an element, once it is there.
    pub fn click(&mut self, selector: &str) {
        let selector = json!(selector);
        self.wait_for(&format!("document.querySelector({selector}) !== null"));
        self.evaluate(&format!("document.querySelector({selector}).click()"));
    }

    /// Types text into an input, once it is there.
    pub fn fill(&mut self, selector: &str, text: &str) {
        let selector = json!(selector);
        self.wait_for(&format!("document.querySelector({selector}) !== null"));
        self.evaluate(&format!("document.querySelector({selector}).focus()"));
        self.call("Input.insertText", &json!({ "text": text }));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
