//! A proxy that cuts connections after a number of bytes, or passes requests on late.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

pub struct Cutter {
    pub port: u16,
    limits: Arc<Limits>,
}

struct Limits {
    /// Bytes that all connections together may still pass before the one that passes the last is cut; then
    /// none is.
    once: AtomicI64,
    /// Bytes that every new connection may pass, in both directions.
    each: AtomicI64,
    cuts: AtomicU64,
    /// How long whatever a client sends is kept back on every third connection, in milliseconds.
    delay_ms: AtomicU64,
    connections: AtomicU64,
}

impl Cutter {
    /// Passes everything on to a port of this machine, until it is told to cut.
    pub fn new(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let limits = Arc::new(Limits {
            once: AtomicI64::new(i64::MAX),
            each: AtomicI64::new(i64::MAX),
            cuts: AtomicU64::new(0),
            delay_ms: AtomicU64::new(0),
            connections: AtomicU64::new(0),
        });
        let shared = Arc::clone(&limits);
        // The thread ends with the process of the tests.
        thread::spawn(move || accept(&listener, to, &shared));
        Self { port, limits }
    }

    /// One connection is cut, at the moment when so many bytes have passed.
    pub fn cut_once_after(&self, bytes: u64) {
        self.never_cut();
        self.limits
            .once
            .store(bytes.cast_signed(), Ordering::SeqCst);
    }

    /// Each connection is cut when so many bytes have passed on it.
    pub fn cut_each_after(&self, bytes: u64) {
        self.never_cut();
        self.limits
            .each
            .store(bytes.cast_signed(), Ordering::SeqCst);
    }

    pub fn never_cut(&self) {
        self.limits.once.store(i64::MAX, Ordering::SeqCst);
        self.limits.each.store(i64::MAX, Ordering::SeqCst);
    }

    /// Whatever a client sends on every third connection reaches the server so much later, even if the client
    /// is gone by then.
    pub fn delay_ms(&self, delay_ms: u64) {
        self.limits.delay_ms.store(delay_ms, Ordering::SeqCst);
    }

    /// How often a connection was cut.
    pub fn cuts(&self) -> u64 {
        self.limits.cuts.load(Ordering::SeqCst)
    }
}

fn accept(listener: &TcpListener, to: u16, limits: &Arc<Limits>) {
    for client in listener.incoming() {
        let client = client.unwrap();
        if let Ok(server) = TcpStream::connect(("127.0.0.1", to)) {
            connect(&client, &server, limits);
        }
    }
}

fn connect(client: &TcpStream, server: &TcpStream, limits: &Arc<Limits>) {
    let connection = Arc::new(Connection {
        left: AtomicI64::new(limits.each.load(Ordering::SeqCst)),
        is_cut: AtomicBool::new(false),
        sockets: [client, server].map(|it| it.try_clone().unwrap()),
    });
    let is_slow = limits.connections.fetch_add(1, Ordering::SeqCst) % 3 == 2;
    for (from, to, is_late) in [(client, server, is_slow), (server, client, false)] {
        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let (connection, limits) = (Arc::clone(&connection), Arc::clone(limits));
        thread::spawn(
            move || match pass(from, &to, &connection.left, (&limits, is_late)) {
                true => connection.cut(&limits),
                false => drop(to.shutdown(Shutdown::Write)),
            },
        );
    }
}

struct Connection {
    /// Bytes that it may still pass.
    left: AtomicI64,
    is_cut: AtomicBool,
    sockets: [TcpStream; 2],
}

impl Connection {
    /// Ends both directions at both sides.
    fn cut(&self, limits: &Limits) {
        if !self.is_cut.swap(true, Ordering::SeqCst) {
            limits.cuts.fetch_add(1, Ordering::SeqCst);
        }
        for socket in &self.sockets {
            drop(socket.shutdown(Shutdown::Both));
        }
    }
}

/// Passes bytes on until one side ends; true if the connection is to be cut.
fn pass(
    mut from: TcpStream,
    mut to: &TcpStream,
    left: &AtomicI64,
    (limits, is_late): (&Limits, bool),
) -> bool {
    let mut buffer = [0; 4096];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) | Err(_) => return false,
            Ok(count) => count,
        };
        if is_late {
            thread::sleep(Duration::from_millis(
                limits.delay_ms.load(Ordering::SeqCst),
            ));
        }
        let bytes = i64::try_from(count).unwrap();
        let of_all = limits.once.fetch_sub(bytes, Ordering::SeqCst);
        let of_this = left.fetch_sub(bytes, Ordering::SeqCst);
        let passed = of_all.min(of_this).clamp(0, bytes);
        let is_sent = to
            .write_all(&buffer[..usize::try_from(passed).unwrap()])
            .is_ok();
        if passed < bytes {
            limits.once.store(i64::MAX, Ordering::SeqCst);
            return true;
        }
        if !is_sent {
            return false;
        }
    }
}
