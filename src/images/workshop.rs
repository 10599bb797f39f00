//! Bounds the work on pictures: a large one takes seconds of a core and some 300 MB.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{Processed, Purpose, process};
use crate::error::{AppError, Result};

/// How many pictures are worked on at once, whatever the number of cores: it is memory that bounds them.
const AT_ONCE: usize = 2;
/// How many may wait: each holds its upload in memory.
const QUEUE: usize = 16;
/// How long one may wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// The one door to picture processing. Clones share its bounds.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Who works or waits.
    places: Arc<Semaphore>,
    /// Who works.
    benches: Arc<Semaphore>,
}

impl Default for Workshop {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + QUEUE)), benches: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Workshop {
    /// Makes an upload into a picture, off the async threads.
    ///
    /// # Errors
    /// What is wrong with the picture; [`AppError::Unavailable`] when too many are being worked on.
    pub async fn process(&self, upload: impl AsRef<[u8]> + Send + 'static, purpose: Purpose) -> Result<Processed> {
        let busy = || AppError::Unavailable { reason: "too many pictures are being worked on".into() };
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| busy())?;
        let bench = tokio::time::timeout(PATIENCE, Arc::clone(&self.benches).acquire_owned())
            .await
            .map_err(|_| busy())?
            .map_err(AppError::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work, not by the request: whoever hangs up does not stop the work.
            let _held = (place, bench);
            process(upload.as_ref(), purpose)
        });
        Ok(done.await.map_err(AppError::internal)??)
    }
}
