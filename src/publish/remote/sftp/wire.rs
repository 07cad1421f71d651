//! Requests and replies of SFTP over one channel of an SSH connection.
//!
//! In: requests, any number of them before the first reply. Out: replies in the order in which they arrive.
//! Never waits without an end: a connection that is closed or silent is `Cut`, also while a request is being
//! sent that the server's window has no room for.

use std::pin::pin;

use russh::client::{Handle, Msg};
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};

use super::activity::Activity;
use super::host_key::HostKeyCheck;
use super::packet::{Malformed, Reply, Request};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

pub(super) struct Wire {
    outgoing: ChannelWriteHalf<Msg>,
    incoming: ChannelReadHalf,
    /// What was received and is no whole packet yet.
    received: Vec<u8>,
    activity: Activity,
    last_id: u32,
    /// The connection ends when it is dropped.
    _connection: Handle<HostKeyCheck>,
}

impl Wire {
    pub(super) fn new(
        connection: Handle<HostKeyCheck>,
        channel: Channel<Msg>,
        activity: Activity,
    ) -> Self {
        let (incoming, outgoing) = channel.split();
        Self {
            outgoing,
            incoming,
            received: Vec::new(),
            activity,
            last_id: 0,
            _connection: connection,
        }
    }

    /// A request with an id of its own, to be filled in and sent.
    pub(super) fn request(&mut self, kind: u8) -> Request {
        self.last_id = self.last_id.wrapping_add(1);
        Request::new(kind, self.last_id)
    }

    /// The id of the last request.
    pub(super) fn last_id(&self) -> u32 {
        self.last_id
    }

    /// Sends a request and waits for its reply; no other may be under way.
    pub(super) async fn ask(&mut self, request: Request) -> Result<Reply, RemoteError> {
        let id = self.last_id;
        self.send(request).await?;
        let reply = self.reply().await?;
        if reply.id == id {
            Ok(reply)
        } else {
            Err(malformed(Malformed))
        }
    }

    /// Hands a request to the connection. Replies that arrive meanwhile are kept.
    pub(super) async fn send(&mut self, request: Request) -> Result<(), RemoteError> {
        self.activity.advance();
        let mut sending = pin!(self.outgoing.data_bytes(request.into_bytes()));
        loop {
            tokio::select! {
                biased;
                sent = &mut sending => return sent.map_err(|error| cut(&error.to_string())),
                message = self.activity.watch(self.incoming.wait()) => {
                    keep(message?, &mut self.received)?;
                }
            }
        }
    }

    /// The next reply to any request under way.
    pub(super) async fn reply(&mut self) -> Result<Reply, RemoteError> {
        loop {
            if let Some(reply) = Reply::take(&mut self.received).map_err(malformed)? {
                self.activity.advance();
                return Ok(reply);
            }
            let message = self.activity.watch(self.incoming.wait()).await?;
            keep(message, &mut self.received)?;
        }
    }
}

fn keep(message: Option<ChannelMsg>, received: &mut Vec<u8>) -> Result<(), RemoteError> {
    match message {
        Some(ChannelMsg::Data { data }) => received.extend_from_slice(&data),
        None | Some(ChannelMsg::Eof | ChannelMsg::Close) => {
            return Err(cut("the connection was closed"));
        }
        Some(ChannelMsg::Failure) => return Err(RemoteError::unsupported("sftp")),
        // What a server writes to its standard error, and its exit status, are no part of the protocol.
        Some(_) => {}
    }
    Ok(())
}

pub(super) fn malformed(_: Malformed) -> RemoteError {
    RemoteError::new(
        RemoteErrorKind::WrongProtocol(String::new()),
        "the answer is no SFTP packet",
    )
}

fn cut(detail: &str) -> RemoteError {
    RemoteError::new(RemoteErrorKind::Cut, detail)
}
