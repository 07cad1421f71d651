//! The preview, through the program itself over loopback: what it serves, to whom, and what it tells open
//! tabs.

mod browser;
mod client;
mod crowd;
mod desk;
mod faults;
mod files;
mod guard;
mod server;

use client::{Answer, Tab};
use server::Server;
