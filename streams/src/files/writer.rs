//! The thread that compresses and writes.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use super::{OpenError, Settings, StreamError, store::Store};
use crate::{BlockFile, RecordFile};

/// How many files may be on their way: a few seconds' worth, so that memory stays bounded.
const WAITING: usize = 8;

enum Job {
    Record(RecordFile),
    Block(BlockFile),
    Checkpoint { round: u64, bytes: Vec<u8>, done: SyncSender<()> },
    Flush { done: SyncSender<()> },
}

/// The handle of the thread. Dropping it waits until all that was sent is written.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<SyncSender<Job>>,
    /// What went wrong first.
    failure: Arc<Mutex<Option<StreamError>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(settings: &Settings) -> Result<Self, OpenError> {
        let store = Store::open(settings)?;
        let (jobs, waiting) = sync_channel(WAITING);
        let failure = Arc::default();
        let seen = Arc::clone(&failure);
        let thread = thread::Builder::new()
            .name("streams".into())
            .spawn(move || run(store, &waiting, &seen))
            .map_err(|source| OpenError::Io { path: settings.dir.clone(), source })?;
        Ok(Self { jobs: Some(jobs), failure, thread: Some(thread) })
    }

    pub(super) fn record(&self, file: RecordFile) -> Result<(), StreamError> {
        self.send(Job::Record(file))
    }

    pub(super) fn block(&self, file: BlockFile) -> Result<(), StreamError> {
        self.send(Job::Block(file))
    }

    pub(super) fn checkpoint(&self, round: u64, bytes: Vec<u8>) -> Result<(), StreamError> {
        self.wait(|done| Job::Checkpoint { round, bytes, done })
    }

    pub(super) fn flush(&self) -> Result<(), StreamError> {
        self.wait(|done| Job::Flush { done })
    }

    /// # Errors
    /// What went wrong.
    pub(super) fn check(&self) -> Result<(), StreamError> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.clone().map_or(Ok(()), Err)
    }

    fn send(&self, job: Job) -> Result<(), StreamError> {
        let jobs = self.jobs.as_ref().ok_or(StreamError::Gone)?;
        jobs.send(job).map_err(|_| StreamError::Gone)
    }

    fn wait(&self, job: impl FnOnce(SyncSender<()>) -> Job) -> Result<(), StreamError> {
        let (done, answer) = sync_channel(1);
        self.send(job(done))?;
        answer.recv().map_err(|_| StreamError::Gone)?;
        self.check()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that writes the streams has panicked");
        }
    }
}

/// Carries out jobs until there is no one left to send any. After a failure nothing more is written.
fn run(mut store: Store, jobs: &Receiver<Job>, failure: &Mutex<Option<StreamError>>) {
    let mut failed = false;
    while let Ok(job) = jobs.recv() {
        let (result, done) = match job {
            Job::Flush { done } => (Ok(()), Some(done)),
            Job::Checkpoint { done, .. } if failed => (Ok(()), Some(done)),
            Job::Checkpoint { round, bytes, done } => (store.checkpoint(round, &bytes), Some(done)),
            Job::Record(_) | Job::Block(_) if failed => (Ok(()), None),
            Job::Record(file) => (store.record(&file), None),
            Job::Block(file) => (store.block(&file), None),
        };
        if let Err(error) = result {
            tracing::error!(%error, "the streams end here");
            failed = true;
            *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
        if let Some(done) = done {
            // Who asked may be gone.
            let _ = done.send(());
        }
    }
}
