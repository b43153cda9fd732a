//! The program: hands its arguments to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    hitquiz::cli::run(std::env::args_os())
}
