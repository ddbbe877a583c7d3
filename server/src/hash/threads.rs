//! The threads on which slow hashes are computed. There are as many as cores and never more, so the
//! memory of so many hashes is all that a crowd at the sign-in page can take, even when it hangs up and
//! comes again. They have less claim on the processor than the threads that answer requests: a page or a
//! mail program that has to wait for strangers who guess passwords would be their success.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::nice;
use tokio::sync::oneshot;

/// About a tenth of what others may have where there is not enough for all.
const NICENESS: i32 = 10;

type Job = Box<dyn FnOnce() + Send>;

/// The running threads; they end with the value.
pub(super) struct Threads(SyncSender<Job>);

impl Threads {
    /// Starts `count` threads, before which `queue` jobs may wait.
    pub(super) fn start(count: usize, queue: usize) -> io::Result<Self> {
        let (line, jobs) = sync_channel(queue);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..count.max(1) {
            let jobs = Arc::clone(&jobs);
            let thread = std::thread::Builder::new().name("hash".to_owned());
            thread.spawn(move || serve(&jobs))?;
        }
        Ok(Self(line))
    }

    /// Does the work when it is its turn; `None` when too many wait, or when it broke off.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (tell, told) = oneshot::channel();
        let job = move || {
            // Nobody waits any more when the request was given up.
            if !tell.is_closed() {
                drop(tell.send(work()));
            }
        };
        self.0.try_send(Box::new(job)).ok()?;
        told.await.ok()
    }
}

fn serve(jobs: &Mutex<Receiver<Job>>) {
    // On Linux this concerns the calling thread alone. Where it is refused, all are equal.
    if let Err(error) = nice(NICENESS) {
        tracing::warn!(%error, "slow hashes compete with everything else");
    }
    loop {
        // Who waits for a job holds the lock, and the others wait for the lock.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A panic ends this job only; its asker hears that nobody will answer.
        drop(catch_unwind(AssertUnwindSafe(job)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[tokio::test]
    async fn work_is_done_and_a_panic_ends_only_itself() {
        let threads = Threads::start(1, 4).unwrap();
        assert_eq!(threads.run(|| 7).await, Some(7));
        assert_eq!(threads.run(|| -> u8 { panic!("broken") }).await, None);
        assert_eq!(threads.run(|| 8).await, Some(8));
    }

    #[tokio::test]
    async fn who_hangs_up_does_not_make_room_for_more_at_once() {
        let threads = Arc::new(Threads::start(1, 1).unwrap());
        let (begun, at_work) = channel();
        let (go, wait) = channel::<()>();
        let slow = tokio::spawn({
            let threads = Arc::clone(&threads);
            async move {
                threads
                    .run(move || (begun.send(()), wait.recv()))
                    .await
                    .is_some()
            }
        });
        while at_work.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        slow.abort();
        assert!(slow.await.unwrap_err().is_cancelled());
        // The thread still works on the abandoned job: one may wait, the next hears "no" at once.
        let mut second = std::pin::pin!(threads.run(|| 2));
        tokio::select! {
            biased;
            _ = &mut second => panic!("it could not have begun"),
            none = threads.run(|| 3) => assert_eq!(none, None),
        }
        go.send(()).unwrap();
        assert_eq!(second.await, Some(2));
    }

    #[tokio::test]
    async fn the_threads_give_way_to_others() {
        let threads = Threads::start(1, 1).unwrap();
        let here = rustix::process::getpriority_process(None).unwrap();
        let there = threads
            .run(|| rustix::process::getpriority_process(None).unwrap())
            .await;
        assert_eq!(there, Some((here + NICENESS).min(19)));
        assert_eq!(rustix::process::getpriority_process(None).unwrap(), here);
    }
}
