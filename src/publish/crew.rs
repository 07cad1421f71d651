//! Several connections that work through a list of steps, and replace a connection that was cut.
//!
//! In: steps, and what to do for one. Out: all done, or the first error; the steps that were done are in the
//! journal. A step that is tried again after a cut must be harmless when it was done already.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use super::remote::{Connect, Remote, RemoteError};
use crate::pipeline::Failure;

/// How long to wait before each further attempt on a new connection.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(8),
    Duration::from_secs(15),
];

/// Why a step was not done.
#[derive(Debug)]
pub enum StepError {
    Remote(RemoteError),
    /// A problem of this computer.
    Local(Failure),
    /// Somebody else has taken over the lock of the target.
    LockLost,
}

impl From<RemoteError> for StepError {
    fn from(error: RemoteError) -> Self {
        Self::Remote(error)
    }
}

impl From<Failure> for StepError {
    fn from(failure: Failure) -> Self {
        Self::Local(failure)
    }
}

/// A step and why it was not done.
#[derive(Debug)]
pub struct Stopped {
    /// The path at which it happened; empty for the target as a whole.
    pub path: String,
    pub error: StepError,
}

/// The connections to one target.
pub struct Crew<'a> {
    connect: &'a dyn Connect,
    size: usize,
    pauses: &'a [Duration],
    idle: Mutex<Vec<Box<dyn Remote>>>,
}

impl<'a> Crew<'a> {
    pub fn new(connect: &'a dyn Connect, size: usize) -> Self {
        Self {
            connect,
            size: size.max(1),
            pauses: &PAUSES,
            idle: Mutex::default(),
        }
    }

    /// Opens the first connection and does one thing on it, without a second attempt: a wrong address should
    /// be told at once.
    ///
    /// # Errors
    /// There is no connection, or the act failed.
    pub fn first<T>(
        &self,
        act: impl FnOnce(&mut dyn Remote) -> Result<T, StepError>,
    ) -> Result<T, StepError> {
        let mut remote = self.connect.connect()?;
        let result = act(&mut *remote)?;
        self.lock().push(remote);
        Ok(result)
    }

    /// Does one thing on one connection.
    ///
    /// # Errors
    /// It failed, or the connection was cut again and again.
    pub fn one<T>(
        &self,
        act: impl Fn(&mut dyn Remote) -> Result<T, StepError>,
    ) -> Result<T, StepError> {
        let mut connection = None;
        self.attempt(&mut connection, &act).inspect(|_| {
            // Kept for the next step; after an error its state is not known.
            self.lock().extend(connection.take());
        })
    }

    /// Does `act` for each item, on all connections. Stops at the first error.
    ///
    /// # Errors
    /// The item at which it stopped.
    pub fn each<I: Sync>(
        &self,
        items: &[I],
        path: impl Fn(&I) -> &str + Sync,
        act: impl Fn(&mut dyn Remote, &I) -> Result<(), StepError> + Sync,
    ) -> Result<(), Stopped> {
        let next = AtomicUsize::new(0);
        let is_stopped = AtomicBool::new(false);
        let first_error = Mutex::new(None);
        let take = || match is_stopped.load(Ordering::Relaxed) {
            true => None,
            false => items.get(next.fetch_add(1, Ordering::Relaxed)),
        };
        let stop = |item: &I, error| {
            is_stopped.store(true, Ordering::Relaxed);
            let mut first = first_error.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(Stopped {
                path: path(item).to_owned(),
                error,
            });
        };
        let work = || {
            let mut connection = self.lock().pop();
            while let Some(item) = take() {
                let done = self.attempt(&mut connection, &|it| act(it, item));
                // After an error the state of the connection is not known.
                connection = connection.filter(|_| done.is_ok());
                done.unwrap_or_else(|error| stop(item, error));
            }
            self.lock().extend(connection);
        };
        thread::scope(|scope| {
            for _ in 1..self.size.min(items.len()) {
                scope.spawn(work);
            }
            work();
        });
        let error = first_error
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        error.map_or(Ok(()), Err)
    }

    fn attempt<T>(
        &self,
        connection: &mut Option<Box<dyn Remote>>,
        act: &dyn Fn(&mut dyn Remote) -> Result<T, StepError>,
    ) -> Result<T, StepError> {
        let mut pauses = self.pauses.iter();
        let mut idle = self.lock().pop();
        loop {
            // After a cut, other idle connections are probably dead too: a new one is opened.
            let tried = match connection.take().or_else(|| idle.take()) {
                Some(found) => Ok(found),
                None => self.connect.connect().map_err(StepError::Remote),
            };
            let result = match tried {
                Ok(mut remote) => {
                    let result = act(&mut *remote);
                    *connection = Some(remote).filter(|_| !was_cut(&result));
                    result
                }
                Err(error) => Err(error),
            };
            match result {
                Err(StepError::Remote(error)) if error.is_passing() => match pauses.next() {
                    Some(pause) => thread::sleep(*pause),
                    None => return Err(StepError::Remote(error)),
                },
                result => return result,
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Box<dyn Remote>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn was_cut<T>(result: &Result<T, StepError>) -> bool {
    matches!(result, Err(StepError::Remote(error)) if error.is_passing())
}
