//! `talka backup`

use std::path::Path;
use std::process::ExitCode;

use super::verify::{self, Difference};
use crate::config::Config;
use crate::db::dialect;
use crate::error::Result;

/// Copies the embedded database while it is in use, and verifies the copy: a backup that nobody has read is a hope.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run(config: &Config, file: &Path) -> Result<ExitCode> {
    super::existing(config)?;
    dialect::backup(&config.database, file)?;
    let differences = dialect::read_copy(file, |c| verify::verify(c, &mut |found: &Difference| println!("{found}")))?;
    if differences > 0 {
        println!("the copy is in {}, but holds what is listed above: {differences} differences", file.display());
        return Ok(ExitCode::FAILURE);
    }
    let bytes = std::fs::metadata(file).map_or(0, |data| data.len());
    println!("{}: {bytes} bytes, whole and verified, pictures included", file.display());
    Ok(ExitCode::SUCCESS)
}
