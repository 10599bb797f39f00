//! Runs password hashing beside the async threads, as many at once as there are cores.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::error::AppError;

use super::{Password, Verified, dummy_verify, hash, verify};

/// How many may wait for a core.
const QUEUE: usize = 32;
/// How long one may wait for a core.
const PATIENCE: Duration = Duration::from_secs(2);

/// The one door to password hashing. Clones share its bounds.
#[derive(Clone, Debug)]
pub struct Hasher {
    /// Who works or waits.
    places: Arc<Semaphore>,
    /// Who works.
    cores: Arc<Semaphore>,
}

/// Why nothing was hashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HasherError {
    /// 32 others wait, or the wait took over 2 s: answer 503 with Retry-After.
    #[error("too many passwords are being checked")]
    Busy,
    /// The system gave no randomness or memory, or the runtime is stopping.
    #[error("hashing failed: {0}")]
    Failed(String),
}

impl From<HasherError> for AppError {
    fn from(error: HasherError) -> Self {
        match error {
            HasherError::Busy => Self::Unavailable { reason: error.to_string() },
            HasherError::Failed(_) => Self::internal(error),
        }
    }
}

impl Default for Hasher {
    /// As many at once as the machine has cores.
    fn default() -> Hasher {
        Hasher::new(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Hasher {
    /// At most `cores` at once, and 32 that wait.
    pub fn new(cores: usize) -> Hasher {
        Hasher { places: Arc::new(Semaphore::new(cores + QUEUE)), cores: Arc::new(Semaphore::new(cores)) }
    }

    /// The PHC string of a password.
    ///
    /// # Errors
    ///
    /// [`HasherError::Busy`] under overload; [`HasherError::Failed`] when the system fails.
    pub async fn hash(&self, password: Password) -> Result<String, HasherError> {
        self.run(move || hash(&password)).await?.map_err(|error| HasherError::Failed(error.to_string()))
    }

    /// Compares what was typed with the stored PHC string; with none stored, takes as long and
    /// is [`Verified::No`].
    ///
    /// # Errors
    ///
    /// [`HasherError::Busy`] under overload; [`HasherError::Failed`] when the runtime stops.
    pub async fn verify(&self, phc: Option<String>, typed: String) -> Result<Verified, HasherError> {
        self.run(move || match phc {
            Some(phc) => verify(&phc, &typed),
            None => dummy_verify(&typed),
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, HasherError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| HasherError::Busy)?;
        let core = timeout(PATIENCE, Arc::clone(&self.cores).acquire_owned())
            .await
            .map_err(|_| HasherError::Busy)?
            .map_err(|closed| HasherError::Failed(closed.to_string()))?;
        spawn_blocking(move || {
            // Held by the work, not by the request: whoever hangs up does not stop the work.
            let _held = (place, core);
            work()
        })
        .await
        .map_err(|error| HasherError::Failed(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn hashes_and_verifies() {
        let hasher = Hasher::default();
        let password = Password::parse("Ångström 42", &[]).unwrap();
        let phc = hasher.hash(password).await.unwrap();
        let verify = |phc: Option<&String>, typed: &str| hasher.verify(phc.cloned(), typed.to_owned());
        assert_eq!(verify(Some(&phc), "Ångström 42").await, Ok(Verified::Yes));
        assert_eq!(verify(Some(&phc), "Ångström 43").await, Ok(Verified::No));
        assert_eq!(verify(None, "Ångström 42").await, Ok(Verified::No));
    }

    #[tokio::test]
    async fn no_more_work_at_once_than_cores() {
        let hasher = Hasher::new(2);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut tasks = Vec::new();
        for _ in 0..20 {
            let (hasher, now, most) = (hasher.clone(), Arc::clone(&now), Arc::clone(&most));
            tasks.push(tokio::spawn(async move {
                hasher
                    .run(move || {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(5));
                        now.fetch_sub(1, Ordering::SeqCst);
                    })
                    .await
            }));
        }
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_full_queue_answers_at_once_and_a_long_wait_ends() {
        let hasher = Hasher::new(1);
        let (release, blocked) = mpsc::channel::<()>();
        let spawn = |work: Box<dyn FnOnce() + Send>| {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.run(work).await })
        };
        let working = spawn(Box::new(move || blocked.recv().unwrap_or_default()));
        tokio::task::yield_now().await;
        let waiting: Vec<_> = (0..QUEUE).map(|_| spawn(Box::new(|| ()))).collect();
        tokio::task::yield_now().await;

        let start = tokio::time::Instant::now();
        assert_eq!(hasher.run(|| ()).await, Err(HasherError::Busy), "no place");
        assert!(start.elapsed() < Duration::from_millis(500));
        for waiter in waiting {
            assert_eq!(waiter.await.unwrap(), Err(HasherError::Busy), "no patience");
        }
        assert!(start.elapsed() >= Duration::from_millis(1_900));

        release.send(()).unwrap();
        assert_eq!(working.await.unwrap(), Ok(()));
        assert_eq!(hasher.run(|| 7).await, Ok(7), "places and core are free again");
    }

    #[tokio::test]
    async fn who_hangs_up_leaves_the_bound_intact() {
        let hasher = Hasher::new(1);
        let (release, blocked) = mpsc::channel::<()>();
        let task = {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.run(move || blocked.recv().unwrap_or_default()).await })
        };
        while hasher.cores.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(hasher.cores.available_permits(), 0, "the work goes on");
        release.send(()).unwrap();
        assert_eq!(hasher.run(|| 7).await, Ok(7));
    }
}
