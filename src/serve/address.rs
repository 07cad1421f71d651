//! The listening address of the preview, and the addresses under which a phone finds this machine.
//!
//! In: the requested port. Out: a listener on it, or on the next free one. Listens on the network only on
//! request.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
};

use super::reach::Reach;
use crate::pipeline::Failure;

/// How many ports after the requested one are tried.
const NEXT_PORTS: u16 = 20;

/// A listener on `port`, or on the next free one after it.
///
/// # Errors
/// All of them are in use, or the system refuses.
pub(super) fn listen(port: u16, reach: Reach) -> Result<TcpListener, Failure> {
    let host = match reach {
        Reach::Machine => Ipv4Addr::LOCALHOST,
        Reach::Network => Ipv4Addr::UNSPECIFIED,
    };
    let mut refused = None;
    for port in port..=port.saturating_add(NEXT_PORTS) {
        match TcpListener::bind(SocketAddr::from((host, port))) {
            Ok(listener) => {
                let without_waiting = listener.set_nonblocking(true);
                return without_waiting
                    .map(|()| listener)
                    .map_err(|it| no_network(&it));
            }
            Err(error) => refused = Some(error),
        }
    }
    let refused = refused.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse));
    Err(no_port(port, &refused))
}

/// This machine's network addresses, the most likely first.
///
/// # Errors
/// It has none.
pub(super) fn own() -> Result<Vec<IpAddr>, Failure> {
    let interfaces = if_addrs::get_if_addrs().map_err(|it| no_network(&it))?;
    let mut addresses: Vec<Ipv4Addr> = interfaces
        .iter()
        .filter_map(|it| match it.ip() {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        })
        .filter(|it| !it.is_loopback() && !it.is_link_local())
        .collect();
    // Offices and homes use these ranges; other addresses usually belong to tunnels and virtual machines.
    addresses.sort_by_key(|it| (it.octets()[0] != 192, !it.is_private(), *it));
    addresses.dedup();
    match addresses.is_empty() {
        true => Err(no_address()),
        false => Ok(addresses.into_iter().map(IpAddr::V4).collect()),
    }
}

fn no_port(port: u16, error: &io::Error) -> Failure {
    let last = port.saturating_add(NEXT_PORTS);
    Failure {
        message: format!("端口 {port} 到 {last} 都用不了：系统报告“{error}”"),
        help: "用 --port 换一个端口，例如 --port 8000".to_owned(),
    }
}

fn no_address() -> Failure {
    Failure {
        message: "这台电脑没有连上网络，手机找不到它".to_owned(),
        help: "让电脑和手机连上同一个网络再试；只在这台电脑上看，就去掉 --lan".to_owned(),
    }
}

pub(super) fn no_network(error: &io::Error) -> Failure {
    Failure {
        message: format!("预览不能运行：系统报告“{error}”"),
        help: "关掉一些程序再试；仍然不行就重启电脑".to_owned(),
    }
}
