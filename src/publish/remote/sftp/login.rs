//! Login on a connection: with a key, an agent's keys, or a password.
//!
//! In: an encrypted connection to the pinned server, and the account. Out: a connection that is logged in.
//! Tries in the order key, agent, password, and leaves out what the server does not accept; never shows a
//! secret in an error.

use std::path::Path;
use std::sync::Arc;

use russh::client::{AuthResult, Handle, KeyboardInteractiveAuthResponse};
use russh::keys::agent::AgentIdentity;
use russh::keys::agent::client::{AgentClient, AgentStream};
use russh::keys::{HashAlg, PrivateKey, PrivateKeyWithHashAlg, PublicKey, decode_secret_key};
use russh::{MethodKind, MethodSet};

use super::connect::Connection;
use super::host_key::HostKeyCheck;
use super::{AgentUse, Algorithms, PrivateKeyText, SftpSettings};
use crate::publish::remote::{RemoteError, RemoteErrorKind, Secret};

/// Keys of an agent that are tried; servers count each against the limit of six tries (`MaxAuthTries`).
const MOST_AGENT_KEYS: usize = 4;
/// Rounds of questions that are answered before the login counts as refused.
const MOST_ROUNDS: usize = 4;

/// Logs in.
///
/// # Errors
/// `Denied` if nothing was accepted, with what the server accepts; `Cut`.
pub(super) async fn log_in(
    connection: &mut Connection,
    settings: &SftpSettings,
) -> Result<(), RemoteError> {
    let key = settings.key.as_ref().map(read_key).transpose()?;
    let watch = connection.activity.clone();
    let mut login = Login {
        handle: &mut connection.handle,
        user: &settings.user,
        algorithms: settings.algorithms,
        remaining: None,
        is_accepted: false,
        hints: Vec::new(),
    };
    watch.advance();
    let result = watch.watch(login.run(settings, key)).await?;
    let (is_accepted, remaining, hints) = (login.is_accepted, login.remaining.take(), login.hints);
    if is_accepted {
        return Ok(());
    }
    let farewell = connection.notes.farewell();
    match (result, farewell) {
        (_, Some(farewell)) => Err(RemoteError::new(RemoteErrorKind::Denied, farewell)),
        (Err(error), None) => Err(RemoteError::new(RemoteErrorKind::Cut, error)),
        (Ok(()), None) if connection.handle.is_closed() => Err(RemoteError::new(
            RemoteErrorKind::Cut,
            "closed during the login",
        )),
        (Ok(()), None) => Err(denied(remaining.as_ref(), &hints)),
    }
}

fn read_key(key: &PrivateKeyText) -> Result<PrivateKey, RemoteError> {
    decode_secret_key(
        key.text.reveal(),
        key.passphrase.as_ref().map(Secret::reveal),
    )
    .map_err(|error| RemoteError::new(RemoteErrorKind::Denied, format!("key: {error}")))
}

struct Login<'a> {
    handle: &'a mut Handle<HostKeyCheck>,
    user: &'a str,
    algorithms: Algorithms,
    /// What the server accepts, once it has said so.
    remaining: Option<MethodSet>,
    is_accepted: bool,
    /// Problems that are no refusal by the server, such as an agent that does not answer.
    hints: Vec<String>,
}

impl Login<'_> {
    async fn run(
        &mut self,
        settings: &SftpSettings,
        key: Option<PrivateKey>,
    ) -> Result<(), russh::Error> {
        if let Some(key) = key {
            self.with_key(Arc::new(key)).await?;
        }
        match &settings.agent {
            AgentUse::At(path) if self.may_try(MethodKind::PublicKey) => {
                self.with_agent(path).await?;
            }
            AgentUse::At(_) | AgentUse::Never => {}
        }
        if let Some(password) = &settings.password {
            if self.may_try(MethodKind::Password) {
                let answer = self
                    .handle
                    .authenticate_password(self.user, password.reveal())
                    .await?;
                self.take(answer);
            }
            if self.may_try(MethodKind::KeyboardInteractive) {
                self.with_questions(password).await?;
            }
        }
        Ok(())
    }

    /// A server tells what it accepts with its first refusal.
    fn may_try(&self, method: MethodKind) -> bool {
        !self.is_accepted
            && !self.handle.is_closed()
            && self
                .remaining
                .as_ref()
                .is_none_or(|methods| methods.contains(&method))
    }

    fn take(&mut self, answer: AuthResult) {
        match answer {
            AuthResult::Success => self.is_accepted = true,
            AuthResult::Failure {
                remaining_methods, ..
            } => self.remaining = Some(remaining_methods),
        }
    }

    async fn with_key(&mut self, key: Arc<PrivateKey>) -> Result<(), russh::Error> {
        for hash in self.hashes(key.public_key()).await? {
            if self.may_try(MethodKind::PublicKey) {
                let key = PrivateKeyWithHashAlg::new(Arc::clone(&key), hash);
                let answer = self.handle.authenticate_publickey(self.user, key).await?;
                self.take(answer);
            }
        }
        Ok(())
    }

    /// The hashes with which an RSA key may sign, best first; other keys have only one way.
    async fn hashes(&self, key: &PublicKey) -> Result<Vec<Option<HashAlg>>, russh::Error> {
        if !key.algorithm().is_rsa() {
            return Ok(vec![None]);
        }
        let mut hashes = match self.handle.best_supported_rsa_hash().await? {
            Some(Some(best)) => return Ok(vec![Some(best)]),
            Some(None) => Vec::new(),
            None => vec![Some(HashAlg::Sha256)],
        };
        match self.algorithms {
            Algorithms::Modern => {}
            // The signature `ssh-rsa`, by SHA-1.
            Algorithms::Legacy => hashes.push(None),
        }
        Ok(hashes)
    }

    async fn with_agent(&mut self, path: &Path) -> Result<(), russh::Error> {
        let mut agent = match open_agent(path).await {
            Ok(agent) => agent,
            Err(error) => {
                self.hints.push(format!("agent: {error}"));
                return Ok(());
            }
        };
        let identities = match agent.request_identities().await {
            Ok(identities) => identities,
            Err(error) => {
                self.hints.push(format!("agent: {error}"));
                return Ok(());
            }
        };
        let keys = identities
            .into_iter()
            .filter_map(|identity| match identity {
                AgentIdentity::PublicKey { key, .. } => Some(key),
                AgentIdentity::Certificate { .. } => None,
            });
        let mut offers = Vec::new();
        for key in keys.take(MOST_AGENT_KEYS) {
            let hashes = self.hashes(&key).await?;
            offers.extend(hashes.into_iter().map(|hash| (key.clone(), hash)));
        }
        for (key, hash) in offers {
            if !self.may_try(MethodKind::PublicKey) {
                return Ok(());
            }
            let answer = self
                .handle
                .authenticate_publickey_with(self.user, key, hash, &mut agent)
                .await;
            match answer {
                Ok(answer) => self.take(answer),
                Err(error) => self.hints.push(format!("agent: {error}")),
            }
        }
        Ok(())
    }

    /// Answers a question that is not shown while it is typed with the password, and any other with nothing.
    async fn with_questions(&mut self, password: &Secret) -> Result<(), russh::Error> {
        let mut response = self
            .handle
            .authenticate_keyboard_interactive_start(self.user, None)
            .await?;
        for _ in 0..MOST_ROUNDS {
            let prompts = match response {
                KeyboardInteractiveAuthResponse::Success => {
                    self.is_accepted = true;
                    return Ok(());
                }
                KeyboardInteractiveAuthResponse::Failure {
                    remaining_methods, ..
                } => {
                    self.remaining = Some(remaining_methods);
                    return Ok(());
                }
                KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } => prompts,
            };
            let answers = prompts.iter().map(|prompt| match prompt.echo {
                true => String::new(),
                false => password.reveal().to_owned(),
            });
            response = self
                .handle
                .authenticate_keyboard_interactive_respond(answers.collect())
                .await?;
        }
        Ok(())
    }
}

type Agent = AgentClient<Box<dyn AgentStream + Send + Unpin>>;

#[cfg(unix)]
async fn open_agent(path: &Path) -> Result<Agent, russh::keys::Error> {
    Ok(AgentClient::connect_uds(path).await?.dynamic())
}

#[cfg(windows)]
async fn open_agent(path: &Path) -> Result<Agent, russh::keys::Error> {
    Ok(AgentClient::connect_named_pipe(path).await?.dynamic())
}

fn denied(remaining: Option<&MethodSet>, hints: &[String]) -> RemoteError {
    let accepted: Vec<&str> = remaining
        .map(|methods| methods.iter().map(<&'static str>::from).collect())
        .unwrap_or_default();
    let mut detail = match remaining {
        Some(_) => format!("the server accepts: {}", accepted.join(",")),
        None => "no password, key or agent was given".to_owned(),
    };
    for hint in hints {
        detail.push_str("; ");
        detail.push_str(hint);
    }
    RemoteError::new(RemoteErrorKind::Denied, detail)
}
