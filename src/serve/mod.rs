//! The preview server: shows the site in a browser while it is being written.
//!
//! In: a site folder. Out: a server on this machine, until it is stopped. Renders each file on request; never
//! writes anything but the cache.

mod address;
mod answer;
mod builder;
mod desk;
mod events;
mod guard;
mod inject;
mod memory;
mod notice;
mod problem;
mod published;
mod range;
mod reach;
mod served;
mod watch;

use std::{sync::Arc, time::Duration};

use axum::Router;
use tokio::net::TcpListener;

use self::{
    address::no_network, builder::PreviewBuilder, guard::Guard, reach::Connection, served::Served,
};
pub use self::{
    builder::{Cause, Observer, Update},
    reach::{Reach, Ready},
    watch::WatchMode,
};
use crate::pipeline::{BuildOptions, Failure};

/// How many files are rendered at once; more threads would compete for the same processors.
const RENDERERS: usize = 4;
/// How long a render in progress may delay the shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

pub struct ServeOptions {
    pub site: BuildOptions,
    /// 0 means any free port.
    pub port: u16,
    pub reach: Reach,
    pub mode: WatchMode,
}

/// Serves the site until the process is asked to stop.
///
/// # Errors
/// There is no free port, or the system provides no network, random numbers or signals.
pub fn run(options: ServeOptions, observer: &Arc<dyn Observer>) -> Result<(), Failure> {
    let (guard, addresses) = match options.reach {
        Reach::Machine => (Guard::of_machine(), Vec::new()),
        Reach::Network => (Guard::of_network()?, address::own()?),
    };
    let listener = address::listen(options.port, options.reach)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(RENDERERS)
        .build()
        .map_err(|it| no_network(&it))?;
    let (builder, snapshots) =
        PreviewBuilder::start(options.site, options.mode, Arc::clone(observer));
    let ended = runtime.block_on(async {
        let serving = async {
            let snapshots = snapshots.await.map_err(|_| no_first_snapshot())?;
            let port = listener.local_addr().map_err(|it| no_network(&it))?.port();
            let served = Arc::new(Served::new(snapshots, builder.refresh(), guard));
            observer.ready(&ready(port, &addresses, &served));
            let listener = TcpListener::from_std(listener).map_err(|it| no_network(&it))?;
            let router = Router::new().fallback(answer::answer).with_state(served);
            let service = router.into_make_service_with_connect_info::<Connection>();
            axum::serve(listener, service)
                .await
                .map_err(|it| no_network(&it))
        };
        tokio::select! {
            ended = serving => ended,
            told = stop_signal() => told,
        }
    });
    builder.end();
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    ended
}

fn ready(port: u16, addresses: &[std::net::IpAddr], served: &Served) -> Ready {
    let base = served.base_path();
    let address = |host: &str| format!("http://{host}:{port}{base}");
    let with_token = |host: &std::net::IpAddr| {
        let token = served.guard.token()?;
        Some(format!("{}?token={token}", address(&host.to_string())))
    };
    Ready {
        port,
        address: address("127.0.0.1"),
        network_addresses: addresses.iter().filter_map(with_token).collect(),
    }
}

/// Waits for Ctrl-C, or for the system's termination signal.
async fn stop_signal() -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut asked = signal(SignalKind::terminate()).map_err(|it| no_network(&it))?;
        tokio::select! {
            told = tokio::signal::ctrl_c() => told.map_err(|it| no_network(&it)),
            _ = asked.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.map_err(|it| no_network(&it))
}

fn no_first_snapshot() -> Failure {
    Failure {
        message: "程序在读入网站时出了错，预览没有运行".to_owned(),
        help: "请把上面的信息发给维护人员".to_owned(),
    }
}
