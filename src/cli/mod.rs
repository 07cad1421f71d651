//! The commands: from arguments to an exit code.
//!
//! Exit 0: success. 1: problems in the site's files. 2: wrong usage, or an I/O error.
//! The only room that accesses the clock, the environment and the terminal; it makes no decisions about the
//! site.

mod arguments;
mod build;
mod convert;
mod double_click;
mod draw;
mod end;
mod environment;
mod explain;
mod export;
mod init;
mod kind;
mod new;
mod publish;
mod serve;
mod site_arguments;
mod terminal;
mod usage;

use std::{ffi::OsString, process::ExitCode, sync::Arc};

use clap::Parser as _;

use self::{
    arguments::{Arguments, Command},
    end::CommandEnd,
    terminal::Terminal,
    usage::Complaint,
};
use crate::program::Program;

/// Runs one command: `arguments` as the system passes them, the program's name first.
pub fn run(arguments: Vec<OsString>, program: Arc<Program>) -> ExitCode {
    let terminal = Terminal::of_this_process();
    let end = match Arguments::try_parse_from(arguments) {
        Ok(Arguments {
            command: Some(command),
        }) => run_command(command, program, &terminal),
        Ok(Arguments { command: None }) if windows_calls::is_own_console() => {
            let run = |command| run_command(command, Arc::clone(&program), &terminal);
            double_click::run(&terminal, &run)
        }
        Ok(Arguments { command: None }) => tell(usage::OVERVIEW, &terminal),
        Err(error) => match usage::answer(&error) {
            usage::Answer::Text(text) => tell(&text, &terminal),
            usage::Answer::Complaint(complaint) => complain(&complaint, &terminal),
        },
    };
    end.into()
}

fn run_command(command: Command, program: Arc<Program>, terminal: &Terminal) -> CommandEnd {
    let result = match command {
        Command::Init(arguments) => init::run(&arguments, terminal),
        Command::New(arguments) => new::run(&arguments, terminal),
        Command::Build(arguments) => build::run(arguments, program, terminal),
        Command::Export(arguments) => export::run(arguments, program, terminal),
        Command::Serve(arguments) => serve::run(arguments, program, *terminal),
        Command::Publish(arguments) => publish::publish(arguments, program, terminal),
        Command::Rollback(arguments) => publish::rollback(&arguments, terminal),
        Command::Releases(arguments) => publish::releases(&arguments, terminal),
        Command::Target(arguments) => publish::target(&arguments, terminal),
        Command::Verify(arguments) => publish::verify(&arguments, terminal),
        Command::Status(folder) => publish::status(&folder, program, terminal),
        Command::Schedule(arguments) => publish::schedule(&arguments, terminal),
    };
    result.unwrap_or_else(|complaint| complain(&complaint, terminal))
}

fn tell(text: &str, terminal: &Terminal) -> CommandEnd {
    match terminal.data(text) {
        Ok(()) => CommandEnd::Done,
        Err(complaint) => complain(&complaint, terminal),
    }
}

fn complain(complaint: &Complaint, terminal: &Terminal) -> CommandEnd {
    terminal.complain(complaint);
    CommandEnd::CouldNotRun
}
