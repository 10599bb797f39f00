//! `talka ledger`

use std::process::ExitCode;

use crate::config::Config;
use crate::error::Result;
use crate::ledger::{proof, seal};

/// What to do with the ledger.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub(super) enum LedgerCommand {
    /// Prove that every transaction balances, every balance is the sum of its entries and the chain of seals is whole;
    /// exit with 1 and a list of rows if not.
    Verify,
}

/// Proves the ledger of the configured database.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(config: &Config, command: LedgerCommand) -> Result<ExitCode> {
    let LedgerCommand::Verify = command;
    let db = super::existing(config)?;
    let (extent, damages, head) = db.read_now(|c| {
        let mut damages = 0_u64;
        let extent = proof::prove(c, &mut |damage| {
            let proof::Damage { table, row, what, stored, wanted } = damage;
            println!("{table} {row} {what}: stored {stored}, expected {wanted}");
            damages += 1;
        })?;
        Ok((extent, damages, seal::head(c)?))
    })?;
    let proof::Extent { transactions, entries, seals } = extent;
    println!("{transactions} transactions, {entries} entries, {seals} seals");
    if let Some(head) = head {
        println!("head: {} {}", head.seq, head.hash);
    }
    if damages > 0 {
        println!("{damages} damages");
        return Ok(ExitCode::FAILURE);
    }
    println!("no damage");
    Ok(ExitCode::SUCCESS)
}
