//! The program `fanzha`: hands its arguments to the library and ends with the code that it returns.

use std::process::ExitCode;

fn main() -> ExitCode {
    fanzha::run(std::env::args_os())
}
