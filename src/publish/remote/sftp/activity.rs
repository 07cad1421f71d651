//! When a connection last did something, and the first bytes that the server sent.
//!
//! In: the bytes that pass through an `ObservedStream`. Out: whether the connection counts as cut, and the
//! banner. Silence is what counts, never the duration of a request: a slow upload of a large file goes on.

use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// Shared between a connection's stream and whoever waits for an answer on it.
#[derive(Clone)]
pub(super) struct Activity {
    state: Arc<Mutex<State>>,
    limit: Duration,
}

struct State {
    /// When bytes of any kind were last received; answers to SSH's keep-alive requests count too.
    received: Instant,
    /// When an answer to a request was last received, or a part of an upload went out.
    advanced: Instant,
    /// What the server sent first.
    head: Vec<u8>,
}

/// How long a server that still answers keep-alive requests may take for an answer, in multiples of the
/// limit.
const PATIENCE: u32 = 4;
/// Writes below this size may be keep-alive requests.
const UPLOAD_BYTES: usize = 512;
/// A banner has at most 255 bytes (RFC 4253 §4.2).
const HEAD_BYTES: usize = 255;

impl Activity {
    pub(super) fn new(limit: Duration) -> Self {
        let now = Instant::now();
        let state = State {
            received: now,
            advanced: now,
            head: Vec::new(),
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            limit,
        }
    }

    /// A request begins, or an answer has arrived.
    pub(super) fn advance(&self) {
        let mut state = self.lock();
        state.advanced = Instant::now();
        state.received = state.advanced;
    }

    pub(super) fn head(&self) -> Vec<u8> {
        self.lock().head.clone()
    }

    /// Waits for `future` while the connection is active.
    ///
    /// # Errors
    /// `Cut` if nothing was received for the limit, or only answers to keep-alive requests for four times as
    /// long.
    pub(super) async fn watch<F: Future>(&self, future: F) -> Result<F::Output, RemoteError> {
        let mut future = pin!(future);
        let tick = (self.limit / 8).clamp(Duration::from_millis(20), Duration::from_secs(1));
        loop {
            match tokio::time::timeout(tick, &mut future).await {
                Ok(output) => return Ok(output),
                Err(_) if self.is_silent() => return Err(silent(self.limit)),
                Err(_) => {}
            }
        }
    }

    fn is_silent(&self) -> bool {
        let state = self.lock();
        state.received.max(state.advanced).elapsed() > self.limit
            || state.advanced.elapsed() > self.limit * PATIENCE
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

/// A stream that notes when bytes pass.
pub(super) struct ObservedStream<S> {
    stream: S,
    activity: Activity,
}

impl<S> ObservedStream<S> {
    pub(super) fn new(stream: S, activity: Activity) -> Self {
        Self { stream, activity }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ObservedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        let new = &buffer.filled()[before..];
        if !new.is_empty() {
            let mut state = self.activity.lock();
            state.received = Instant::now();
            let missing = HEAD_BYTES - state.head.len();
            state.head.extend(&new[..new.len().min(missing)]);
        }
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ObservedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = result
            && written >= UPLOAD_BYTES
        {
            self.activity.lock().advanced = Instant::now();
        }
        result
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

fn silent(limit: Duration) -> RemoteError {
    let seconds = limit.as_secs_f32();
    RemoteError::new(
        RemoteErrorKind::Cut,
        format!("the server was silent for {seconds} s"),
    )
}
