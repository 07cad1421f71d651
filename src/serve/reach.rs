//! Who may send requests, from where, and at which addresses.

use std::net::SocketAddr;

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::net::TcpListener;

/// Who may send requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Browsers on this machine.
    Machine,
    /// Also clients in the same network that have the token.
    Network,
}

/// The addresses of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    pub port: u16,
    /// On this machine.
    pub address: String,
    /// In the network, each with the token.
    pub network_addresses: Vec<String>,
}

/// Both ends of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connection {
    /// `None` if the connection was closed before its addresses were read.
    pub own: Option<SocketAddr>,
    pub other: SocketAddr,
}

impl Connected<IncomingStream<'_, TcpListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self {
            own: stream.io().local_addr().ok(),
            other: *stream.remote_addr(),
        }
    }
}
