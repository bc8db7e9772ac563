//! `hapi-node`: a HAPI ledger on this machine, ready in a blink.

mod cli;

use std::process::ExitCode;

use cli::{Asked, Wish};

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before anything else: this may be a node of a network that another process keeps.
    if let Some(ended) = hapi_node::process::run_if_asked() {
        return ended;
    }
    let wish = match cli::parse(lexopt::Parser::from_env()) {
        Ok(Asked::Run(wish)) => wish,
        Ok(Asked::Help) => {
            println!("{}", cli::USAGE);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("hapi-node: {error}\n\n{}", cli::USAGE);
            return ExitCode::from(2);
        }
    };
    let ended = match wish {
        Wish::Embedded { address } => cli::embedded::run(address),
        Wish::Network(wish) => cli::network::run(wish),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hapi-node: {error}");
            ExitCode::FAILURE
        }
    }
}
